// Limits of payments and refunds: a payment up to the balance, a refund up to what was paid and is not retained.

import { Refusal } from '../../../lib/errors/refusal.ts'
import { formatAmount } from '../../../lib/money/amounts.ts'
import { moneyText, type ShopMoney } from '../../../lib/money/money-text.ts'
import type { PaymentKind } from '../../../schemas/orders/status.ts'
import { payableOf } from '../../shared/owed.ts'
import type { OrderSummary } from '../types.ts'

/**
 * @param amount smallest currency units
 * @throws Refusal `exceeds_paid`, `exceeds_refund_due`, `order_cancelled`, `exceeds_balance`
 */
export function expectFits(
  order: OrderSummary,
  kind: PaymentKind,
  amount: number,
  shop: ShopMoney,
): void {
  if (kind === 'refund') expectRefundable(order, amount, shop)
  else expectPayable(order, amount, shop)
}

function expectRefundable(order: OrderSummary, amount: number, shop: ShopMoney): void {
  if (amount > order.paidAmount) {
    throw new Refusal(
      'conflict',
      'exceeds_paid',
      order.paidAmount > 0
        ? `You can refund up to ${moneyText(order.paidAmount, shop)}.`
        : 'Nothing is paid on this order, so there is nothing to refund.',
      { members: { paidAmount: formatAmount(order.paidAmount, shop.currency) } },
    )
  }
  expectFeeRetained(order, amount, shop)
}

/** @throws Refusal `exceeds_refund_due` */
export function expectFeeRetained(order: OrderSummary, amount: number, shop: ShopMoney): void {
  const due = order.paidAmount - order.retainedAmount
  if (order.status !== 'cancelled' || amount <= due) return
  const [feeText, maximum] = [order.retainedAmount, due].map((units) => moneyText(units, shop))
  throw new Refusal(
    'conflict',
    'exceeds_refund_due',
    `You can refund up to ${maximum}: the cancellation fee is ${feeText}. To refund more, change the cancellation fee first.`,
    { members: { refundDue: formatAmount(due, shop.currency) } },
  )
}

function expectPayable(order: OrderSummary, amount: number, shop: ShopMoney): void {
  if (order.status === 'cancelled') {
    throw new Refusal(
      'conflict',
      'order_cancelled',
      'This order is cancelled. Reopen it before you take a payment.',
    )
  }
  expectOwed(order, amount, shop)
}

/** @throws Refusal `exceeds_balance` */
export function expectOwed(
  order: Pick<OrderSummary, 'totalAmount' | 'paidAmount'>,
  amount: number,
  shop: ShopMoney,
): void {
  const payable = payableOf(order)
  if (amount <= payable) return
  throw new Refusal(
    'conflict',
    'exceeds_balance',
    payable > 0
      ? `You can take up to ${moneyText(payable, shop)}.`
      : 'This order is paid in full, so there is nothing to take.',
    { members: { balance: formatAmount(payable, shop.currency) } },
  )
}
