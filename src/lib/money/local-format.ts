// Locale formatting of an amount without its currency, for input fields and for messages about ambiguous input.
import { BoundedCache } from '../cache/bounded-cache.ts'
import { MOST_LOCALES, type NumberLocale } from './number-separators.ts'

const OF_NUMBER = new Set(['minusSign', 'integer', 'group', 'decimal', 'fraction'])

const formats = new BoundedCache<string, Intl.NumberFormat>(MOST_LOCALES)

/**
 * '1250.50' is '1250,50' in Germany, with thousands '1.250,50'. Parsing it gives the same amount.
 * @param plain a plain decimal of up to three decimals; at least those of the currency are written
 */
export function formatLocalAmount(
  plain: string,
  place: NumberLocale,
  hasThousands = false,
): string {
  const { locale, currency } = place
  const key = `${locale} ${currency} ${hasThousands}`
  const format = formats.get(key) ?? formats.set(key, createFormat(place, hasThousands))
  return format
    .formatToParts(plain as Intl.StringNumericLiteral)
    .filter(({ type }) => OF_NUMBER.has(type))
    .map(({ value }) => value)
    .join('')
}

export const formatLocalNumber = (plain: string, locale: string): string =>
  new Intl.NumberFormat(locale, { useGrouping: false }).format(plain as Intl.StringNumericLiteral)

function createFormat({ locale, currency }: NumberLocale, useGrouping: boolean): Intl.NumberFormat {
  const options = { style: 'currency', currency, useGrouping } as const
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat(
    locale,
    options,
  ).resolvedOptions()
  const most = Math.max(3, digits)
  return new Intl.NumberFormat(locale, { ...options, maximumFractionDigits: most })
}
