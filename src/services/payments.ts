// The ledger of an order. What is paid, and the payment status, always follow from its rows.
import { sql } from '../db/sql.ts'
import type { PaymentKind, PaymentStatus } from '../schemas/order-status.ts'
import type { Payment, PaymentInput } from '../schemas/payments.ts'
import type { Change } from './change.ts'
import { differences, recordEvent } from './events.ts'
import { formatAmount, parseAmount } from './money.ts'
import type { OrderSummary } from './order-types.ts'
import { getOrder } from './orders.ts'
import { invalid, Refusal } from './refusal.ts'
import { findSettings } from './settings.ts'
import { textOrNull } from './text.ts'

/**
 * Adds a row to the ledger. A payment may not exceed the balance, nor a refund what was paid.
 * @param pointer where the input stood in the request
 * @throws Refusal `exceeds_balance`, `exceeds_paid`, `order_cancelled`, `invalid_input`
 */
export async function recordPayment(
  change: Change,
  orderId: number,
  input: PaymentInput,
  pointer = '',
): Promise<Payment> {
  const { currency } = await findSettings(change)
  const order = await getOrder(change, orderId)
  const kind = input.kind ?? 'payment'
  const amount = parsePayment(input, currency, pointer)
  expectFits(order, kind, amount, currency)
  const method = input.method ?? 'cash'
  const payment = await change.get<Payment>(sql`
    INSERT INTO payments (order_id, kind, amount, method, note, actor_user_id, actor_name, received_at,
                          created_at, updated_at)
    VALUES (${orderId}, ${kind}, ${amount}, ${method}, ${textOrNull(input.note)}, ${change.actor.userId},
            ${change.actor.name}, ${change.at}, ${change.at}, ${change.at})
    RETURNING id, order_id AS "orderId", kind, amount, method, note, actor_name AS actor,
              received_at AS "receivedAt"`)
  const paid = order.paidAmount + (kind === 'refund' ? -amount : amount)
  const paymentStatus = paymentStatusOf(order.totalAmount, paid, kind === 'refund')
  await storePaid(change, order, paid, paymentStatus)
  await recordEvent(change, 'payment.recorded', 'order', orderId, {
    kind,
    amount: formatAmount(amount, currency),
    currency,
    method,
    paidAmount: {
      before: formatAmount(order.paidAmount, currency),
      after: formatAmount(paid, currency),
    },
    ...differences(order, { paymentStatus }),
  })
  return payment as Payment
}

/**
 * The amount of a payment, in smallest units.
 * @throws Refusal `invalid_input` for what is no amount, or zero
 */
export function parsePayment(input: PaymentInput, currency: string, pointer = ''): number {
  const amount = parseAmount(input.amount, currency, `${pointer}/amount`)
  if (amount > 0) return amount
  const detail = 'Enter an amount above zero.'
  throw invalid({ pointer: `${pointer}/amount`, code: 'minimum', detail })
}

/** Records a payment of all that is still owed. */
export async function payBalance(change: Change, order: OrderSummary): Promise<void> {
  const { currency } = await findSettings(change)
  await recordPayment(change, order.id, { amount: formatAmount(order.balance, currency) })
}

const storePaid = (change: Change, order: OrderSummary, paid: number, status: PaymentStatus) =>
  change.run(sql`
    UPDATE orders
    SET paid_amount = ${paid}, payment_status = ${status}, version = version + 1,
        updated_at = ${change.at}
    WHERE id = ${order.id}`)

/**
 * The status that follows from the ledger. Amounts are smallest units; nothing owed is `paid`.
 * @param refunded whether what was paid has been given back
 */
export function paymentStatusOf(total: number, paid: number, refunded: boolean): PaymentStatus {
  if (paid === 0 && refunded) return 'refunded'
  if (paid >= total) return 'paid'
  return paid > 0 ? 'partial' : 'unpaid'
}

function expectFits(order: OrderSummary, kind: PaymentKind, amount: number, currency: string) {
  const say = (units: number) => `${formatAmount(units, currency)} ${currency}`
  if (kind === 'refund' && amount > order.paidAmount) {
    throw new Refusal(
      'conflict',
      'exceeds_paid',
      `Only ${say(order.paidAmount)} was paid, so ${say(amount)} cannot be refunded.`,
      { members: { paidAmount: formatAmount(order.paidAmount, currency) } },
    )
  }
  if (kind === 'refund') return
  if (order.status === 'cancelled') {
    throw new Refusal(
      'conflict',
      'order_cancelled',
      'A cancelled order takes no payments. Take it up again first.',
    )
  }
  if (amount > order.balance) {
    throw new Refusal(
      'conflict',
      'exceeds_balance',
      `Only ${say(order.balance)} is still owed, so ${say(amount)} is too much.`,
      { members: { balance: formatAmount(order.balance, currency) } },
    )
  }
}
