// Country calling codes (ITU-T E.164, list of assigned country codes) and national trunk prefixes.

export interface Dialling {
  code: string
  /** The trunk prefix: dialled before a number within the country, not from abroad. */
  trunk: string
  /** Digits of a national number; 0 where they vary. */
  length: number
}

/** Trunk prefix 0; with a number of digits where people leave it out, too. */
const ZERO =
  'GB44 GG44 JE44 IM44 IE353 FR33 DE49 AT43 CH41 NL31 BE32 SE46 FI358 SK421 RO40 BG359 AL355 RS381 ME382 MK389 BA387 ' +
  'HR385 SI386 XK383 LT370 UA380 MD373 TR90 GE995 AM374 AZ994 BR55 AR54 PE51 EC593 VE58 UY598 PY595 CU53 CN86:11 ' +
  'JP81 KR82 IN91:10 PK92 BD880 LK94 NP977 MM95 TH66 VN84 KH855 LA856 MY60 ID62 PH63 TW886 MN976 KG996 AF93 IR98 ' +
  'IQ964 SA966 AE971 YE967 JO962 LB961 SY963 PS970 IL972 ZA27 NG234 KE254 GH233 TZ255 UG256 RW250 ET251 EG20 MA212 ' +
  'DZ213 LY218 SD249 CD243 ZM260 ZW263 NA264 MG261 AU61 NZ64'
/** No trunk prefix: a leading zero belongs to the number. */
const NOTHING =
  'US1:10 CA1:10 PR1:10 JM1:10 TT1:10 BS1:10 BB1:10 BM1:10 DO1:10 IT39:10 SM378 VA39:10 ES34:9 PT351:9 AD376:6 ' +
  'MC377:8 LU352 LI423:7 DK45:8 NO47:8 IS354:7 FO298:6 PL48:9 CZ420:9 GR30:10 CY357:8 MT356:8 EE372 LV371:8 MX52:10 ' +
  'CL56:9 CO57:10 BO591:8 CR506:8 PA507 GT502:8 SV503:8 HN504:8 NI505:8 HT509:8 GY592:7 BZ501:7 SG65:8 HK852:8 ' +
  'MO853:8 KW965:8 QA974:8 BH973:8 OM968:8 UZ998:9 TJ992:9 TN216:8 SN221:9 CI225:10 CM237:9 ML223:8 BF226:8 BJ229:10 ' +
  'NE227:8 TG228:8 GN224:9 GA241 CG242:9 AO244:9 MZ258:9 BW267:8 MU230 FJ679:7'

const SPECIAL: Record<string, Dialling> = {
  HU: { code: '36', trunk: '06', length: 0 },
  RU: { code: '7', trunk: '8', length: 10 },
  KZ: { code: '7', trunk: '8', length: 10 },
  BY: { code: '375', trunk: '80', length: 0 },
}

/** By the locale's region ('en-GB'); `undefined` if the locale names none. */
export function findDialling(locale: string): Dialling | undefined {
  const { region } = new Intl.Locale(locale)
  if (!region) return undefined
  return SPECIAL[region] ?? inList(ZERO, region, '0') ?? inList(NOTHING, region, '')
}

function inList(list: string, region: string, trunk: string): Dialling | undefined {
  const [, code, length = '0'] = new RegExp(`\\b${region}(\\d+)(?::(\\d+))?`).exec(list) ?? []
  return code === undefined ? undefined : { code, trunk, length: Number(length) }
}

/** Codes of one or two digits; all others have three. */
const SHORT = /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/

/** An international number without its country code, and the trunk prefix there. */
export function nationalNumber(digits: string): { number: string; trunk: string } {
  const length = SHORT.exec(digits)?.[0].length ?? 3
  const special = Object.values(SPECIAL).find(({ code }) => code === digits.slice(0, length))
  return { number: digits.slice(length), trunk: special?.trunk ?? '0' }
}
