// What a customer sees of an order by its link alone: how far it is, and nothing that would tell on anybody.
import type { Reader } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { OrderStatus } from '../schemas/order-status.ts'
import { notFound } from './refusal.ts'

export interface TrackedOrder {
  id: number
  number: number
  status: OrderStatus
  deadline: string | null
  dueAt: string | null
  /** Smallest units. */
  totalAmount: number
  balance: number
  paidAmount: number
  /** What the shop keeps of the payments of a cancelled order. */
  retainedAmount: number
  updatedAt: string
  items: { itemName: string; quantity: number }[]
}

type Facts = Omit<TrackedOrder, 'items'>

/** The order of a tracking token without its items, or undefined. */
export const findTrackedOrder = (db: Reader, token: string) =>
  db.get<Facts>(sql`
    SELECT id, number, status, deadline, due_at AS "dueAt", total_amount AS "totalAmount",
           total_amount - paid_amount AS balance, paid_amount AS "paidAmount",
           retained_amount AS "retainedAmount", updated_at AS "updatedAt"
    FROM orders
    WHERE tracking_token = ${token} AND archived_at IS NULL`)

/**
 * The order of a tracking token. The token is 128 random bits; a near miss looks like any other.
 * @throws Refusal `not_found`
 */
export async function getTrackedOrder(db: Reader, token: string): Promise<TrackedOrder> {
  const order = await findTrackedOrder(db, token)
  if (!order) throw notFound('order')
  const items = await db.all<TrackedOrder['items'][number]>(sql`
    SELECT item_name AS "itemName", quantity
    FROM order_items
    WHERE order_id = ${order.id}
    ORDER BY position`)
  return { ...order, items }
}
