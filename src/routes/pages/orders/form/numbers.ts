// Number formatting of the order form, so that '12,5' and '12.50' compare as equal.

import { dictionary } from '../../../../lib/dictionary.ts'
import { Refusal } from '../../../../lib/errors/refusal.ts'
import { formatLocalAmount, formatLocalNumber } from '../../../../lib/money/local-format.ts'
import type { NumberLocale } from '../../../../lib/money/number-separators.ts'
import { parseTypedNumber } from '../../../../lib/money/typed-numbers.ts'
import type { ItemRow } from '../../../../views/contexts/orders/form.ts'
import type { OrderFormState } from './fields.ts'

/** For comparison with stored values. Invalid numbers stay as typed. */
export function formatOrderNumbers(
  { values, rows }: OrderFormState,
  place: NumberLocale,
): OrderFormState {
  const percent = formatNumber('percent', values['discount.percent'] ?? '', place)
  const amount = formatNumber('amount', values['discount.amount'] ?? '', place)
  const discount = { 'discount.percent': percent, 'discount.amount': amount }
  return {
    values: dictionary({ ...values, ...discount }),
    rows: rows.map((row) => formatRow(row, place)),
  }
}

const formatRow = (row: ItemRow, place: NumberLocale): ItemRow => ({
  ...row,
  unitPrice: formatNumber('amount', row.unitPrice, place),
  discountPercent: formatNumber('percent', row.discountPercent, place),
  discountAmount: formatNumber('amount', row.discountAmount, place),
})

function formatNumber(kind: 'amount' | 'percent', typed: string, place: NumberLocale): string {
  if (typed === '') return ''
  try {
    const plain = parseTypedNumber(kind, typed, place, '')
    return kind === 'amount'
      ? formatLocalAmount(plain, place)
      : formatLocalNumber(plain, place.locale)
  } catch (error) {
    if (error instanceof Refusal) return typed
    throw error
  }
}
