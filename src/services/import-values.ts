// Amounts and days as spreadsheets of the shop's country write them, put into the way the API takes them.
import { remembering } from './remembering.ts'

/**
 * '1.234,50', '1,234.50', '€ 125,50' and '125.5' as a plain decimal. What cannot be one comes back as it was, to be
 * refused where amounts are checked.
 * @param locale decides only where a number could be read both ways: '1,234' and '1.234'
 */
export function plainAmount(typed: string, locale: string): string {
  const text = typed
    .replace(/[\s\u00a0\u202f'’]/g, '')
    .replace(/^\p{L}*\p{Sc}?|\p{Sc}?\p{L}*$/gu, '')
  const marks = [...text.matchAll(/[.,]/g)].map(([mark]) => mark)
  const last = marks.at(-1)
  if (last === undefined) return text
  const isGroup = (mark: string) => /^\d{1,3}([.,]\d{3})+$/.test(text) && mark === groupMark(locale)
  const isTwice = marks.filter((mark) => mark === last).length > 1
  if (new Set(marks).size === 1 && (isTwice || isGroup(last))) return text.replaceAll(last, '')
  return text.replaceAll(last === ',' ? '.' : ',', '').replace(',', '.')
}

const groupMark = (locale: string) => (decimalMark(locale) === ',' ? '.' : ',')

export const decimalMark = remembering((locale: string): string => {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5)
  return parts.find(({ type }) => type === 'decimal')?.value ?? '.'
})

/**
 * '1.12.2026', '12/1/26' (in the United States) as '2026-12-01'. What cannot be a day comes back as it was.
 * @param locale decides whether the day or the month comes first
 */
export function plainDay(typed: string, locale: string): string {
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
