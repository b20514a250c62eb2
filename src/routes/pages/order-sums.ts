// What the typed order comes to so far, for a page without JavaScript; with it the browser counts the same way.
import { PERCENT_DIGITS } from '../../schemas/prices.ts'
import { parseAmount } from '../../services/money.ts'
import { parsePercent } from '../../services/percents.ts'
import {
  type Discounted,
  type Line,
  lineAmounts,
  type OrderAmounts,
  orderAmounts,
  type Taxed,
} from '../../services/prices.ts'
import { Refusal } from '../../services/refusal.ts'
import { amountTyped, percentTyped } from './forms.ts'
import type { OrderFormState, Row } from './order-form.ts'

export interface TypedSums extends OrderAmounts {
  /** The total of each row. */
  rows: number[]
}

/** Null as long as no price is typed. What is no number yet counts as nothing. */
export function sumsOf(
  { values, rows }: OrderFormState,
  tax: Taxed,
  currency: string,
): TypedSums | null {
  if (rows.every(({ unitPrice }) => unitPrice === '')) return null
  const lines = rows.map((row) => lineOf(row, currency))
  const { 'discount.percent': percent = '', 'discount.amount': amount = '' } = values
  const amounts = orderAmounts({ ...tax, ...discountOf(percent, amount, currency) }, lines)
  return { ...amounts, rows: lines.map((line) => lineAmounts(line).lineTotal) }
}

const lineOf = (row: Row, currency: string): Line => ({
  quantity: /^\d{1,4}$/.test(row.quantity) ? Number(row.quantity) : 0,
  unitPrice: amountOf(row.unitPrice, currency),
  ...discountOf(row.discountPercent, row.discountAmount, currency),
})

function discountOf(percent: string, amount: string, currency: string): Discounted {
  const share = numberOr0(() => parsePercent(percentTyped(percent), PERCENT_DIGITS, ''))
  if (share > 0) return { discountKind: 'percent', discountValue: share }
  return { discountKind: 'amount', discountValue: amountOf(amount, currency) }
}

const amountOf = (typed: string, currency: string) =>
  numberOr0(() => parseAmount(amountTyped(typed), currency, ''))

function numberOr0(parse: () => number): number {
  try {
    return parse()
  } catch (error) {
    if (error instanceof Refusal) return 0
    throw error
  }
}
