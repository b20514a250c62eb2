// Reads the stored rows from which the amounts of an order are recomputed.
import type { Reader } from '../../db/database.ts'
import { rowCount, sql } from '../../db/sql.ts'
import type { PaymentKind, PaymentStatus } from '../../schemas/orders/status.ts'
import type { Discounted, Line, OrderAmounts, Taxed } from '../orders/prices/arithmetic.ts'

export interface StoredItem extends Line {
  id: number
  orderId: number
  discountAmount: number
}

export interface StoredPayment {
  id: number
  orderId: number
  kind: PaymentKind
  amount: number
  reversesId: number | null
}

/** Amounts in smallest currency units. */
export interface OrderBooks extends Discounted, Taxed, OrderAmounts {
  id: number
  number: number
  version: number
  customerName: string | null
  paidAmount: number
  paymentStatus: PaymentStatus
  items: StoredItem[]
  payments: StoredPayment[]
}

export async function readBooks(db: Reader, after: number, limit: number): Promise<OrderBooks[]> {
  const heads = await db.all<Omit<OrderBooks, 'items' | 'payments'>>(sql`
    SELECT o.id, o.number, o.version, c.name AS "customerName", o.subtotal,
           o.discount_kind AS "discountKind", o.discount_value AS "discountValue",
           o.discount_amount AS "discountAmount", o.tax_mode AS "taxMode", o.tax_rate AS "taxRate",
           o.tax_amount AS "taxAmount", o.total_amount AS "totalAmount",
           o.paid_amount AS "paidAmount", o.payment_status AS "paymentStatus"
    FROM orders o
    LEFT JOIN customers c ON c.id = o.customer_id
    WHERE o.number > ${after}
    ORDER BY o.number
    LIMIT ${rowCount(limit)}`)
  const upTo = heads.at(-1)?.number ?? after
  const items = grouped(await itemsOf(db, after, upTo))
  const payments = grouped(await paymentsOf(db, after, upTo))
  return heads.map((head) => ({
    ...head,
    items: items.get(head.id) ?? [],
    payments: payments.get(head.id) ?? [],
  }))
}

const itemsOf = (db: Reader, after: number, upTo: number) =>
  db.all<StoredItem>(sql`
    SELECT i.id, i.order_id AS "orderId", i.quantity, i.unit_price AS "unitPrice",
           i.discount_kind AS "discountKind", i.discount_value AS "discountValue",
           i.discount_amount AS "discountAmount"
    FROM orders o
    JOIN order_items i ON i.order_id = o.id
    WHERE o.number > ${after} AND o.number <= ${upTo}`)

const paymentsOf = (db: Reader, after: number, upTo: number) =>
  db.all<StoredPayment>(sql`
    SELECT p.id, p.order_id AS "orderId", p.kind, p.amount, p.reverses_id AS "reversesId"
    FROM orders o
    JOIN payments p ON p.order_id = o.id
    WHERE o.number > ${after} AND o.number <= ${upTo}`)

function grouped<Row extends { orderId: number }>(rows: readonly Row[]): Map<number, Row[]> {
  const groups = new Map<number, Row[]>()
  for (const row of rows) {
    const group = groups.get(row.orderId)
    if (group) group.push(row)
    else groups.set(row.orderId, [row])
  }
  return groups
}
