// Reads counts of stock and their lines. Quantities in thousandths of the variant's unit.
import type { Reader } from '../../../db/database.ts'
import { sql, where } from '../../../db/sql.ts'
import { notFound } from '../../../lib/errors/refusal.ts'
import type { Unit } from '../../../schemas/catalogue/quantities.ts'
import { decodeKeyset, limitOf, type Page, type PageRequest, pageOf } from '../../shared/paging.ts'
import { optionsOf } from '../variants/read.ts'

export interface Count {
  id: number
  note: string | null
  /** 1: who counts does not see what should be there. */
  blind: 0 | 1
  state: 'open' | 'posted' | 'cancelled'
  actor: string
  /** Number of counted variants. */
  lines: number
  postedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface CountLine {
  variantId: number
  productId: number
  productName: string
  sku: string
  /** Names of the product's options with the values of this variant. */
  options: Record<string, string>
  unit: Unit
  /** Stock at the moment of counting. */
  expected: number
  counted: number
  /** Stock now. */
  stock: number
  reserved: number
  actor: string
  updatedAt: string
}

const COUNTS = sql`
  SELECT c.id, c.note, c.blind, c.state, c.actor_name AS actor,
         (SELECT count(*) FROM stock_count_lines l WHERE l.count_id = c.id) AS lines,
         c.posted_at AS "postedAt", c.version, c.created_at AS "createdAt", c.updated_at AS "updatedAt"
  FROM stock_counts c`

/** The newest first. @throws Refusal `invalid_cursor` */
export async function listCounts(
  db: Reader,
  { state, limit = 50, cursor, page }: Partial<PageRequest> & { state?: Count['state'] },
): Promise<Page<Count>> {
  const filters = state ? [sql`c.state = ${state}`] : []
  if (cursor) filters.push(sql`c.id < ${decodeKeyset(cursor, 'counts', 'number')[1]}`)
  const rows = await db.all<Count>(sql`
    ${COUNTS} ${where(filters)} ORDER BY c.id DESC ${limitOf({ limit, ...(page && { page }) })}`)
  return pageOf(rows, limit, (row) => ['counts', row.id, row.id])
}

export async function countCounts(db: Reader, state?: Count['state']): Promise<number> {
  const row = await db.get<{ total: number }>(sql`
    SELECT count(*) AS total FROM stock_counts c ${where(state ? [sql`c.state = ${state}`] : [])}`)
  return row?.total ?? 0
}

/** @throws Refusal `not_found` */
export async function getCount(db: Reader, id: number): Promise<Count> {
  const count = await db.get<Count>(sql`${COUNTS} WHERE c.id = ${id}`)
  if (!count) throw notFound('count')
  return count
}

/** In the order in which they were entered. */
export async function listCountLines(db: Reader, id: number): Promise<CountLine[]> {
  const rows = await db.all<Omit<CountLine, 'options'> & { names: string; values: string }>(sql`
    SELECT l.variant_id AS "variantId", v.product_id AS "productId", p.name AS "productName", v.sku,
           p.options AS names, v.options AS "values", v.unit, l.expected, l.counted, v.stock, v.reserved,
           l.actor_name AS actor, l.updated_at AS "updatedAt"
    FROM stock_count_lines l
    JOIN variants v ON v.id = l.variant_id
    JOIN products p ON p.id = v.product_id
    WHERE l.count_id = ${id}
    ORDER BY l.id`)
  return rows.map(({ names, values, ...line }) => ({ ...line, options: optionsOf(names, values) }))
}
