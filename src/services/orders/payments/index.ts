// Records payments and refunds of an order. The paid amount and the payment status are always derived from the ledger.

import { Problems } from '../../../lib/errors/input-problems.ts'
import { invalid } from '../../../lib/errors/refusal.ts'
import { formatAmount, parseAmount } from '../../../lib/money/amounts.ts'
import { trimToNull } from '../../../lib/text/normalize.ts'
import type { Permission } from '../../../schemas/access/permissions.ts'
import type { LedgerInput, Payment } from '../../../schemas/orders/payments.ts'
import { expectMay, expectRefundWithin } from '../../access/rights.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { payableOf } from '../../shared/owed.ts'
import { findPaymentRules, type StoredRules } from '../../shop/payment-rules.ts'
import { expectNotArchived } from '../archive.ts'
import { getOrder } from '../read.ts'
import type { OrderSummary } from '../types.ts'
import { addEntry } from './ledger.ts'
import { expectFits } from './limits.ts'

export { paymentStatusOf } from './ledger.ts'

/**
 * Adds a ledger row. A payment may not exceed the balance, nor a refund the paid amount.
 * @param pointer JSON Pointer of the input in the request
 * @throws Refusal `forbidden`, `above_limit`, `exceeds_balance`, `exceeds_paid`, `exceeds_refund_due`, `order_cancelled`, `order_archived`,
 * `invalid_input`
 */
export async function recordPayment(
  change: Change,
  orderId: number,
  input: LedgerInput,
  pointer = '',
): Promise<Payment> {
  const rules = await findPaymentRules(change)
  const { currency } = rules
  const order = await getOrder(change, orderId)
  const kind = input.kind ?? 'payment'
  expectMay(change, permissionOfKind(kind))
  const amount = parsePayment(input, rules, pointer)
  expectNotArchived(order)
  if (kind === 'refund') expectRefundWithin(change, amount, rules)
  expectFits(order, kind, amount, rules)
  const method = methodOf(input, rules)
  const entry = { kind, amount, method, note: trimToNull(input.note), reversesId: null }
  const { payment, facts } = await addEntry(change, order, entry, currency)
  await recordEvent(change, 'payment.recorded', orderId, facts)
  return payment
}

/** @param kind of a payment, as sent */
export const permissionOfKind = (kind: unknown): Permission =>
  kind === 'refund' ? 'payments.refund' : 'payments.record'

const methodOf = ({ method }: LedgerInput, { methods }: StoredRules) =>
  method ?? methods[0] ?? 'cash'

/**
 * In smallest currency units.
 * @throws Refusal `invalid_input` for an invalid or zero amount, and for a method that the shop does not offer
 */
export function parsePayment(input: LedgerInput, rules: StoredRules, pointer = ''): number {
  const problems = new Problems()
  const amount =
    problems.take(() => parseAmount(input.amount, rules.currency, `${pointer}/amount`)) ?? 1
  if (amount === 0) {
    const detail = 'Enter an amount above zero.'
    problems.add([{ pointer: `${pointer}/amount`, code: 'minimum', detail }])
  }
  problems.take(() => expectOffered(input, rules, `${pointer}/method`))
  problems.refuseAny()
  return amount
}

function expectOffered(input: LedgerInput, rules: StoredRules, pointer: string): void {
  if (rules.methods.includes(methodOf(input, rules))) return
  const detail = `This shop does not take ${words(input.method)}. Choose one of: ${rules.methods.map(words).join(', ')}.`
  throw invalid({ pointer, code: 'enum', detail })
}

const words = (method = '') => method.replace('_', ' ')

export async function payBalance(change: Change, order: OrderSummary): Promise<void> {
  const { currency } = await findPaymentRules(change)
  await recordPayment(change, order.id, { amount: formatAmount(payableOf(order), currency) })
}
