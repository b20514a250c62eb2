// All payments of a filter, for a file: each with the order and the customer it belongs to.
import type { Reader } from '../db/database.ts'
import { sql, where } from '../db/sql.ts'
import type { PaymentFilter } from '../schemas/payment-lists.ts'
import type { Payment } from '../schemas/payments.ts'
import { paymentConditions } from './payment-list.ts'
import { findSettings } from './settings.ts'
import { slicesOf } from './slices.ts'

export interface ExportedPayment extends Omit<Payment, 'reversedById'> {
  orderNumber: number
  customerName: string
}

/** The rows of the ledger by id, some hundreds at a time. */
export async function* exportPayments(
  db: Reader,
  filter: PaymentFilter,
): AsyncGenerator<ExportedPayment[]> {
  const { timeZone } = await findSettings(db)
  const conditions = paymentConditions(filter, timeZone)
  for await (const slice of slicesOf(db, 'payments')) {
    const payments = await db.all<ExportedPayment>(sql`
      SELECT p.id, p.order_id AS "orderId", o.number AS "orderNumber", c.name AS "customerName",
             p.kind, p.amount, p.method, p.note, p.actor_name AS actor,
             p.received_at AS "receivedAt", p.reverses_id AS "reversesId"
      FROM ${slice} p
      JOIN orders o ON o.id = p.order_id
      JOIN customers c ON c.id = o.customer_id
      ${where(conditions)}
      ORDER BY p.id`)
    if (payments.length > 0) yield payments
  }
}
