// Payment gates: a deposit before work starts, full payment before handover.

import { Refusal } from '../../../lib/errors/refusal.ts'
import { formatAmount } from '../../../lib/money/amounts.ts'
import { moneyText } from '../../../lib/money/money-text.ts'
import type { EventData } from '../../../schemas/events/types.ts'
import type { OrderStatus } from '../../../schemas/orders/status.ts'
import { missing as missingPermission } from '../../access/rights.ts'
import type { Change } from '../../shared/change.ts'
import { payableOf } from '../../shared/owed.ts'
import type { StoredRules } from '../../shop/payment-rules.ts'
import type { OrderSummary } from '../types.ts'
import { missingDeposit, requiredDeposit } from './deposits.ts'

/** The rule that blocks a status change, and the missing amount in smallest currency units. */
export interface ClosedGate {
  code: 'deposit_required' | 'balance_due'
  missing: number
}

/** Only checked when work starts: an order in progress (override, older than the rule) may continue. */
export function findClosedGate(
  order: OrderSummary,
  to: OrderStatus,
  rules: StoredRules,
): ClosedGate | null {
  const isStart = order.status === 'pending' && to !== 'cancelled'
  const missing = missingDeposit(order, rules)
  if (rules.workNeedsDeposit && isStart && missing > 0) return { code: 'deposit_required', missing }
  if (rules.handoverNeedsPayment && to === 'completed' && payableOf(order) > 0) {
    return { code: 'balance_due', missing: payableOf(order) }
  }
  return null
}

/**
 * Passes without a closed gate, or with a reason of somebody who may override it.
 * @returns the event data of an override
 * @throws Refusal `deposit_required`, `balance_due`, `override_forbidden`
 */
export function passGate(
  { actor }: Change,
  order: OrderSummary,
  to: OrderStatus,
  rules: StoredRules,
  overrideReason: string | undefined,
): Pick<EventData<'order.status_updated'>, 'override'> {
  const gate = findClosedGate(order, to, rules)
  if (!gate) return {}
  if (overrideReason === undefined) throw closed(gate, order, rules)
  if (!actor.permissions.includes('orders.override')) {
    throw new Refusal(
      'forbidden',
      'override_forbidden',
      actor.keyId === undefined
        ? 'Your role may not continue without payment. Take the payment, or ask somebody whose role may.'
        : missingPermission('orders.override', actor).message,
      { members: { permission: 'orders.override' } },
    )
  }
  const missing = formatAmount(gate.missing, rules.currency)
  return { override: { code: gate.code, missing, reason: overrideReason.trim() } }
}

function closed({ code, missing }: ClosedGate, order: OrderSummary, rules: StoredRules): Refusal {
  const { currency } = rules
  const amount = formatAmount(missing, currency)
  if (code === 'balance_due') {
    const message = `The balance is ${moneyText(missing, rules)}. Take the payment first, then hand the order over.`
    return new Refusal('conflict', code, message, { members: { balance: amount } })
  }
  const required = requiredDeposit(order.totalAmount, rules)
  return new Refusal(
    'conflict',
    code,
    `${moneyText(missing, rules)} of the ${moneyText(required, rules)} deposit is missing. Take the payment first, then start work.`,
    { members: { missingDeposit: amount, requiredDeposit: formatAmount(required, currency) } },
  )
}
