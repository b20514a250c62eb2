// Number separators of a locale: thousands, decimals and currency signs, as Intl knows them. Sent to the browser, whose
// own Intl may have other data.
import { BoundedCache } from '../cache/bounded-cache.ts'
import { normalizeSign, normalizeSigns } from './normalize-signs.ts'

/** Separators differ by locale, in Switzerland also between money and other numbers. */
export interface NumberLocale {
  /** BCP 47 */
  locale: string
  /** ISO 4217 */
  currency: string
}

export interface NumberSeparators {
  /** One character each. */
  decimals: string
  groups: string
  /** Groups of two before the last three: 12,34,567. */
  byTwo: boolean
}

export interface ShopMarks {
  money: NumberSeparators
  other: NumberSeparators
  /** Signs and codes of the shop's currency that may stand beside an amount. */
  signs: string[]
}

/** Entries of a cache by locale and currency: a shop has one of each. */
export const MOST_LOCALES = 20

const marksCache = new BoundedCache<string, ShopMarks>(MOST_LOCALES)

export function shopMarks({ locale, currency }: NumberLocale): ShopMarks {
  const key = `${locale} ${currency}`
  return (
    marksCache.get(key) ??
    marksCache.set(key, {
      money: readMarks(locale, { style: 'currency', currency }),
      other: readMarks(locale, {}),
      signs: readSigns(locale, currency),
    })
  )
}

function readMarks(locale: string, style: Intl.NumberFormatOptions): NumberSeparators {
  const options = { ...style, minimumFractionDigits: 1, maximumFractionDigits: 1 }
  // People who write Arabic digits also type Latin ones, with Latin separators.
  const parts = [locale, new Intl.Locale(locale, { numberingSystem: 'latn' })].flatMap((one) =>
    new Intl.NumberFormat(one, options).formatToParts(123456789.5),
  )
  const ofType = (type: string) =>
    parts.filter((part) => part.type === type).map(({ value }) => normalizeSigns(value) || ' ')
  return {
    decimals: [...new Set(ofType('decimal'))].join(''),
    groups: [...new Set(ofType('group'))].join(''),
    byTwo: ofType('integer').some((digits) => digits.length === 2),
  }
}

/** Signs in use that Intl does not know. */
const ALSO: Record<string, readonly string[]> = {
  CHF: ['Fr', 'Fr.', 'SFr', 'SFr.'],
  CNY: ['元'],
  DKK: ['kr.'],
  INR: ['Rs', 'Rs.'],
  JPY: ['円'],
  KES: ['Ksh', 'KShs'],
  LKR: ['Rs', 'Rs.'],
  NPR: ['Rs', 'Rs.'],
  PKR: ['Rs', 'Rs.'],
  RUB: ['руб', 'руб.'],
}

function readSigns(locale: string, currency: string): string[] {
  const displays = ['symbol', 'narrowSymbol', 'code'] as const
  const signs = displays.flatMap((currencyDisplay) =>
    [locale, 'en', 'en-001'].map((one) => {
      const format = new Intl.NumberFormat(one, { style: 'currency', currency, currencyDisplay })
      return format.formatToParts(0).find(({ type }) => type === 'currency')?.value ?? currency
    }),
  )
  return [...new Set([...signs, ...(ALSO[currency] ?? [])].map(normalizeSign))]
}
