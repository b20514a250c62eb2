// What the set-up offers to choose from: currencies, languages with their regions, and time zones, by their names.
import { currencies, timeZones } from '../../services/places.ts'

interface Choice {
  value: string
  label: string
}

// Intl knows many more and cannot list them. What the visitor's own browser asks for is offered too.
const LOCALES =
  `af-ZA am-ET ar-AE ar-EG ar-MA ar-SA bg-BG bn-BD ca-ES cs-CZ da-DK de-AT de-CH de-DE el-GR
  en-AU en-CA en-GB en-GH en-IE en-IN en-KE en-NG en-NZ en-SG en-US en-ZA es-AR es-CL es-CO es-ES es-MX es-US
  et-EE fa-IR fi-FI fil-PH fr-BE fr-CA fr-CH fr-CI fr-FR fr-SN he-IL hi-IN hr-HR hu-HU id-ID it-CH it-IT
  ja-JP ko-KR lt-LT lv-LV ms-MY nb-NO nl-BE nl-NL pl-PL pt-AO pt-BR pt-PT ro-RO rw-RW sk-SK sl-SI sr-RS
  sv-SE sw-KE sw-TZ ta-IN th-TH tr-TR uk-UA ur-PK vi-VN zh-CN zh-HK zh-TW`.split(/\s+/)

const byLabel = (one: Choice, other: Choice) => one.label.localeCompare(other.label, 'en')

const names = (type: 'currency' | 'language') =>
  new Intl.DisplayNames('en', { type, languageDisplay: 'standard' })

export function currencyChoices(): Choice[] {
  const name = names('currency')
  return currencies()
    .map((value) => ({ value, label: `${name.of(value)} (${value})` }))
    .sort(byLabel)
}

export function localeChoices(preferred: string): Choice[] {
  const name = names('language')
  return [...new Set([preferred, ...LOCALES])]
    .map((value) => ({ value, label: name.of(value) ?? value }))
    .sort(byLabel)
}

export const timeZoneChoices = (preferred: string): Choice[] =>
  [...new Set([preferred, ...timeZones()])].map((value) => ({
    value,
    label: value.replaceAll('_', ' '),
  }))

/** The first language that a browser asks for, if Intl knows it. */
export function preferredLocale(acceptLanguage: string | undefined): string {
  const first = acceptLanguage?.split(/[,;]/, 1)[0]?.trim()
  try {
    const [known] = Intl.DateTimeFormat.supportedLocalesOf(first ? [first] : [])
    return known ?? 'en-GB'
  } catch {
    return 'en-GB'
  }
}
