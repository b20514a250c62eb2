// Exports the orders of a filter in batches, with columns for spreadsheets.
import type { Reader } from '../../db/database.ts'
import { rowCount, type Sql, sql, where } from '../../db/sql.ts'
import type { OrderFilter } from '../../schemas/orders/index.ts'
import { orderConditions } from '../orders/lists/filter.ts'
import { COLUMNS } from '../orders/read.ts'
import type { OrderSummary } from '../orders/types.ts'
import { searchBatches, tableBatches } from '../shared/batches.ts'
import { findSettings } from '../shop/settings/read.ts'

export interface ExportedOrder extends OrderSummary {
  /** '1 × Bridal gown; 2 × Veil' */
  items: string
}

export async function* exportOrders(
  db: Reader,
  filter: OrderFilter,
): AsyncGenerator<ExportedOrder[]> {
  const { timeZone } = await findSettings(db)
  // One time for the whole file decides what is overdue.
  const conditions = orderConditions('o', filter, { timeZone, now: new Date().toISOString() })
  const isSearch = Boolean(filter.search?.trim())
  const batches = isSearch ? matchingBatches(db, conditions) : tableBatches(db, 'orders')
  for await (const batch of batches) {
    const orders = await read(db, batch, isSearch ? [] : conditions)
    if (orders.length > 0) yield orders
  }
}

const matchingBatches = (db: Reader, conditions: readonly Sql[]) =>
  searchBatches(
    db,
    'orders',
    (after, most) => sql`
      SELECT o.id
      FROM orders o
      ${where([...conditions, sql`o.id > ${after}`])}
      ORDER BY o.id
      LIMIT ${rowCount(most)}`,
  )

const read = (db: Reader, batch: Sql, conditions: readonly Sql[]) =>
  db.all<ExportedOrder>(sql`
    SELECT ${COLUMNS},
           (SELECT string_agg(i.quantity || ' × ' || i.item_name, '; ' ORDER BY i.position)
            FROM order_items i
            WHERE i.order_id = o.id) AS items
    FROM ${batch} o
    JOIN customers c ON c.id = o.customer_id
    LEFT JOIN employees e ON e.id = o.employee_id
    ${where(conditions)}
    ORDER BY o.id`)
