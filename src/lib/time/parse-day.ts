// Parser of dates as spreadsheets write them in the shop's locale, converted to ISO dates.
import { memoize } from '../cache/memoize.ts'

export const decimalMark = memoize((locale: string): string => {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5)
  return parts.find(({ type }) => type === 'decimal')?.value ?? '.'
})

/**
 * '1.12.2026' or, in the United States, '12/1/26' becomes '2026-12-01'. Anything else is returned unchanged.
 * @param locale decides whether day or month comes first
 */
export function parseWrittenDay(typed: string, locale: string): string {
  const found = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})$/.exec(typed.trim())
  if (!found) return typed.trim()
  const [, first = '', second = '', year = ''] = found
  const [day, month] = monthFirst(locale) ? [second, first] : [first, second]
  return `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

function monthFirst(locale: string): boolean {
  const parts = new Intl.DateTimeFormat(locale).formatToParts(new Date(0)).map(({ type }) => type)
  return parts.indexOf('month') < parts.indexOf('day')
}
