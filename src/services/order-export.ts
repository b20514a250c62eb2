// All orders of a filter, for a file: in slices, and told by what a spreadsheet has room for.
import type { Reader } from '../db/database.ts'
import { type Sql, sql, where } from '../db/sql.ts'
import type { OrderFilter } from '../schemas/orders.ts'
import { orderConditions } from './order-filter.ts'
import type { OrderSummary } from './order-types.ts'
import { COLUMNS } from './orders.ts'
import { findSettings } from './settings.ts'
import { slicesFound, slicesOf } from './slices.ts'

export interface ExportedOrder extends OrderSummary {
  /** '1 × Bridal gown; 2 × Veil' */
  items: string
}

/** The orders that a list with this filter shows, by id, some hundreds at a time. */
export async function* exportOrders(
  db: Reader,
  filter: OrderFilter,
): AsyncGenerator<ExportedOrder[]> {
  const { timeZone } = await findSettings(db)
  // One moment for the whole file decides what is overdue.
  const conditions = orderConditions(filter, timeZone, new Date().toISOString())
  const isSearch = Boolean(filter.search?.trim())
  const slices = isSearch ? found(db, conditions) : slicesOf(db, 'orders')
  for await (const slice of slices) {
    const orders = await read(db, slice, isSearch ? [] : conditions)
    if (orders.length > 0) yield orders
  }
}

const found = (db: Reader, conditions: readonly Sql[]) =>
  slicesFound(
    db,
    'orders',
    (after, most) => sql`
      SELECT o.id
      FROM orders o
      ${where([...conditions, sql`o.id > ${after}`])}
      ORDER BY o.id
      LIMIT ${most}`,
  )

const read = (db: Reader, slice: Sql, conditions: readonly Sql[]) =>
  db.all<ExportedOrder>(sql`
    SELECT ${COLUMNS},
           (SELECT string_agg(i.quantity || ' × ' || i.item_name, '; ' ORDER BY i.position)
            FROM order_items i
            WHERE i.order_id = o.id) AS items
    FROM ${slice} o
    JOIN customers c ON c.id = o.customer_id
    LEFT JOIN employees e ON e.id = o.employee_id
    ${where(conditions)}
    ORDER BY o.id`)
