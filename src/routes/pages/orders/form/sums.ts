// Totals of the order form without JavaScript; the browser script calculates the same way.

import { Refusal } from '../../../../lib/errors/refusal.ts'
import { parseAmount } from '../../../../lib/money/amounts.ts'
import type { NumberLocale } from '../../../../lib/money/number-separators.ts'
import { parsePercent } from '../../../../lib/money/percents.ts'
import { parseTypedNumber } from '../../../../lib/money/typed-numbers.ts'
import { PERCENT_DIGITS } from '../../../../schemas/shared/percents.ts'
import {
  type Discounted,
  type Line,
  lineAmounts,
  orderAmounts,
  type Taxed,
} from '../../../../services/orders/prices/arithmetic.ts'
import type { ItemRow, TypedSums } from '../../../../views/contexts/orders/form.ts'
import type { OrderFormState } from './fields.ts'

/** Null if no price is typed. Invalid numbers count as zero. */
export function sumsOf(
  { values, rows }: OrderFormState,
  tax: Taxed,
  place: NumberLocale,
): TypedSums | null {
  if (rows.every(({ unitPrice }) => unitPrice === '')) return null
  const lines = rows.map((row) => lineOf(row, place))
  const { 'discount.percent': percent = '', 'discount.amount': amount = '' } = values
  const amounts = orderAmounts({ ...tax, ...discountOf(percent, amount, place) }, lines)
  return { ...amounts, rows: lines.map((line) => lineAmounts(line).lineTotal) }
}

const lineOf = (row: ItemRow, place: NumberLocale): Line => ({
  quantity: numberOr0(() => piecesIn(row.quantity, place)),
  unitPrice: amountOf(row.unitPrice, place),
  ...discountOf(row.discountPercent, row.discountAmount, place),
})

function discountOf(percent: string, amount: string, place: NumberLocale): Discounted {
  const share = numberOr0(() =>
    parsePercent(parseTypedNumber('percent', percent, place, ''), PERCENT_DIGITS, ''),
  )
  if (share > 0) return { discountKind: 'percent', discountValue: share }
  return { discountKind: 'amount', discountValue: amountOf(amount, place) }
}

const amountOf = (typed: string, place: NumberLocale) =>
  numberOr0(() => parseAmount(parseTypedNumber('amount', typed, place, ''), place.currency, ''))

/** A whole number of pieces, not above the schema's maximum. */
function piecesIn(typed: string, place: NumberLocale): number {
  const pieces = Number(parseTypedNumber('count', typed, place, ''))
  return Number.isInteger(pieces) && pieces <= 9999 ? pieces : 0
}

function numberOr0(parse: () => number): number {
  try {
    return parse()
  } catch (error) {
    if (error instanceof Refusal) return 0
    throw error
  }
}
