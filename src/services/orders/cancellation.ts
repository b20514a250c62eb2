// Cancellation fees: what the shop retains of the payments of a cancelled order, and what must be refunded.
import { sql } from '../../db/sql.ts'
import { invalid, Refusal } from '../../lib/errors/refusal.ts'
import { formatAmount, parseAmount } from '../../lib/money/amounts.ts'
import { moneyText, type ShopMoney } from '../../lib/money/money-text.ts'
import type { StatusInput } from '../../schemas/orders/index.ts'
import type { Change } from '../shared/change.ts'
import { recordEvent } from '../shared/events/record.ts'
import type { OrderSummary } from './types.ts'

/** The refund due in smallest currency units: all payments of a cancelled order, less the fee. */
export const refundDueOf = (
  order: Pick<OrderSummary, 'status' | 'paidAmount' | 'retainedAmount'>,
): number => (order.status === 'cancelled' ? order.paidAmount - order.retainedAmount : 0)

/** Smallest currency units; undefined if not given. @throws Refusal `invalid_input`, `exceeds_paid` */
export function retainedIn(
  input: StatusInput,
  order: OrderSummary,
  shop: ShopMoney,
): number | undefined {
  if (input.retainedAmount === undefined) return undefined
  const pointer = '/retainedAmount'
  if (input.status !== 'cancelled') {
    const detail = 'Only a cancelled order has a cancellation fee. Cancel it, or leave the fee out.'
    throw invalid({ pointer, code: 'unexpected', detail })
  }
  const fee = parseAmount(input.retainedAmount, shop.currency, pointer)
  if (fee <= order.paidAmount) return fee
  throw new Refusal(
    'conflict',
    'exceeds_paid',
    `The cancellation fee can be up to ${moneyText(order.paidAmount, shop)}, the amount paid.`,
    { members: { paidAmount: formatAmount(order.paidAmount, shop.currency) } },
  )
}

export function retainedFacts(before: number, after: number, currency: string) {
  if (before === after) return {}
  const amounts = {
    before: formatAmount(before, currency),
    after: formatAmount(after, currency),
  }
  return { retainedAmount: amounts }
}

export async function changeRetained(
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
  await recordEvent(change, 'order.updated', order.id, facts)
}
