// Phone number identity: one for all notations of a number, by the shop's country.
import t from 'tap'
import { findDialling } from '../../../src/lib/text/calling-codes.ts'
import { phoneDigits } from '../../../src/lib/text/normalize.ts'
import { phoneIdentity, phoneSpellings } from '../../../src/services/people/phone-numbers.ts'

const SAME: Record<string, string[][]> = {
  'en-GB': [
    [
      '+44 (0)7700 900555',
      '+447700900555',
      '07700 900555',
      '0044 7700 900555',
      '(07700) 900-555',
      '44 7700 900555',
    ],
    ['+49 170 5550142', '0049 (0)170 5550142'],
  ],
  'de-DE': [['0170 5550142', '+49 170 5550142', '0049 170 5550142', '+49 (0)170 5550142']],
  'en-US': [['(212) 555-0123', '1-212-555-0123', '+1 212 555 0123', '001 212 555 0123']],
  'hi-IN': [['98765 43210', '098765 43210', '+91 98765 43210', '९८७६५ ४३२१०']],
  'zh-CN': [
    ['138 1234 5678', '+86 138 1234 5678'],
    ['010 1234 5678', '+86 10 1234 5678'],
  ],
  'it-IT': [
    ['06 1234 5678', '+39 06 1234 5678'],
    ['333 123 4567', '+39 333 123 4567'],
  ],
  'da-DK': [['20 12 34 56', '+45 20 12 34 56']],
  'ru-RU': [['8 912 345-67-89', '+7 912 345-67-89', '912 345 67 89']],
  'hu-HU': [['06 30 123 4567', '+36 30 123 4567']],
  'ar-EG': [['٠١٠٠ ١٢٣ ٤٥٦٧', '+20 100 123 4567', '01001234567']],
  en: [['07700 900555', '07700-900555']],
}

const DIFFERENT: [string, string, string][] = [
  ['en-GB', '07700 900555', '07700 900556'],
  ['en-GB', '07700 900555', '+49 7700 900555'],
  ['de-DE', '0170 5550142', '+44 170 5550142'],
  ['en', '07700 900555', '+44 7700 900555'],
  ['it-IT', '06 1234 5678', '+39 6 1234 5678'],
  ['en-US', '212 555 0123', '+44 212 555 0123'],
]

const identity = (locale: string, phone: string) =>
  phoneIdentity(phoneDigits(phone), findDialling(locale))

t.test('all notations of a number have one identity, and each is found in an index', (t) => {
  for (const [locale, numbers] of Object.entries(SAME)) {
    for (const [one = '', ...others] of numbers) {
      const expected = identity(locale, one)
      const spellings = phoneSpellings(expected, findDialling(locale))
      for (const other of [one, ...others]) {
        t.equal(identity(locale, other), expected, `${locale}: ${other}`)
        t.ok(spellings.includes(phoneDigits(other)), `${locale}: ${other} in ${spellings}`)
      }
    }
  }
  t.end()
})

t.test('different numbers have different identities', (t) => {
  for (const [locale, one, other] of DIFFERENT) {
    t.not(identity(locale, one), identity(locale, other), `${locale}: ${one} / ${other}`)
  }
  t.end()
})
