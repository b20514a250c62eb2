// Amounts of an order: parses discounts, computes totals within limits, and formats them. A discount never makes a line
// or an order negative.

import { invalid } from '../../../lib/errors/refusal.ts'
import { currencyDigits, formatAmount, parseAmount } from '../../../lib/money/amounts.ts'
import { formatPercent, parsePercent } from '../../../lib/money/percents.ts'
import type { DiscountInput, DiscountJson } from '../../../schemas/orders/prices.ts'
import { PERCENT_DIGITS } from '../../../schemas/shared/percents.ts'
import { RATE_DIGITS } from '../../../schemas/shop/tax.ts'
import type { OrderSummary } from '../types.ts'
import {
  type Discounted,
  discountOn,
  type Line,
  lineAmounts,
  type OrderAmounts,
  orderAmounts,
  type Taxed,
} from './arithmetic.ts'

export const NO_DISCOUNT: Discounted = { discountKind: null, discountValue: null }

/**
 * A discount as stored; zero means none.
 * @param pointer JSON Pointer of the discount
 * @throws Refusal `invalid_input`
 */
export function parseDiscount(
  input: DiscountInput | null | undefined,
  currency: string,
  pointer: string,
): Discounted {
  if (!input) return NO_DISCOUNT
  const { percent, amount } = input
  const value =
    percent === undefined
      ? parseAmount(amount ?? '', currency, `${pointer}/amount`)
      : parsePercent(percent, PERCENT_DIGITS, `${pointer}/percent`)
  if (value === 0) return NO_DISCOUNT
  return { discountKind: percent === undefined ? 'amount' : 'percent', discountValue: value }
}

/** As many integer digits as an amount input may have, so that every total can be paid. */
const WHOLE_DIGITS = 10

/**
 * @throws Refusal `invalid_input` for a discount above its base (`/items/0/discount/amount`, `/discount/amount`), and
 * for a total with too many digits (`/items`)
 */
export function countOrder(
  order: Discounted & Taxed,
  lines: readonly Line[],
  currency: string,
): OrderAmounts {
  const most = 10 ** (WHOLE_DIGITS + currencyDigits(currency)) - 1
  const full = lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0)
  if (full > most) throw tooMuch(most, currency)
  const wrong = lines.flatMap((line, index) =>
    tooGreat(line, line.quantity * line.unitPrice, currency, `/items/${index}`),
  )
  const subtotal = lines.reduce((sum, line) => sum + Math.max(0, lineAmounts(line).lineTotal), 0)
  wrong.push(...tooGreat(order, subtotal, currency, ''))
  if (wrong.length > 0) throw invalid(...wrong)
  const amounts = orderAmounts(order, lines)
  if (amounts.totalAmount > most) throw tooMuch(most, currency)
  return amounts
}

const tooMuch = (most: number, currency: string) =>
  invalid({
    pointer: '/items',
    code: 'maximum',
    detail: `The total can be at most ${formatAmount(most, currency)}.`,
  })

function tooGreat(discount: Discounted, amount: number, currency: string, pointer: string) {
  if (discountOn(amount, discount) <= amount) return []
  const detail = `The discount can be at most ${formatAmount(amount, currency)}.`
  return [{ pointer: `${pointer}/discount/amount`, code: 'maximum', detail }]
}

export function discountFacts(
  { discountKind, discountValue }: Discounted,
  currency: string,
): DiscountJson {
  if (discountKind === null || discountValue === null) return null
  return discountKind === 'percent'
    ? { percent: formatPercent(discountValue, PERCENT_DIGITS) }
    : { amount: formatAmount(discountValue, currency) }
}

type Amounts = Pick<
  OrderSummary,
  | keyof (Discounted & Taxed)
  | 'subtotal'
  | 'discountAmount'
  | 'taxLabel'
  | 'taxAmount'
  | 'totalAmount'
>

export const amountFacts = (order: Amounts, currency: string) => ({
  subtotal: formatAmount(order.subtotal, currency),
  discount: discountFacts(order, currency),
  discountAmount: formatAmount(order.discountAmount, currency),
  taxMode: order.taxMode,
  taxRate: formatPercent(order.taxRate, RATE_DIGITS),
  taxLabel: order.taxLabel,
  taxAmount: formatAmount(order.taxAmount, currency),
  netAmount: formatAmount(order.totalAmount - order.taxAmount, currency),
  totalAmount: formatAmount(order.totalAmount, currency),
})
