// Change lists for synchronization: orders changed since a time, or with an external reference; sorted by change, with
// indexes of their own.
import type { Reader } from '../../../db/database.ts'
import { sql, where } from '../../../db/sql.ts'
import { CHANGE_SORTS, type OrderQuery } from '../../../schemas/orders/index.ts'
import { decodeKeyset, limitOf, type Page, pageOf } from '../../shared/paging.ts'
import { findSettings } from '../../shop/settings/read.ts'
import { COLUMNS, PEOPLE } from '../read.ts'
import type { OrderSummary } from '../types.ts'
import { orderConditions } from './filter.ts'

const SORTS: readonly string[] = CHANGE_SORTS

export const isOfChanges = ({ updatedSince, externalReference, sort }: OrderQuery): boolean =>
  updatedSince !== undefined || externalReference !== undefined || SORTS.includes(sort ?? '')

export async function listOrderChanges(db: Reader, query: OrderQuery): Promise<Page<OrderSummary>> {
  const { limit = 50, sort = 'updatedAt' } = query
  const list = `orders ${sort}`
  const isDescending = sort === '-updatedAt'
  const { timeZone } = await findSettings(db)
  const conditions = orderConditions('o', query, { timeZone, now: new Date().toISOString() })
  if (query.cursor) {
    const [value, id] = decodeKeyset(query.cursor, list, 'string')
    const compared = isDescending ? sql`<` : sql`>`
    conditions.push(sql`(o.updated_at, o.id) ${compared} (${value}, ${id})`)
  }
  const direction = isDescending ? sql`DESC` : sql`ASC`
  const rows = await db.all<OrderSummary>(sql`
    SELECT ${COLUMNS}
    FROM orders o ${PEOPLE}
    ${where(conditions)}
    ORDER BY o.updated_at ${direction}, o.id ${direction}
    ${limitOf({ ...query, limit })}`)
  return pageOf(rows, limit, (order) => [list, order.updatedAt, order.id])
}
