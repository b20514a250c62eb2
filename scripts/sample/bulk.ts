// Bulk insert of orders into an existing shop: the rows that the services would write.
import type { Transaction } from '../../src/db/database.ts'
import { sql } from '../../src/db/sql.ts'
import { eventRows } from './order-events.ts'
import { type Batch, coursesOf, headRows, itemRows, paymentRows } from './order-rows.ts'

/** Inserts orders with their items, payments and events, and returns their ids, in the same order. */
export async function insertOrders(tx: Transaction, batch: Batch): Promise<number[]> {
  const first = await takeNumbers(tx, batch.orders.length)
  const last = first + batch.orders.length - 1
  const courses = coursesOf(batch)
  await headRows(batch, courses, first).insert(tx)
  const rows = await tx.all<{ id: number }>(sql`
    SELECT id FROM orders WHERE number BETWEEN ${first} AND ${last} ORDER BY number`)
  const ids = rows.map(({ id }) => id)
  await itemRows(batch, ids).insert(tx)
  await paymentRows(batch, courses, ids).insert(tx)
  const items = await tx.all<{ id: number }>(sql`
    SELECT i.id
    FROM orders o
    JOIN order_items i ON i.order_id = o.id
    WHERE o.number BETWEEN ${first} AND ${last}
    ORDER BY o.number, i.position`)
  const itemIds = items.map(({ id }) => id).values()
  await eventRows(batch, courses, { ids, itemIds, first }).insert(tx)
  return ids
}

/** Reserves order numbers and returns the first, in the transaction that uses them. */
async function takeNumbers(tx: Transaction, count: number): Promise<number> {
  const row = await tx.get<{ value: number }>(sql`
    UPDATE counters SET value = value + ${count} WHERE name = 'order_number' RETURNING value`)
  if (!row) throw new Error('The counter of order numbers is missing')
  return row.value - count + 1
}
