// What the shop keeps of the payments of a cancelled order, and what goes back to the customer.
import { sql } from '../db/sql.ts'
import type { StatusInput } from '../schemas/orders.ts'
import type { Change } from './change.ts'
import { recordEvent } from './events.ts'
import { formatAmount, parseAmount } from './money.ts'
import type { OrderSummary } from './order-types.ts'
import { sayAmount } from './payment-limits.ts'
import { invalid, Refusal } from './refusal.ts'

/** What is still to be given back, in smallest units: of a cancelled order all that was paid and is not kept. */
export const refundDueOf = (
  order: Pick<OrderSummary, 'status' | 'paidAmount' | 'retainedAmount'>,
): number => (order.status === 'cancelled' ? order.paidAmount - order.retainedAmount : 0)

/**
 * What is to be kept, in smallest units; undefined when nothing was said.
 * @throws Refusal `invalid_input`, `exceeds_paid`
 */
export function retainedIn(
  input: StatusInput,
  order: OrderSummary,
  currency: string,
): number | undefined {
  if (input.retainedAmount === undefined) return undefined
  const pointer = '/retainedAmount'
  if (input.status !== 'cancelled') {
    const detail = 'Something is kept only of an order that is cancelled.'
    throw invalid({ pointer, code: 'unexpected', detail })
  }
  const kept = parseAmount(input.retainedAmount, currency, pointer)
  if (kept <= order.paidAmount) return kept
  const [paid, much] = [order.paidAmount, kept].map((units) => sayAmount(units, currency))
  throw new Refusal(
    'conflict',
    'exceeds_paid',
    `Only ${paid} was paid, so ${much} cannot be kept.`,
    { members: { paidAmount: formatAmount(order.paidAmount, currency) } },
  )
}

/** Before and after of what is kept, for an event; nothing when it stays the same. */
export function retainedFacts(before: number, after: number, currency: string) {
  if (before === after) return {}
  const [old, now] = [before, after].map((units) => formatAmount(units, currency))
  return { retainedAmount: { before: old, after: now } }
}

/** Changes what is kept of an order that is cancelled already. */
export async function keepOtherwise(
  change: Change,
  order: OrderSummary,
  retained: number | undefined,
  currency: string,
): Promise<void> {
  if (retained === undefined || retained === order.retainedAmount) return
  await change.run(sql`
    UPDATE orders
    SET retained_amount = ${retained}, version = version + 1, updated_at = ${change.at}
    WHERE id = ${order.id}`)
  const facts = retainedFacts(order.retainedAmount, retained, currency)
  await recordEvent(change, 'order.updated', 'order', order.id, facts)
}
