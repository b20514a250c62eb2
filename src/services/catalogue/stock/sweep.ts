// Releases lapsed holds of all variants.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import type { Change } from '../../shared/change.ts'
import { dropLapsed } from './holds.ts'

/** Whether a sweep has something to do. */
export async function hasLapsedHolds(db: Reader): Promise<boolean> {
  const now = new Date().toISOString()
  const row = await db.get(sql`
    SELECT 1 AS one FROM stock_holds WHERE state = 'active' AND expires_at <= ${now} LIMIT 1`)
  return row !== undefined
}

/** Releases all lapsed holds, so that what is displayed is fresh. @returns of how many variants */
export async function sweepHolds(change: Change): Promise<number> {
  const rows = await change.all<{ variantId: number }>(sql`
    SELECT DISTINCT variant_id AS "variantId" FROM stock_holds
    WHERE state = 'active' AND expires_at <= ${change.at}
    ORDER BY variant_id
    LIMIT 500`)
  const ids = rows.map(({ variantId }) => variantId)
  await dropLapsed(change, ids)
  return ids.length
}
