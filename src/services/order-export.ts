// All orders of a filter, for a file: in slices, and told by what a spreadsheet has room for.
import type { Reader } from '../db/database.ts'
import { sql, where } from '../db/sql.ts'
import type { OrderFilter } from '../schemas/orders.ts'
import { orderConditions } from './order-filter.ts'
import type { OrderSummary } from './order-types.ts'
import { COLUMNS } from './orders.ts'
import { findSettings } from './settings.ts'
import { slices } from './slices.ts'

export interface ExportedOrder extends OrderSummary {
  /** '1 × Bridal gown; 2 × Veil' */
  items: string
}

/** The orders that a list with this filter shows, by id. */
export async function* exportOrders(
  db: Reader,
  filter: OrderFilter,
): AsyncGenerator<ExportedOrder[]> {
  const { timeZone } = await findSettings(db)
  // One moment for the whole file decides what is overdue.
  const conditions = orderConditions(filter, timeZone, new Date().toISOString())
  yield* slices(db, 'orders', (part) =>
    db.all<ExportedOrder>(sql`
      SELECT ${COLUMNS},
             (SELECT string_agg(i.quantity || ' × ' || i.item_name, '; ' ORDER BY i.position)
              FROM order_items i
              WHERE i.order_id = o.id) AS items
      FROM ${part} o
      JOIN customers c ON c.id = o.customer_id
      LEFT JOIN employees e ON e.id = o.employee_id
      ${where(conditions)}
      ORDER BY o.id`),
  )
}
