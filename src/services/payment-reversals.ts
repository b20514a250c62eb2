// Taking back a row of the ledger that was a mistake: a row that points to it, so that both stay readable.
import type { Payment } from '../schemas/payments.ts'
import type { Change } from './change.ts'
import { type EventData, recordEvent } from './events.ts'
import { addEntry } from './ledger.ts'
import { expectNotArchived } from './order-archive.ts'
import type { Order } from './order-types.ts'
import { getOrder } from './orders.ts'
import { expectKept, expectOwed, sayAmount } from './payment-limits.ts'
import { notFound, Refusal } from './refusal.ts'
import { findSettings } from './settings.ts'
import { textOrNull } from './text.ts'

/**
 * Reverses a payment by a row of kind `refund`, a refund by one of kind `payment`. Both stay; neither counts for the
 * payment status. On a cancelled order too: a reversal mends the book, it moves no money.
 * @param facts what else the event says
 * @throws Refusal `not_found`, `already_reversed`, `reversal_of_reversal`, `money_used`, `exceeds_balance`,
 * `exceeds_refund_due`, `order_archived`
 */
export async function reversePayment(
  change: Change,
  orderId: number,
  paymentId: number,
  reason: string,
  facts: EventData = {},
): Promise<Payment> {
  const { currency } = await findSettings(change)
  const order = await getOrder(change, orderId)
  const payment = order.payments.find(({ id }) => id === paymentId)
  if (!payment) throw notFound('payment')
  expectNotArchived(order)
  expectReversible(order, payment, currency)
  const { amount, method } = payment
  const kind = payment.kind === 'refund' ? 'payment' : 'refund'
  const entry = { kind, amount, method, note: textOrNull(reason), reversesId: paymentId } as const
  const added = await addEntry(change, order, entry, currency)
  await recordEvent(change, 'payment.reversed', 'order', orderId, {
    reversesId: paymentId,
    ...added.facts,
    reason: entry.note,
    ...facts,
  })
  return added.payment
}

function expectReversible(order: Order, payment: Payment, currency: string): void {
  if (payment.reversesId !== null) {
    throw new Refusal(
      'conflict',
      'reversal_of_reversal',
      'A reversal stays. Record the payment or the refund once more instead.',
    )
  }
  if (payment.reversedById !== null) {
    throw new Refusal('conflict', 'already_reversed', 'This was reversed already.', {
      members: { reversedById: payment.reversedById },
    })
  }
  if (payment.kind === 'refund') {
    expectOwed(order, payment.amount, currency)
    return
  }
  if (payment.amount > order.paidAmount) throw moneyUsed(order, payment, currency)
  expectKept(order, payment.amount, currency)
}

function moneyUsed(order: Order, payment: Payment, currency: string): Refusal {
  const [there, amount] = [order.paidAmount, payment.amount].map((units) =>
    sayAmount(units, currency),
  )
  return new Refusal(
    'conflict',
    'money_used',
    `Of the ${amount} only ${there} is left: the rest was given back. Reverse that refund first.`,
  )
}
