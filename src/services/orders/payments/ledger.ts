// The ledger: the only code that inserts payment rows; recomputes the paid amount of the order.
import { sql } from '../../../db/sql.ts'
import { formatAmount } from '../../../lib/money/amounts.ts'
import type { EventData } from '../../../schemas/events/types.ts'
import type { Payment } from '../../../schemas/orders/payments.ts'
import type { PaymentKind, PaymentStatus } from '../../../schemas/orders/status.ts'
import type { PaymentMethod } from '../../../schemas/shop/payment-methods.ts'
import type { Change } from '../../shared/change.ts'
import { differences } from '../../shared/events/record.ts'
import type { Order } from '../types.ts'

export interface Entry {
  kind: PaymentKind
  /** Smallest currency units. */
  amount: number
  method: PaymentMethod
  note: string | null
  /** The row it reverses; null for an actual payment. */
  reversesId: number | null
}

export interface Added {
  payment: Payment
  facts: EventData<'payment.recorded'>
}

export async function addEntry(
  change: Change,
  order: Order,
  entry: Entry,
  currency: string,
): Promise<Added> {
  const payment = await insert(change, order.id, entry)
  const paid = order.paidAmount + (entry.kind === 'refund' ? -entry.amount : entry.amount)
  const rows = [...order.payments.filter(({ id }) => id !== entry.reversesId), payment]
  const paymentStatus = paymentStatusOf(order.totalAmount, paid, hasRefund(rows))
  await change.run(sql`
    UPDATE orders
    SET paid_amount = ${paid}, payment_status = ${paymentStatus}, version = version + 1,
        updated_at = ${change.at}
    WHERE id = ${order.id}`)
  const text = (units: number) => formatAmount(units, currency)
  const facts = {
    kind: entry.kind,
    amount: text(entry.amount),
    currency,
    method: entry.method,
    paidAmount: { before: text(order.paidAmount), after: text(paid) },
    ...differences(order, { paymentStatus }),
  }
  return { payment, facts }
}

async function insert(change: Change, orderId: number, entry: Entry): Promise<Payment> {
  const { kind, amount, method, note, reversesId } = entry
  const payment = await change.get<Payment>(sql`
    INSERT INTO payments (order_id, kind, amount, method, note, reverses_id, actor_user_id, actor_name,
                          received_at, created_at, updated_at)
    VALUES (${orderId}, ${kind}, ${amount}, ${method}, ${note}, ${reversesId}, ${change.actor.userId},
            ${change.actor.name}, ${change.at}, ${change.at}, ${change.at})
    RETURNING id, order_id AS "orderId", kind, amount, method, note, actor_name AS actor,
              received_at AS "receivedAt", reverses_id AS "reversesId"`)
  if (!payment) throw new Error('INSERT ... RETURNING brought no row')
  return { ...payment, reversedById: null }
}

/** Whether money was refunded: a payment error and its reversal do not count. */
export const hasRefund = (payments: readonly Payment[]): boolean =>
  payments.some(
    ({ kind, reversesId, reversedById }) =>
      kind === 'refund' && reversesId === null && reversedById === null,
  )

/** Amounts are smallest currency units. @param refunded whether everything paid was refunded */
export function paymentStatusOf(total: number, paid: number, refunded: boolean): PaymentStatus {
  if (paid === 0 && refunded) return 'refunded'
  if (paid >= total) return 'paid'
  return paid > 0 ? 'partial' : 'unpaid'
}
