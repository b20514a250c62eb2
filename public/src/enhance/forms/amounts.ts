// Amounts in smallest units, parsed and computed as on the server: never floats.
import type { ShopMarks } from '../../../../src/lib/money/number-separators.ts'
import {
  amountReadings,
  countReadings,
  percentReadings,
} from '../../../../src/lib/money/typed-amount.ts'

/** Number format of the shop, from the server. */
export interface ShopNumbers {
  currency: string
  /** Decimals of the currency. */
  digits: number
  marks: ShopMarks
}

const READINGS = { amount: amountReadings, percent: percentReadings, count: countReadings }

/** '12.5' with 2 digits is 1250; `null` if it is no number, or ambiguous. */
export function parseNumber(
  kind: keyof typeof READINGS,
  typed: string,
  shop: ShopNumbers,
  digits: number,
): number | null {
  // A trailing separator: decimals are still being typed.
  const [reading = '', other] = READINGS[kind](typed.replace(/[.,٫]\s*$/, ''), shop.marks, digits)
  const [, whole, rest = ''] = /^(\d{1,12})(?:\.(\d*?)0*)?$/.exec(reading) ?? []
  if (whole === undefined || other !== undefined || rest.length > digits) return null
  return Number(whole + rest.padEnd(digits, '0'))
}

/** 1250 with 2 digits is "12.50" in the shop's locale. */
export function formatAmount(amount: number, { currency, digits }: ShopNumbers): string {
  const format = new Intl.NumberFormat(document.documentElement.dataset.locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return format.format(amount / 10 ** digits)
}
