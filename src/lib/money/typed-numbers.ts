// Locale-dependent numbers from forms and spreadsheets, converted to plain decimals. JSON is not read here: "1,000" is
// refused there.

import { invalid } from '../errors/refusal.ts'
import { amountAdvice, currencyDigits } from './amounts.ts'
import { formatLocalAmount, formatLocalNumber } from './local-format.ts'
import { type NumberLocale, shopMarks } from './number-separators.ts'
import { amountReadings, countReadings, percentReadings } from './typed-amount.ts'

/** Value of `x-number` in a field's schema. */
export type NumberKind = 'amount' | 'percent' | 'count' | 'quantity'

/**
 * @param typed '1.250,50', '€ 1,250.50', '8,875 %'
 * @param pointer JSON Pointer of the field, for the refusal
 * @returns a plain decimal: '1250.50'
 * @throws Refusal `invalid_input` if it is no number, negative, or ambiguous
 */
export function parseTypedNumber(
  kind: NumberKind,
  typed: string,
  place: NumberLocale,
  pointer: string,
): string {
  const [reading, other] = READINGS[kind](typed, place)
  if (reading === undefined || reading.startsWith('-')) {
    throw invalid({ pointer, code: kind, detail: ADVICE[kind](place) })
  }
  if (other === undefined) return reading
  const [thousands, decimals] = [reading, other].map((one) => formatAs(kind, one, place))
  const detail = `"${typed}" can be read as ${thousands} or as ${decimals}. ${ADVICE[kind](place, reading)}`
  throw invalid({ pointer, code: 'ambiguous', detail })
}

const READINGS: Record<NumberKind, (typed: string, place: NumberLocale) => string[]> = {
  amount: (typed, place) => amountReadings(typed, shopMarks(place), currencyDigits(place.currency)),
  percent: (typed, place) => percentReadings(typed, shopMarks(place)),
  count: (typed, place) => countReadings(typed, shopMarks(place)),
  quantity: (typed, place) => amountReadings(typed, shopMarks(place), QUANTITY_DIGITS),
}

/** Decimals of a quantity: 3.5 m of cloth to the millimetre. */
const QUANTITY_DIGITS = 3

const ADVICE: Record<NumberKind, (place: NumberLocale, example?: string) => string> = {
  amount: (place, example = exampleIn(place)) => amountAdvice(place.currency, example),
  percent: ({ locale }, example = '12.5') =>
    `Write the percentage as a number from 0 to 100, such as ${formatLocalNumber(example, locale)}.`,
  count: (_, example = '2') => `Write the number of pieces in digits, such as ${example}.`,
  quantity: ({ locale }, example = '3.5') =>
    `Write the quantity as a number, such as ${formatLocalNumber(example, locale)}.`,
}

const exampleIn = (place: NumberLocale): string =>
  formatLocalAmount(currencyDigits(place.currency) === 0 ? '125' : '125.5', place)

/** In the shop's locale: an amount with thousands, a quantity with its decimals. */
const formatAs = (kind: NumberKind, plain: string, place: NumberLocale): string =>
  kind === 'amount'
    ? formatLocalAmount(plain, place, true)
    : new Intl.NumberFormat(place.locale).format(plain as Intl.StringNumericLiteral)
