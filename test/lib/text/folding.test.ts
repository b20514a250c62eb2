// Text folding for search: accents are folded, letters are not.
import t from 'tap'
import { foldText, foldWords, isBlank, phoneDigits } from '../../../src/lib/text/normalize.ts'

/** Spellings that a search and an import treat as equal. */
const SAME: [string, ...string[]][] = [
  [
    'Zoë Müller',
    'zoe muller',
    'ZOË  MU\u0308LLER',
    'Zoë\u00a0Müller',
    'Zoë\u3000Müller',
    'Ｚｏｅ Ｍüller',
  ],
  ['Łódź', 'lodz', 'ŁÓDŹ'],
  ['Søren Ærø', 'soren aero'],
  ['Groß', 'GROSS', 'groẞ'],
  ['Nguyễn Thị Hương', 'nguyen thi huong'],
  ['İpek Işık', 'ipek isik', 'İPEK IŞIK', 'ıpek ışık'],
  ["O'Dwyer", 'O’Dwyer', 'OʼDwyer', 'O`Dwyer', 'O´Dwyer', 'O‘Dwyer', 'O＇Dwyer', 'O′Dwyer'],
  ['“Ivory” gown', '"Ivory" gown', '„Ivory“ gown'],
  [
    'Smith-Jones',
    'Smith‐Jones',
    'Smith‑Jones',
    'Smith‒Jones',
    'Smith–Jones',
    'Smith−Jones',
    'Smith－Jones',
  ],
  [
    'Amina',
    '\u202aAmina\u202c',
    'A\u00admi\u200bna',
    '\ufeffAmina',
    '\u2067Amina\u2069',
    'Am\u0007ina',
  ],
  ['Γιώργος', 'ΓΙΩΡΓΟΣ', 'γιωργοσ'],
  ['Семён', 'Семен', 'СЕМЁН', 'Семё\u0301н'],
  ['أحمد', 'احمد', 'أَحْمَد', 'احـــمد'],
  ['فاطمة', 'فاطمه'],
  ['علی', 'علي', 'على'],
  ['می\u200cخواهم', 'میخواهم'],
  ['שָׁלוֹם', 'שלום'],
  ['ガムテープ', 'ｶﾞﾑﾃｰﾌﾟ', 'カ\u3099ムテーフ\u309a'],
  ['山田太郎', '山田 太郎', '山田　太郎'],
  ['김철수', '김철수'.normalize('NFD'), '김 철수'],
  ['Size 42', 'size ４２', 'Size ٤٢', 'Size ४२'],
]

/** Names that stay different. */
const DIFFERENT: [string, string][] = [
  ['राम', 'रीमा'],
  ['कमल', 'कमला'],
  ['রাম', 'রমা'],
  ['ராமு', 'ரமா'],
  ['มา', 'มี'],
  ['ນາ', 'ນີ'],
  ['か', 'が'],
  ['ハ', 'パ'],
  ['김', '기'],
  ['Юрий', 'Юрии'],
  ['Їжак', 'Іжак'],
  ['בן', 'בת'],
  ['سلام', 'سليم'],
  ["D'Arcy", 'Darcy'],
]

t.test('accents, case and spaces make no difference', (t) => {
  for (const [one, ...others] of SAME) {
    for (const other of others) t.equal(foldText(other), foldText(one), `${one} / ${other}`)
  }
  t.end()
})

t.test('another letter makes a difference in every script', (t) => {
  for (const [one, other] of DIFFERENT) t.not(foldText(one), foldText(other), `${one} / ${other}`)
  t.end()
})

t.test('folding is idempotent, however the text was composed', (t) => {
  for (const text of [...SAME.flat(), ...DIFFERENT.flat(), '´', '¨', 'ŉ', 'ﷺ', '½', '\u1fcd']) {
    const once = foldText(text)
    t.equal(foldText(once), once, text)
    t.equal(foldText(text.normalize('NFC')), once, text)
    t.equal(foldText(text.normalize('NFD')), once, text)
  }
  t.end()
})

t.test('words are split at any separator', (t) => {
  t.strictSame(foldWords('  Silk\u00a0 scarf\t'), ['silk', 'scarf'])
  t.strictSame(foldWords('山田　太郎'), ['山田', '太郎'])
  t.strictSame(foldWords(' \u200b \u2800'), [])
  t.end()
})

t.test('the digits of a phone number are found in any notation', (t) => {
  for (const [typed, expected] of [
    ['+44 20 7946 0018', '442079460018'],
    ['\u202a+44 20 7946 0018\u202c', '442079460018'],
    ['0044 20 7946 0018', '442079460018'],
    ['+44 (0)20 7946 0018', '442079460018'],
    ['(020) 7946‑0018', '02079460018'],
    ['(0)20 7946 0018', '02079460018'],
    ['＋４４ ２０ ７９４６ ００１８', '442079460018'],
    ['٠١٠٠ ١٢٣ ٤٥٦٧', '01001234567'],
    ['०९८७६ ५४३२१०', '09876543210'],
  ] as const) {
    t.equal(phoneDigits(typed), expected, typed)
  }
  t.end()
})

t.test('a text without visible characters is blank', (t) => {
  for (const text of [
    '',
    ' ',
    '\u200b',
    '\u202a\u202c',
    '\u00ad \u3000',
    '\ufeff',
    '\u2800',
    '\u3164',
    '\u0085\u0007',
  ]) {
    t.ok(isBlank(text), JSON.stringify(text))
  }
  for (const text of ['a', '\u200b.', 'राम', '\u0301']) t.notOk(isBlank(text), JSON.stringify(text))
  t.end()
})
