// What a customer sees of an order by its link alone: how far it is, and nothing that would tell on anybody.
import type { Reader } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { OrderStatus } from '../schemas/order-status.ts'
import { type ImageBytes, type ImageSize, imageBytes } from './image-bytes.ts'
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
  /** Only the photos that the shop chose to share. */
  images: { id: number; width: number; height: number }[]
}

type Facts = Omit<TrackedOrder, 'items' | 'images'>

const FACTS = sql`
  SELECT id, number, status, deadline, due_at AS "dueAt", total_amount AS "totalAmount",
         total_amount - paid_amount AS balance, paid_amount AS "paidAmount",
         retained_amount AS "retainedAmount", updated_at AS "updatedAt"
  FROM orders`

/** The order of a tracking token without what belongs to it, or undefined. */
export const findTrackedOrder = (db: Reader, token: string) =>
  db.get<Facts>(sql`
    ${FACTS}
    WHERE tracking_token = ${token} AND tracking_revoked_at IS NULL AND archived_at IS NULL`)

/**
 * The order of a tracking token. The token is 128 random bits; a near miss looks like any other.
 * @throws Refusal `not_found`, also once the link was withdrawn
 */
export async function getTrackedOrder(db: Reader, token: string): Promise<TrackedOrder> {
  return withParts(db, await findTrackedOrder(db, token))
}

/**
 * The same for somebody who is signed in, by the order's id: also where its link was withdrawn.
 * @param owner the customer whose order it must be
 * @throws Refusal `not_found`
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
