// What must be paid before a garment moves on: the deposit before work starts, the rest before it is handed over.
import type { OrderStatus } from '../schemas/order-status.ts'
import type { Change } from './change.ts'
import { missingDeposit, requiredDeposit } from './deposits.ts'
import type { EventData } from './events.ts'
import { formatAmount } from './money.ts'
import type { OrderSummary } from './order-types.ts'
import { sayAmount } from './payment-limits.ts'
import type { StoredRules } from './payment-rules.ts'
import { Refusal } from './refusal.ts'

/** A rule of the shop that stands against a move, and what is missing, in smallest units. */
export interface ClosedGate {
  code: 'deposit_required' | 'balance_due'
  missing: number
}

/**
 * What stands against a move. Only the start of work asks for the deposit: what has been started, by an override or
 * before the shop had the rule, goes on.
 */
export function gateAgainst(
  order: OrderSummary,
  to: OrderStatus,
  rules: StoredRules,
): ClosedGate | null {
  const isStart = order.status === 'pending' && to !== 'cancelled'
  const missing = missingDeposit(order, rules)
  if (rules.workNeedsDeposit && isStart && missing > 0) return { code: 'deposit_required', missing }
  if (rules.handoverNeedsPayment && to === 'completed' && order.balance > 0) {
    return { code: 'balance_due', missing: order.balance }
  }
  return null
}

/**
 * Passes when nothing stands against the move, or when an administrator says why it may pass all the same.
 * @returns what the event says of an override
 * @throws Refusal `deposit_required`, `balance_due`, `override_forbidden`
 */
export function passGate(
  { actor }: Change,
  order: OrderSummary,
  to: OrderStatus,
  rules: StoredRules,
  overrideReason: string | undefined,
): EventData {
  const gate = gateAgainst(order, to, rules)
  if (!gate) return {}
  if (overrideReason === undefined) throw closed(gate, order, rules)
  if (actor.role !== 'admin') {
    throw new Refusal(
      'forbidden',
      'override_forbidden',
      'Only an administrator may let this pass without the money. Take the payment, or ask one.',
    )
  }
  const missing = formatAmount(gate.missing, rules.currency)
  return { override: { code: gate.code, missing, reason: overrideReason.trim() } }
}

function closed({ code, missing }: ClosedGate, order: OrderSummary, rules: StoredRules): Refusal {
  const { currency } = rules
  const told = formatAmount(missing, currency)
  if (code === 'balance_due') {
    const message = `${sayAmount(missing, currency)} is still owed. Take the payment first, then hand the order over.`
    return new Refusal('conflict', code, message, { members: { balance: told } })
  }
  const required = requiredDeposit(order.totalAmount, rules)
  return new Refusal(
    'conflict',
    code,
    `Work starts when the deposit of ${sayAmount(required, currency)} is paid: ${sayAmount(missing, currency)} is missing. Take the payment first.`,
    { members: { missingDeposit: told, requiredDeposit: formatAmount(required, currency) } },
  )
}
