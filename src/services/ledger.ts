// The one place that adds a row to an order's ledger, and counts anew what is paid.
import { sql } from '../db/sql.ts'
import type { PaymentKind, PaymentMethod, PaymentStatus } from '../schemas/order-status.ts'
import type { Payment } from '../schemas/payments.ts'
import type { Change } from './change.ts'
import { differences, type EventData } from './events.ts'
import { formatAmount } from './money.ts'
import type { Order } from './order-types.ts'

export interface Entry {
  kind: PaymentKind
  /** Smallest units. */
  amount: number
  method: PaymentMethod
  note: string | null
  /** The row that this one takes back; null for money that really moved. */
  reversesId: number | null
}

/** The row that was added, and what its event says of the order. */
export interface Added {
  payment: Payment
  facts: EventData
}

/** Adds a row; whether it may be added is asked before. */
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
  const told = (units: number) => formatAmount(units, currency)
  const facts = {
    kind: entry.kind,
    amount: told(entry.amount),
    currency,
    method: entry.method,
    paidAmount: { before: told(order.paidAmount), after: told(paid) },
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

/** Whether money was really given back: a mistake and its reversal do not count. */
export const hasRefund = (payments: readonly Payment[]): boolean =>
  payments.some(
    ({ kind, reversesId, reversedById }) =>
      kind === 'refund' && reversesId === null && reversedById === null,
  )

/**
 * The status that follows from the ledger. Amounts are smallest units; nothing owed is `paid`.
 * @param refunded whether what was paid has been given back
 */
export function paymentStatusOf(total: number, paid: number, refunded: boolean): PaymentStatus {
  if (paid === 0 && refunded) return 'refunded'
  if (paid >= total) return 'paid'
  return paid > 0 ? 'partial' : 'unpaid'
}
