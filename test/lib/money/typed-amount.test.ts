// Parsing of typed and pasted amounts, by the shop's country and currency, without guessing.
import t from 'tap'
import { currencyDigits, formatAmount } from '../../../src/lib/money/amounts.ts'
import { formatLocalAmount } from '../../../src/lib/money/local-format.ts'
import { shopMarks } from '../../../src/lib/money/number-separators.ts'
import {
  amountReadings,
  countReadings,
  percentReadings,
} from '../../../src/lib/money/typed-amount.ts'
import { formatsFor } from '../../../src/views/helpers/formats.ts'

const readings = (typed: string, locale: string, currency: string) =>
  amountReadings(typed, shopMarks({ locale, currency }), currencyDigits(currency)).join(' or ')
const marksIn = (locale: string) => shopMarks({ locale, currency: 'EUR' })

/** By shop: typed text and its amount. */
const READ: Record<string, [typed: string, reading: string][]> = {
  'en-US USD': [
    ['1,000', '1000'],
    ['1,000.00', '1000.00'],
    ['$1,000', '1000'],
    ['US$ 1,000.50', '1000.50'],
    ['1,000 USD', '1000'],
    ['\u00a0 1000 \t', '1000'],
    ['12,5', '12.5'],
    ['125,50', '125.50'],
    ['1.234,50', '1234.50'],
    ['1 000', '1000'],
    ['1\u202f000.50', '1000.50'],
    ['１，０００．５０', '1000.50'],
    ['\u2068$1,000\u2069', '1000'],
    ['-5', '-5'],
    ['−$5.00', '-5.00'],
    ['5.00-', '-5.00'],
  ],
  'de-DE EUR': [
    ['1.000', '1000'],
    ['1.000,50', '1000.50'],
    ['1.000,50 €', '1000.50'],
    ['EUR 1.000', '1000'],
    ['125.50', '125.50'],
    ['1,000.50', '1000.50'],
    ['1.000.000', '1000000'],
  ],
  'de-CH CHF': [
    ['1’000.50', '1000.50'],
    ["CHF 1'000", '1000'],
    ['Fr. 12.50', '12.50'],
  ],
  'fr-CH CHF': [['1\u202f000.50', '1000.50']],
  'fr-FR EUR': [
    ['1\u202f000,50\u00a0€', '1000.50'],
    ['1\u00a0000,50', '1000.50'],
  ],
  'fr-TN TND': [['12,500', '12.500']],
  'en-IN INR': [
    ['1,00,000', '100000'],
    ['₹12,34,567.50', '1234567.50'],
    ['Rs. 100,000', '100000'],
  ],
  'hi-IN INR': [['१,००,०००.५०', '100000.50']],
  'ar-EG EGP': [
    ['١٬٠٠٠٫٥٠', '1000.50'],
    ['\u200f١٬٠٠٠٫٥٠ ج.م.\u200f', '1000.50'],
    ['1,000.50', '1000.50'],
  ],
  'ar-KW KWD': [['١٬٠٠٠٫٥٠٠', '1000.500']],
  'fa-IR IRR': [
    ['۱٬۰۰۰', '1000'],
    ['۱،۰۰۰', '1000'],
  ],
  'en-US KWD': [
    ['1.000', '1.000'],
    ['1,000.000', '1000.000'],
  ],
  'de-DE KWD': [['1,000', '1.000']],
  'ja-JP JPY': [
    ['￥1,000', '1000'],
    ['1000円', '1000'],
    ['1000.00', '1000.00'],
  ],
  'is-IS ISK': [['1.000', '1000']],
  'sv-SE SEK': [['−1\u00a0000,50 kr', '-1000.50']],
}

/** Texts that two countries read differently, and that the shop's locale does not decide. */
const TWO_WAYS: Record<string, string[]> = {
  'en-US USD': ['1.000', '1.234', '$1.000'],
  'de-DE EUR': ['1,000', '1,234'],
  'fr-FR EUR': ['1.000', '1,000'],
  'de-CH CHF': ['1.000', '1,000'],
  'ja-JP JPY': ['1.000'],
  'en-US KWD': ['1,000'],
  'de-DE KWD': ['1.000'],
  'ar-EG EGP': ['1.000'],
}

const NO_AMOUNTS = [
  ...['12..50', '1.2.3', '1,,000', '1,00,00', '1, 000', '1,000,00', '.50', '5.', '1 00'],
  ...['11/22/026', '2026-11-22', '22.11.2026', '22. 11. 2026', '2026.11.22', '12:30', '22,11,2026'],
  ...['1e3', '0x10', '½', '12²', '(5)', '--5', '-5-', '+5', 'ten', '', ' ', '12 each', '€', '$.50'],
  ...['1,000.00.00', '1.000,00,00', "1'000,000.5", '1٫5٫5', '0,000,5', 'GBP 5', '₤5'],
]

t.test("amounts are read in the notation of the shop's country", async (t) => {
  for (const [shop, rows] of Object.entries(READ)) {
    const [locale = '', currency = ''] = shop.split(' ')
    for (const [typed, reading] of rows) {
      t.equal(readings(typed, locale, currency), reading, `${shop}: ${typed}`)
    }
  }
})

t.test('an ambiguous amount gives both readings', async (t) => {
  for (const [shop, texts] of Object.entries(TWO_WAYS)) {
    const [locale = '', currency = ''] = shop.split(' ')
    for (const typed of texts) {
      const [whole, decimal] = readings(typed, locale, currency).split(' or ')
      const digits = typed.replace(/\D/g, '')
      t.equal(whole, digits, `${shop}: ${typed}`)
      t.equal(decimal, `${digits[0]}.${digits.slice(1)}`, `${shop}: ${typed}`)
    }
  }
})

t.test('text, dates and amounts in another currency are invalid everywhere', async (t) => {
  for (const shop of Object.keys(READ)) {
    const [locale = '', currency = ''] = shop.split(' ')
    for (const typed of NO_AMOUNTS)
      t.equal(readings(typed, locale, currency), '', `${shop}: ${typed}`)
  }
  t.equal(readings('€5', 'en-US', 'USD'), '')
  t.equal(readings('$5', 'de-DE', 'EUR'), '')
})

t.test('percentages and quantities are read the same way', async (t) => {
  t.strictSame(percentReadings('8,875 %', marksIn('en-US')), ['8.875'])
  t.strictSame(percentReadings('%١٢٫٥', marksIn('ar-EG')), ['12.5'])
  t.strictSame(percentReadings('1.234,5', marksIn('de-DE')), [])
  t.strictSame(countReadings('1,000', marksIn('en-US')), ['1000'])
  t.strictSame(countReadings('1.000', marksIn('en-US')), ['1000', '1.000'])
  t.strictSame(countReadings('१२', marksIn('hi-IN')), ['12'])
  for (const typed of ['1e2', '0x10', '-1', '2 pieces'])
    t.strictSame(countReadings(typed, marksIn('en-US')), [])
})

const LOCALES =
  `af-ZA am-ET ar-AE ar-EG ar-KW ar-MA ar-SA bg-BG bn-BD ckb-IQ cs-CZ da-DK de-AT de-CH de-DE dz-BT el-GR
  en-CA en-GB en-IN en-US en-ZA es-AR es-CL es-CR es-ES es-MX et-EE eu-ES fa-IR fi-FI fr-CA fr-CH fr-FR fr-TN he-IL
  hi-IN hr-HR hu-HU id-ID is-IS it-CH it-IT ja-JP ko-KR lv-LV mr-IN my-MM nb-NO ne-NP nl-NL pl-PL ps-AF pt-BR pt-PT
  ro-RO ru-RU rw-RW sl-SI sr-RS sv-SE sw-KE ta-IN th-TH tr-TR uk-UA ur-PK vi-VN zh-CN zh-TW`.split(
    /\s+/,
  )
const CURRENCIES =
  `AED BDT BGN BHD BRL CAD CHF CLP CLF CNY CZK DKK EGP EUR GBP GHS HUF IDR ILS INR IQD ISK JPY KES KRW
  KWD MAD MXN NGN NOK PKR PLN RUB SAR SEK THB TND TRY TWD UAH USD VND XAF XOF ZAR`.split(/\s+/)

/** Each country with currencies of 0, 2 and 3 decimals, and each currency in a few countries. */
const SHOPS = [
  ...LOCALES.flatMap((locale) =>
    ['EUR', 'JPY', 'KWD', 'XOF'].map((currency) => [locale, currency]),
  ),
  ...CURRENCIES.flatMap((currency) =>
    ['en-US', 'de-DE', 'ar-EG'].map((locale) => [locale, currency]),
  ),
] as [string, string][]

t.test('a formatted amount is read back as the same amount, everywhere', async (t) => {
  const wrong: string[] = []
  for (const [locale, currency] of SHOPS) {
    const shop = formatsFor({ locale, currency, timeZone: 'UTC' })
    const ones = 10 ** currencyDigits(currency)
    // From the smallest unit to ten whole digits.
    for (const units of [0, 1, 5 * ones, 1000 * ones, 1234 * ones + 1, 9_876_543_210 * ones - 1]) {
      const plain = formatAmount(units, currency)
      const thousands = formatLocalAmount(plain, { locale, currency }, true)
      const printed = [shop.money(units), shop.amount(units), thousands, shop.money(-1 - units)]
      const amounts = [plain, plain, plain, formatAmount(-1 - units, currency)]
      for (const [at, text] of printed.entries()) {
        const read = readings(text, locale, currency)
        if (read !== amounts[at]) wrong.push(`${locale} ${currency}: ${text} is read as ${read}`)
      }
    }
  }
  t.strictSame(wrong, [])
})
