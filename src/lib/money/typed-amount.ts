// Parsers for amounts, percentages and quantities as people type and paste them.

import { normalizeSign, normalizeSigns } from './normalize-signs.ts'
import type { ShopMarks } from './number-separators.ts'
import { parseReadings } from './read-number.ts'

/**
 * Readings of an amount as plain decimals, see `parseReadings`. '€1,250.50', '١٬٢٥٠٫٥٠' and '-5' are read; a date, another
 * currency and '1,0,0' are not.
 * @param digits decimals of the currency
 */
export function amountReadings(
  typed: string,
  { money, signs }: ShopMarks,
  digits: number,
): string[] {
  const [, before = '', number = '', behind = ''] =
    /^(\D*)(\d(?:.*\d)?)(\D*)$/.exec(normalizeSigns(typed)) ?? []
  const beside = normalizeSign(`${before} ${behind}`)
  const sign = beside.replace('-', '')
  if (sign !== '' && !signs.includes(sign)) return []
  const readings = parseReadings(number, { marks: money, digits, hasThousands: true })
  return sign === beside ? readings : readings.map((reading) => `-${reading}`)
}

/** A percent sign is accepted, although it stands beside the field. */
export const percentReadings = (typed: string, { other }: ShopMarks): string[] =>
  parseReadings(normalizeSigns(typed).replace(/^% ?| ?%$/, ''), {
    marks: other,
    digits: 3,
    hasThousands: false,
  })

export const countReadings = (typed: string, { other }: ShopMarks): string[] =>
  parseReadings(normalizeSigns(typed), { marks: other, digits: 0, hasThousands: true })
