// Money amounts: integers of the currency's smallest unit inside, decimal strings outside, never floats.

import { memoize } from '../cache/memoize.ts'
import { invalid } from '../errors/refusal.ts'

/** Decimals of an ISO 4217 currency: 0 for JPY, 2 for EUR, 3 for KWD. */
export const currencyDigits: (currency: string) => number = memoize((currency: string) => {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  return format.resolvedOptions().maximumFractionDigits ?? 2
})

/**
 * Parses an amount into smallest units.
 * @param amount a plain decimal, as string or number: '125.5', 125.5; surplus zeros are accepted ('1250.00' yen) unless
 *   they may be thousands ('1.000' euros)
 * @param pointer JSON Pointer of the field, for the refusal
 * @throws Refusal `invalid_input` if it has more decimals than the currency, or is no amount
 */
export function parseAmount(amount: string | number, currency: string, pointer: string): number {
  const digits = currencyDigits(currency)
  const text = String(amount).trim()
  const [, whole, fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  const significant = fraction.replace(/0+$/, '')
  if (!whole || fraction.length > Math.max(digits, 2) || significant.length > digits) {
    // In a JSON number the point is always decimal.
    const readings = typeof amount === 'string' ? bothReadings(text, digits) : ''
    const detail = `${readings}${amountAdvice(currency, plainExample(digits))}`
    throw invalid({ pointer, code: 'amount', detail })
  }
  const units = Number(`${whole}${significant.padEnd(digits, '0')}`)
  if (whole.length > 10 || !Number.isSafeInteger(units)) {
    throw invalid({ pointer, code: 'amount', detail: 'That amount is too large.' })
  }
  return units
}

/** '1.000' is a thousand in much of the world. */
function bothReadings(text: string, digits: number): string {
  const [, whole, rest = ''] = /^([1-9]\d{0,2})\.(\d{3})$/.exec(text) ?? []
  if (whole === undefined || digits === 3) return ''
  return `"${text}" can be read as ${whole}${rest} or as ${whole}.${rest}. `
}

/** How to write an amount, with an example. */
export const amountAdvice = (currency: string, example: string): string =>
  `Write the amount as ${numberAdvice(currencyDigits(currency))} (${currency}), such as ${example}.`

const numberAdvice = (digits: number) =>
  digits === 0 ? 'a whole number' : `a plain number with at most ${digits} decimals`

const plainExample = (digits: number) =>
  digits === 0 ? '125' : `125.${'50'.padEnd(digits, '0').slice(0, digits)}`

/** The decimal string of an amount: 12550 -> '125.50' in EUR, '12550' in JPY. */
export const formatAmount = (units: number, currency: string): string =>
  formatterFor(currency)(units)

const formatterFor = memoize((currency: string) => {
  const digits = currencyDigits(currency)
  return memoize((units: number) => decimal(units, digits))
})

function decimal(units: number, digits: number): string {
  if (digits === 0) return String(units)
  const sign = units < 0 ? '-' : ''
  const text = String(Math.abs(units)).padStart(digits + 1, '0')
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}
