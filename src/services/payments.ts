// The payments of an order. What is paid, and the payment status, always follow from the rows of its ledger.
import type { Payment, PaymentInput } from '../schemas/payments.ts'
import type { Change } from './change.ts'
import { recordEvent } from './events.ts'
import { addEntry } from './ledger.ts'
import { formatAmount, parseAmount } from './money.ts'
import { expectNotArchived } from './order-archive.ts'
import type { OrderSummary } from './order-types.ts'
import { getOrder } from './orders.ts'
import { expectFits } from './payment-limits.ts'
import { findPaymentRules, type StoredRules } from './payment-rules.ts'
import { Problems } from './problems.ts'
import { invalid } from './refusal.ts'
import { textOrNull } from './text.ts'

export { paymentStatusOf } from './ledger.ts'

/**
 * Adds a row to the ledger. A payment may not exceed the balance, nor a refund what was paid.
 * @param pointer where the input stood in the request
 * @throws Refusal `exceeds_balance`, `exceeds_paid`, `exceeds_refund_due`, `order_cancelled`, `order_archived`,
 * `invalid_input`
 */
export async function recordPayment(
  change: Change,
  orderId: number,
  input: PaymentInput,
  pointer = '',
): Promise<Payment> {
  const rules = await findPaymentRules(change)
  const { currency } = rules
  const order = await getOrder(change, orderId)
  const kind = input.kind ?? 'payment'
  const amount = parsePayment(input, rules, pointer)
  expectNotArchived(order)
  expectFits(order, kind, amount, currency)
  const method = methodOf(input, rules)
  const entry = { kind, amount, method, note: textOrNull(input.note), reversesId: null }
  const { payment, facts } = await addEntry(change, order, entry, currency)
  await recordEvent(change, 'payment.recorded', 'order', orderId, facts)
  return payment
}

/** The first one that the shop offers, unless one is chosen. */
const methodOf = ({ method }: PaymentInput, { methods }: StoredRules) =>
  method ?? methods[0] ?? 'cash'

/**
 * The amount of a payment, in smallest units.
 * @throws Refusal `invalid_input` for what is no amount, or zero, and for a way to pay that the shop does not offer
 */
export function parsePayment(input: PaymentInput, rules: StoredRules, pointer = ''): number {
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

function expectOffered(input: PaymentInput, rules: StoredRules, pointer: string): void {
  if (rules.methods.includes(methodOf(input, rules))) return
  const detail = `The shop takes no ${words(input.method)}. It offers: ${rules.methods.map(words).join(', ')}.`
  throw invalid({ pointer, code: 'enum', detail })
}

const words = (method = '') => method.replace('_', ' ')

/** Records a payment of all that is still owed. */
export async function payBalance(change: Change, order: OrderSummary): Promise<void> {
  const { currency } = await findPaymentRules(change)
  await recordPayment(change, order.id, { amount: formatAmount(order.balance, currency) })
}
