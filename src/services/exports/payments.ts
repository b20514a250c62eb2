// Exports the payments of a filter, each with its order and customer.
import type { Reader } from '../../db/database.ts'
import { sql, where } from '../../db/sql.ts'
import type { PaymentFilter } from '../../schemas/money/payments.ts'
import type { Payment } from '../../schemas/orders/payments.ts'
import { paymentConditions } from '../money/payments.ts'
import { tableBatches } from '../shared/batches.ts'
import { findSettings } from '../shop/settings/read.ts'

export interface ExportedPayment extends Omit<Payment, 'reversedById'> {
  orderNumber: number
  customerName: string
}

export async function* exportPayments(
  db: Reader,
  filter: PaymentFilter,
): AsyncGenerator<ExportedPayment[]> {
  const { timeZone } = await findSettings(db)
  const conditions = paymentConditions('p', filter, timeZone)
  for await (const batch of tableBatches(db, 'payments')) {
    const payments = await db.all<ExportedPayment>(sql`
      SELECT p.id, p.order_id AS "orderId", o.number AS "orderNumber", c.name AS "customerName",
             p.kind, p.amount, p.method, p.note, p.actor_name AS actor,
             p.received_at AS "receivedAt", p.reverses_id AS "reversesId"
      FROM ${batch} p
      JOIN orders o ON o.id = p.order_id
      JOIN customers c ON c.id = o.customer_id
      ${where(conditions)}
      ORDER BY p.id`)
    if (payments.length > 0) yield payments
  }
}
