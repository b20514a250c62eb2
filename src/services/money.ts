// Money is an integer of the currency's smallest unit inside, a decimal string outside, never a float between.
import { invalid } from './refusal.ts'
import { remembering } from './remembering.ts'

const digitsOf = new Map<string, number>()

/** Decimals of an ISO 4217 currency as people use it: 0 for JPY, 2 for EUR, 3 for KWD. */
export function currencyDigits(currency: string): number {
  let digits = digitsOf.get(currency)
  if (digits === undefined) {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency })
    digits = format.resolvedOptions().maximumFractionDigits ?? 2
    digitsOf.set(currency, digits)
  }
  return digits
}

/**
 * The smallest units of an amount that came as input.
 * @param amount a plain decimal, as string or number: '125.5', 125.5
 * @param pointer where it stood, for the refusal
 * @throws Refusal `invalid_input` when it has more decimals than the currency, or is no amount
 */
export function parseAmount(amount: string | number, currency: string, pointer: string): number {
  const digits = currencyDigits(currency)
  const match = /^(\d{1,10})(?:\.(\d+))?$/.exec(String(amount).trim())
  const fraction = (match?.[2] ?? '').replace(/0+$/, '')
  if (!match || fraction.length > digits) {
    throw invalid({ pointer, code: 'amount', detail: wrongAmount(currency, digits) })
  }
  const units = Number(`${match[1]}${fraction.padEnd(digits, '0')}`)
  if (!Number.isSafeInteger(units)) {
    throw invalid({ pointer, code: 'amount', detail: 'That amount is too large.' })
  }
  return units
}

function wrongAmount(currency: string, digits: number): string {
  const example = digits === 0 ? '125' : `125.${'50'.padEnd(digits, '0').slice(0, digits)}`
  return `Write the amount as a plain number with at most ${digits} decimals (${currency}), such as ${example}.`
}

/** The decimal string of an amount: 12550 -> '125.50' in EUR, '12550' in JPY. */
export function formatAmount(units: number, currency: string): string {
  let amounts = amountsIn.get(currency)
  if (!amounts) {
    const digits = currencyDigits(currency)
    amounts = remembering((known: number) => decimal(known, digits))
    amountsIn.set(currency, amounts)
  }
  return amounts(units)
}

const amountsIn = new Map<string, (units: number) => string>()

function decimal(units: number, digits: number): string {
  if (digits === 0) return String(units)
  const sign = units < 0 ? '-' : ''
  const text = String(Math.abs(units)).padStart(digits + 1, '0')
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}
