// The deposit required before work starts. Amounts are in smallest currency units.
import { OPEN_STATUSES, type OrderStatus } from '../../../schemas/orders/status.ts'
import type { StoredRules } from '../../shop/payment-rules.ts'
import { shareOf } from '../prices/arithmetic.ts'

const WHOLE = 100_00

/** Never above the total; halves are rounded up: 50 % of 99.99 is 50.00. */
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

/** The unpaid part of the deposit; 0 for cancelled and completed orders. */
export function missingDeposit(order: Owing, rules: StoredRules): number {
  if (!OPEN_STATUSES.includes(order.status)) return 0
  return Math.max(0, requiredDeposit(order.totalAmount, rules) - order.paidAmount)
}
