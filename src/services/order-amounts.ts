// What an order comes to, from what was typed to what is told: a discount never makes a line or an order negative.
import {
  type DiscountInput,
  type DiscountJson,
  PERCENT_DIGITS,
  RATE_DIGITS,
} from '../schemas/prices.ts'
import { currencyDigits, formatAmount, parseAmount } from './money.ts'
import type { OrderSummary } from './order-types.ts'
import { formatPercent, parsePercent } from './percents.ts'
import {
  type Discounted,
  discountOn,
  type Line,
  lineAmounts,
  type OrderAmounts,
  orderAmounts,
  type Taxed,
} from './prices.ts'
import { invalid } from './refusal.ts'

export const NO_DISCOUNT: Discounted = { discountKind: null, discountValue: null }

/**
 * A discount as it is stored; zero is none.
 * @param pointer where the discount stood
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

/** As many whole digits as an amount can have in input, so that every total can also be paid. */
const WHOLE_DIGITS = 10

/**
 * Counts an order.
 * @throws Refusal `invalid_input` for a discount above what it is taken off (`/items/0/discount/amount`,
 * `/discount/amount`), and for a total that nobody could pay (`/items`)
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

/** A discount as programs and events see it. */
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

/** All amounts of an order as programs and events see them. */
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
