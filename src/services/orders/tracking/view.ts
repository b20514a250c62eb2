// The public view of an order by its tracking link: status, items, amounts and shared photos, without any names or
// contact data.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { notFound } from '../../../lib/errors/refusal.ts'
import type { OrderStatus } from '../../../schemas/orders/status.ts'
import { type ImageBytes, type ImageSize, imageBytes } from '../../photos/bytes.ts'
import { owed } from '../../shared/owed.ts'

export interface TrackedOrder {
  id: number
  number: number
  status: OrderStatus
  deadline: string | null
  dueAt: string | null
  /** Smallest currency units. */
  totalAmount: number
  balance: number
  paidAmount: number
  retainedAmount: number
  updatedAt: string
  items: { itemName: string; quantity: number }[]
  images: { id: number; width: number; height: number }[]
}

type Facts = Omit<TrackedOrder, 'items' | 'images'>

const FACTS = sql`
  SELECT id, number, status, deadline, due_at AS "dueAt", total_amount AS "totalAmount",
         ${owed('o')} AS balance, paid_amount AS "paidAmount",
         retained_amount AS "retainedAmount", updated_at AS "updatedAt"
  FROM orders o`

export const findTrackedOrder = (db: Reader, token: string) =>
  db.get<Facts>(sql`
    ${FACTS}
    WHERE tracking_token = ${token} AND tracking_revoked_at IS NULL AND archived_at IS NULL`)

/** @throws Refusal `not_found`, also for a revoked link */
export async function getTrackedOrder(db: Reader, token: string): Promise<TrackedOrder> {
  return withParts(db, await findTrackedOrder(db, token))
}

/**
 * For a signed-in customer, even if the link is revoked. @throws Refusal `not_found`, also for another customer's order
 */
export async function getOwnTrackedOrder(
  db: Reader,
  id: number,
  owner: number,
): Promise<TrackedOrder> {
  const facts = await db.get<Facts>(sql`
    ${FACTS}
    WHERE id = ${id} AND customer_id = ${owner} AND archived_at IS NULL`)
  return withParts(db, facts)
}

async function withParts(db: Reader, order: Facts | undefined): Promise<TrackedOrder> {
  if (!order) throw notFound('order')
  const items = await db.all<TrackedOrder['items'][number]>(sql`
    SELECT item_name AS "itemName", quantity
    FROM order_items
    WHERE order_id = ${order.id}
    ORDER BY position`)
  const images = await db.all<TrackedOrder['images'][number]>(sql`
    SELECT id, width, height
    FROM order_images
    WHERE order_id = ${order.id} AND shared = 1
    ORDER BY id`)
  return { ...order, items, images }
}

/** @throws Refusal `not_found`, also for a photo that is not shared */
export async function readSharedImage(
  db: Reader,
  token: string,
  imageId: number,
  size: ImageSize,
): Promise<ImageBytes> {
  const order = await findTrackedOrder(db, token)
  if (!order) throw notFound('photo')
  return imageBytes(db, size, sql`i.id = ${imageId} AND i.order_id = ${order.id} AND i.shared = 1`)
}
