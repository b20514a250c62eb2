// The stock of the whole shop: its value, and what buyers keep of it.
import type { Reader } from '../../../db/database.ts'
import { rowCount, sql } from '../../../db/sql.ts'
import { ONE } from '../../../lib/quantity.ts'
import { HOLDS, type Hold } from './hold-rows.ts'

export interface StockValue {
  /** At cost, in smallest currency units. */
  value: number
  /** Number of variants in stock whose cost is unknown: the value is without them. */
  withoutCost: number
}

/** Of all current variants. */
export async function stockValue(db: Reader): Promise<StockValue> {
  const row = await db.get<{ value: number; withoutCost: number }>(sql`
    SELECT CAST(coalesce(sum(v.stock * v.cost), 0) AS BIGINT) AS value,
           count(CASE WHEN v.cost IS NULL THEN 1 END) AS "withoutCost"
    FROM variants v
    JOIN products p ON p.id = v.product_id
    WHERE v.stock > 0 AND v.archived_at IS NULL AND p.archived_at IS NULL`)
  return { value: Math.round((row?.value ?? 0) / ONE), withoutCost: row?.withoutCost ?? 0 }
}

/** What keeps stock now, the first to end first. */
export const listHeld = (db: Reader, limit: number, at = new Date().toISOString()) =>
  db.all<Hold>(sql`
    ${HOLDS}
    WHERE h.state = 'active' AND h.expires_at > ${at}
    ORDER BY h.expires_at, h.id
    LIMIT ${rowCount(limit)}`)
