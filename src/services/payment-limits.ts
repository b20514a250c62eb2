// How far money may move on an order: never more in than is owed, never more out than is there to give back.
import type { PaymentKind } from '../schemas/order-status.ts'
import { formatAmount } from './money.ts'
import type { OrderSummary } from './order-types.ts'
import { Refusal } from './refusal.ts'

/** An amount in words: '30.00 EUR'. */
export const sayAmount = (units: number, currency: string) =>
  `${formatAmount(units, currency)} ${currency}`

/**
 * @param amount smallest units
 * @throws Refusal `exceeds_paid`, `exceeds_refund_due`, `order_cancelled`, `exceeds_balance`
 */
export function expectFits(
  order: OrderSummary,
  kind: PaymentKind,
  amount: number,
  currency: string,
): void {
  if (kind === 'refund') expectRefundable(order, amount, currency)
  else expectPayable(order, amount, currency)
}

function expectRefundable(order: OrderSummary, amount: number, currency: string): void {
  const say = (units: number) => sayAmount(units, currency)
  if (amount > order.paidAmount) {
    throw new Refusal(
      'conflict',
      'exceeds_paid',
      `Only ${say(order.paidAmount)} was paid, so ${say(amount)} cannot be refunded.`,
      { members: { paidAmount: formatAmount(order.paidAmount, currency) } },
    )
  }
  expectKept(order, amount, currency)
}

/**
 * What the shop keeps of a cancelled order stays.
 * @throws Refusal `exceeds_refund_due`
 */
export function expectKept(order: OrderSummary, amount: number, currency: string): void {
  const due = order.paidAmount - order.retainedAmount
  if (order.status !== 'cancelled' || amount <= due) return
  const [kept, most] = [order.retainedAmount, due].map((units) => sayAmount(units, currency))
  throw new Refusal(
    'conflict',
    'exceeds_refund_due',
    `${kept} of this cancelled order is kept, so only ${most} goes back. To give back more, change first what is kept.`,
    { members: { refundDue: formatAmount(due, currency) } },
  )
}

function expectPayable(order: OrderSummary, amount: number, currency: string): void {
  if (order.status === 'cancelled') {
    throw new Refusal(
      'conflict',
      'order_cancelled',
      'A cancelled order takes no payments. Take it up again first.',
    )
  }
  expectOwed(order, amount, currency)
}

/** @throws Refusal `exceeds_balance` */
export function expectOwed(order: OrderSummary, amount: number, currency: string): void {
  if (amount <= order.balance) return
  const [owed, much] = [order.balance, amount].map((units) => sayAmount(units, currency))
  throw new Refusal(
    'conflict',
    'exceeds_balance',
    `Only ${owed} is still owed, so ${much} is too much.`,
    { members: { balance: formatAmount(order.balance, currency) } },
  )
}
