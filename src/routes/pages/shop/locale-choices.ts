// Choices of the set-up page by name: currencies, languages with their regions, time zones.
import { currencies, timeZones } from '../../../lib/text/locales.ts'
import type { Choice } from '../../../views/contexts/parts.ts'

// Intl knows more and cannot list them. The visitor's browser language is added.
const LOCALES =
  `af-ZA am-ET ar-AE ar-EG ar-MA ar-SA bg-BG bn-BD ca-ES cs-CZ da-DK de-AT de-CH de-DE el-GR
  en-AU en-CA en-GB en-GH en-IE en-IN en-KE en-NG en-NZ en-SG en-US en-ZA es-AR es-CL es-CO es-ES es-MX es-US
  et-EE fa-IR fi-FI fil-PH fr-BE fr-CA fr-CH fr-CI fr-FR fr-SN he-IL hi-IN hr-HR hu-HU id-ID it-CH it-IT
  ja-JP ko-KR lt-LT lv-LV ms-MY nb-NO nl-BE nl-NL pl-PL pt-AO pt-BR pt-PT ro-RO rw-RW sk-SK sl-SI sr-RS
  sv-SE sw-KE sw-TZ ta-IN th-TH tr-TR uk-UA ur-PK vi-VN zh-CN zh-HK zh-TW`.split(/\s+/)

const byLabel = (one: Choice, other: Choice) => one.label.localeCompare(other.label, 'en')

/** Display names from Intl; it throws on invalid codes (`-1`, `de-u-co-phonebk`), which are shown unchanged. */
function namesOf(type: 'currency' | 'language') {
  const names = new Intl.DisplayNames('en', { type, languageDisplay: 'standard' })
  return (value: string): string => {
    try {
      return names.of(value) ?? value
    } catch {
      return value
    }
  }
}

export function currencyChoices(): Choice[] {
  const nameOf = namesOf('currency')
  return currencies()
    .map((value) => ({ value, label: `${nameOf(value)} (${value})` }))
    .sort(byLabel)
}

export function localeChoices(preferred: string): Choice[] {
  const nameOf = namesOf('language')
  return [...new Set([preferred, ...LOCALES])]
    .map((value) => ({ value, label: nameOf(value) }))
    .sort(byLabel)
}

/** IANA names: display names of 420 zones would be most of the page's size. */
export const timeZoneChoices = (preferred: string): Choice[] =>
  [...new Set([preferred, ...timeZones()])].map((value) => ({ value, label: value }))

/** First language of `Accept-Language`, if Intl knows it. */
export function preferredLocale(acceptLanguage: string | undefined): string {
  const first = acceptLanguage?.split(/[,;]/, 1)[0]?.trim()
  try {
    const [known] = Intl.DateTimeFormat.supportedLocalesOf(first ? [first] : [])
    return known ?? 'en-GB'
  } catch {
    return 'en-GB'
  }
}
