// Reads one order with its items, photos and payments.
import type { Reader } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { notFound } from '../../lib/errors/refusal.ts'
import type { Payment } from '../../schemas/orders/payments.ts'
import { owed } from '../shared/owed.ts'
import type { Order, OrderImage, OrderItem, OrderSummary } from './types.ts'

export const COLUMNS = sql`
  o.id, o.number, o.customer_id AS "customerId", c.name AS "customerName",
  c.phone_number AS "customerPhone", o.employee_id AS "employeeId", e.name AS "employeeName",
  e.phone_number AS "employeePhone",
  o.status, o.payment_status AS "paymentStatus", o.subtotal,
  o.discount_kind AS "discountKind", o.discount_value AS "discountValue",
  o.discount_amount AS "discountAmount", o.tax_mode AS "taxMode", o.tax_rate AS "taxRate",
  o.tax_label AS "taxLabel", o.tax_amount AS "taxAmount", o.total_amount AS "totalAmount",
  o.paid_amount AS "paidAmount", ${owed('o')} AS balance,
  o.retained_amount AS "retainedAmount",
  o.date_of_creation AS "dateOfCreation", o.deadline, o.due_at AS "dueAt", o.channel,
  o.shipping_address AS "shippingAddress", o.notes, o.internal_notes AS "internalNotes",
  o.external_reference AS "externalReference", o.metadata,
  CASE WHEN o.tracking_revoked_at IS NULL THEN o.tracking_token END AS "trackingToken", o.version, o.content_version AS "contentVersion",
  o.archived_at AS "archivedAt",
  o.created_at AS "createdAt", o.updated_at AS "updatedAt"`

export const PEOPLE = sql`
  JOIN customers c ON c.id = o.customer_id
  LEFT JOIN employees e ON e.id = o.employee_id`

/** For staff; customers get `readOrder`. @throws Refusal `not_found` */
export async function getOrder(db: Reader, id: number): Promise<Order> {
  const summary = await getSummary(db, id)
  const items = await listItems(db, id)
  const images = await listImages(db, id)
  const payments = await listPayments(db, id)
  // Not `{ ...summary, items }`: with this many properties, V8's copy takes as long as the queries.
  return Object.assign(summary, { items, images, payments })
}

export async function getNewOrder(db: Reader, id: number): Promise<Order> {
  const summary = await getSummary(db, id)
  return Object.assign(summary, { items: await listItems(db, id), images: [], payments: [] })
}

async function getSummary(db: Reader, id: number): Promise<OrderSummary> {
  const summary = await db.get<OrderSummary>(
    sql`SELECT ${COLUMNS} FROM orders o ${PEOPLE} WHERE o.id = ${id}`,
  )
  if (!summary) throw notFound('order')
  return summary
}

export const listItems = (db: Reader, orderId: number) =>
  db.all<OrderItem>(sql`
    SELECT id, order_id AS "orderId", product_id AS "productId", variant_id AS "variantId", item_name AS "itemName", description, quantity, unit_price AS "unitPrice",
           discount_kind AS "discountKind", discount_value AS "discountValue",
           discount_amount AS "discountAmount",
           quantity * unit_price - discount_amount AS "lineTotal",
           created_at AS "createdAt", updated_at AS "updatedAt"
    FROM order_items
    WHERE order_id = ${orderId}
    ORDER BY position`)

export const IMAGES = sql`
  SELECT i.id, i.order_id AS "orderId", i.content_type AS "contentType", i.size, i.width, i.height,
         i.shared, i.created_at AS "createdAt", i.updated_at AS "updatedAt"
  FROM order_images i`

export const listImages = (db: Reader, orderId: number) =>
  db.all<OrderImage>(sql`${IMAGES} WHERE i.order_id = ${orderId} ORDER BY i.id`)

export const PAYMENTS = sql`
  SELECT p.id, p.order_id AS "orderId", p.kind, p.amount, p.method, p.note, p.actor_name AS actor,
         p.received_at AS "receivedAt", p.reverses_id AS "reversesId", r.id AS "reversedById"
  FROM payments p
  LEFT JOIN payments r ON r.reverses_id = p.id`

export const listPayments = (db: Reader, orderId: number) =>
  db.all<Payment>(sql`${PAYMENTS} WHERE p.order_id = ${orderId} ORDER BY p.id`)
