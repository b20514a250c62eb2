// The deposit that the shop asks for before work starts. Amounts are smallest units of the currency.
import type { OrderStatus } from '../schemas/order-status.ts'
import type { StoredRules } from './payment-rules.ts'
import { shareOf } from './prices.ts'

const WHOLE = 100_00

/** Never more than the total; 50 % of 99.99 is 50.00: half a unit is rounded up. */
export function requiredDeposit(total: number, rules: StoredRules): number {
  const { depositKind, depositValue } = rules
  if (depositKind === 'none') return 0
  return depositKind === 'amount'
    ? Math.min(depositValue, total)
    : shareOf(total, depositValue, WHOLE)
}

interface Owing {
  status: OrderStatus
  totalAmount: number
  paidAmount: number
}

/** What is still to come of the deposit; nothing of an order that is cancelled or over. */
export function missingDeposit(order: Owing, rules: StoredRules): number {
  if (order.status === 'cancelled' || order.status === 'completed') return 0
  return Math.max(0, requiredDeposit(order.totalAmount, rules) - order.paidAmount)
}
