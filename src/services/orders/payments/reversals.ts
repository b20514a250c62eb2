// Reversals of erroneous ledger rows: a new row refers to the reversed one, and both stay readable.

import { notFound, Refusal } from '../../../lib/errors/refusal.ts'
import { moneyText, type ShopMoney } from '../../../lib/money/money-text.ts'
import { trimToNull } from '../../../lib/text/normalize.ts'
import type { EventData } from '../../../schemas/events/types.ts'
import type { Payment } from '../../../schemas/orders/payments.ts'
import { expectRefundWithin } from '../../access/rights.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { findSettings } from '../../shop/settings/read.ts'
import { expectNotArchived } from '../archive.ts'
import { getOrder } from '../read.ts'
import type { Order } from '../types.ts'
import { addEntry } from './ledger.ts'
import { expectFeeRetained, expectOwed } from './limits.ts'

/**
 * Reverses a payment with a `refund` row, a refund with a `payment` row. Neither counts for the payment status. Allowed
 * on cancelled orders too: a reversal corrects the ledger and moves no money.
 * @param facts additional data of the event
 * @throws Refusal `not_found`, `above_limit`, `already_reversed`, `reversal_of_reversal`, `money_used`, `exceeds_balance`,
 * `exceeds_refund_due`, `order_archived`
 */
export async function reversePayment(
  change: Change,
  orderId: number,
  paymentId: number,
  reason: string,
  facts: Pick<EventData<'payment.reversed'>, 'undoes'> = {},
): Promise<Payment> {
  const shop = await findSettings(change)
  const order = await getOrder(change, orderId)
  const payment = order.payments.find(({ id }) => id === paymentId)
  if (!payment) throw notFound('payment')
  expectNotArchived(order)
  expectReversible(order, payment, shop)
  // One's own payment of a moment ago is taken back by whoever could take it.
  if (payment.kind !== 'refund' && facts.undoes === undefined) {
    expectRefundWithin(change, payment.amount, shop)
  }
  const { amount, method } = payment
  const kind = payment.kind === 'refund' ? 'payment' : 'refund'
  const entry = { kind, amount, method, note: trimToNull(reason), reversesId: paymentId } as const
  const added = await addEntry(change, order, entry, shop.currency)
  await recordEvent(change, 'payment.reversed', orderId, {
    reversesId: paymentId,
    ...added.facts,
    reason: entry.note,
    ...facts,
  })
  return added.payment
}

function expectReversible(order: Order, payment: Payment, shop: ShopMoney): void {
  if (payment.reversesId !== null) {
    throw new Refusal(
      'conflict',
      'reversal_of_reversal',
      'A reversal cannot be reversed. Record the payment or refund again instead.',
    )
  }
  if (payment.reversedById !== null) {
    throw new Refusal('conflict', 'already_reversed', 'This is already reversed.', {
      members: { reversedById: payment.reversedById },
    })
  }
  if (payment.kind === 'refund') {
    expectOwed(order, payment.amount, shop)
    return
  }
  if (payment.amount > order.paidAmount) throw moneyUsed(order, payment, shop)
  expectFeeRetained(order, payment.amount, shop)
}

function moneyUsed(order: Order, payment: Payment, shop: ShopMoney): Refusal {
  const [there, amount] = [order.paidAmount, payment.amount].map((units) => moneyText(units, shop))
  return new Refusal(
    'conflict',
    'money_used',
    `Only ${there} of the ${amount} is left: the rest was refunded. Reverse that refund first.`,
  )
}
