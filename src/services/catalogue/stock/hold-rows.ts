// Reads holds. Quantities in thousandths of the variant's unit.
import type { Reader } from '../../../db/database.ts'
import { list, type Sql, sql, where } from '../../../db/sql.ts'
import { decodePart, limitOf, type Page, type PageRequest, pageOf } from '../../shared/paging.ts'
import { getVariant } from '../variants/read.ts'

export interface Hold {
  id: number
  variantId: number
  holder: string
  quantity: number
  state: 'active' | 'consumed' | 'released'
  expiresAt: string
  createdAt: string
  updatedAt: string
}

export const HOLDS = sql`
  SELECT h.id, h.variant_id AS "variantId", h.holder, h.quantity, h.state,
         h.expires_at AS "expiresAt", h.created_at AS "createdAt", h.updated_at AS "updatedAt"
  FROM stock_holds h`

/** Holds that still keep something, at the time of `at`. */
export const listActiveHolds = (
  db: Reader,
  variantIds: readonly number[],
  at = new Date().toISOString(),
) =>
  db.all<Hold>(sql`
    ${HOLDS}
    WHERE h.variant_id IN (${list(variantIds)}) AND h.state = 'active' AND h.expires_at > ${at}
    ORDER BY h.expires_at, h.id`)

interface OfVariant {
  variantId: number
  state?: Hold['state']
}

/** Of one variant, the newest first. @throws Refusal `not_found`, `invalid_cursor` */
export async function pageHolds(
  db: Reader,
  which: OfVariant,
  { limit = 50, cursor, page }: Partial<PageRequest>,
): Promise<Page<Hold>> {
  const { variantId } = which
  await getVariant(db, variantId)
  const conditions = [...matching(which)]
  if (cursor) conditions.push(sql`h.id < ${decodePart(cursor, 'holds', variantId)}`)
  const rows = await db.all<Hold>(sql`
    ${HOLDS} ${where(conditions)} ORDER BY h.id DESC ${limitOf({ limit, ...(page && { page }) })}`)
  return pageOf(rows, limit, (row) => ['holds', variantId, row.id])
}

export async function countHolds(db: Reader, which: OfVariant): Promise<number> {
  const row = await db.get<{ total: number }>(sql`
    SELECT count(*) AS total FROM stock_holds h ${where(matching(which))}`)
  return row?.total ?? 0
}

const matching = ({ variantId, state }: OfVariant): Sql[] => [
  sql`h.variant_id = ${variantId}`,
  ...(state ? [sql`h.state = ${state}`] : []),
]
