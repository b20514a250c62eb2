// Supported currencies, locales and time zones, as the runtime's Intl knows them.
import { type FieldError, invalid } from '../errors/refusal.ts'

/** ISO 4217 codes. */
export const currencies = (): string[] => Intl.supportedValuesOf('currency')

/** IANA names, with UTC, which Intl leaves out. */
export const timeZones = (): string[] => ['UTC', ...Intl.supportedValuesOf('timeZone')]

export interface ShopLocale {
  currency: string
  locale: string
  timeZone: string
}

/**
 * Validates a shop's locale and canonicalizes it ('en-gb' becomes 'en-GB').
 * @throws Refusal `invalid_input` with all errors
 */
export function parseShopLocale({ currency, locale, timeZone }: ShopLocale): ShopLocale {
  const canonical = canonicalLocale(locale)
  const errors: FieldError[] = []
  const refuse = (field: keyof ShopLocale, what: string, value: string) => {
    const detail = value ? `There is no ${what} "${value}".` : `Choose a ${what}.`
    errors.push({ pointer: `/${field}`, code: 'unknown', detail })
  }
  if (!currencies().includes(currency)) refuse('currency', 'currency', currency)
  if (!canonical) refuse('locale', 'language and region', locale)
  if (!isTimeZone(timeZone)) refuse('timeZone', 'time zone', timeZone)
  if (errors.length > 0 || !canonical) throw invalid(...errors)
  return { currency, locale: canonical, timeZone }
}

function canonicalLocale(locale: string): string | undefined {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(Intl.getCanonicalLocales(locale))[0]
  } catch {
    return undefined
  }
}

/** Intl lists each zone under one name, but browsers report aliases: Asia/Kolkata, Asia/Calcutta. */
function isTimeZone(name: string): boolean {
  if (timeZones().includes(name)) return true
  if (!/^[A-Za-z]+(\/[A-Za-z0-9_+-]+)+$/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
