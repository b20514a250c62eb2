// Percentages: integers inside, decimal strings outside.
import { invalid } from '../errors/refusal.ts'

/**
 * A percentage from 0 to 100 as an integer: with 2 digits '12.5' is 1250.
 * @param pointer JSON Pointer of the field, for the refusal
 * @throws Refusal `invalid_input` if it has more decimals, is above 100, or is no number
 */
export function parsePercent(text: string | number, digits: number, pointer: string): number {
  const match = /^(\d{1,3})(?:\.(\d+))?$/.exec(String(text).trim())
  const fraction = (match?.[2] ?? '').replace(/0+$/, '')
  const value = Number(`${match?.[1]}${fraction.padEnd(digits, '0')}`)
  if (match && fraction.length <= digits && value <= 100 * 10 ** digits) return value
  const detail = `Write the percentage as a number from 0 to 100 with at most ${digits} decimals, such as 12.5.`
  throw invalid({ pointer, code: 'percent', detail })
}

/** 1250 with 2 digits is '12.5', 1000 is '10'. */
export function formatPercent(value: number, digits: number): string {
  const text = String(value).padStart(digits + 1, '0')
  const fraction = text.slice(-digits).replace(/0+$/, '')
  return text.slice(0, -digits) + (fraction && `.${fraction}`)
}
