// Search terms: parses what a user typed into words in any order and spellings of a phone number.
import { MIN_LENGTH } from '../../../db/text-search.ts'
import { nationalNumber } from '../../../lib/text/calling-codes.ts'
import { foldText, foldWords, phoneDigits } from '../../../lib/text/normalize.ts'

export interface SearchTerms {
  /** Folded and unique; a match has all of them. */
  words: readonly string[]
  /** Digits of which a match contains at least one; empty if the search is not a phone number. */
  phones: readonly PhoneSpelling[]
}

export interface PhoneSpelling {
  digits: string
  first: boolean
}

export function searchTerms(search: string): SearchTerms {
  const text = foldText(search)
  // A single digit would match nearly every number.
  const isPhone = /^[\d\s()+./-]+$/.test(text) && phoneDigits(text).length >= 2
  return isPhone
    ? { words: [text], phones: phoneSpellings(text) }
    : { words: [...new Set(foldWords(search))], phones: [] }
}

/**
 * '020 7946 0018', '0044 20 7946 0018' and '+44 (0)20 7946 0018' are one number, however it is stored: the national
 * form without its leading zero, the international form without its country code.
 */
function phoneSpellings(typed: string): PhoneSpelling[] {
  const number = phoneDigits(typed)
  const within = (value: string): PhoneSpelling => ({ digits: value, first: false })
  if (number.length < ENOUGH) return [within(number)]
  const abroad = /^\D*(\+|00)/.test(typed) || (number.length >= WHOLE && !number.startsWith('0'))
  if (!abroad) return [within(number), within(number.replace(/^0+/, ''))]
  const home = nationalNumber(number)
  const rest = home.number.replace(/^0+/, '')
  // 8 is the trunk prefix in Russia and Kazakhstan.
  const russian = /^8\d{10}$/.test(number) ? [within(`7${number.slice(1)}`)] : []
  if (rest.length < ENOUGH - 1) return [within(number), ...russian]
  const first = [rest, home.trunk + rest].map((value) => ({ digits: value, first: true }))
  return [within(number), ...russian, ...first]
}

export const hasTerms = ({ words, phones }: SearchTerms, name: string, number: string): boolean =>
  words.every((word) => name.includes(word)) ||
  phones.some(({ digits: part, first }) =>
    first ? number.startsWith(part) : number.includes(part),
  )

/** Fewer digits are the beginning of too many numbers. */
const ENOUGH = 7
/** With this many digits and no leading zero, the number includes a country code. */
const WHOLE = 11

/**
 * Scripts written without spaces: words of one or two letters, which a trigram index cannot find.
 * https://www.unicode.org/reports/tr29/#Word_Boundaries
 */
const UNSPACED =
  /^[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]+$/u

const lengthOf = (text: string) => [...text].length

export const isLong = (word: string): boolean => lengthOf(word) >= MIN_LENGTH

/** One or two letters of such a script, matched anywhere in a name. */
export const isPart = (word: string): boolean => !isLong(word) && UNSPACED.test(word)

export const asPart = (word: string): string => ` ${word} `

/**
 * Each letter and each pair of letters of unspaced scripts, separated by spaces, so that a trigram index finds them:
 * '山田 a' -> ' 山 田 山田 '. Null if there are none.
 */
export function shortParts(foldedText: string): string | null {
  const letters = [...foldedText]
  const pairs = letters.map((letter, at) => letter + (letters[at + 1] ?? ' '))
  const parts = new Set([...letters, ...pairs].filter((part) => UNSPACED.test(part)))
  return parts.size > 0 ? ` ${[...parts].join(' ')} ` : null
}

export function itemSearchText(name: string): string {
  const text = foldText(name)
  const parts = shortParts(text)
  return parts ? `${text}\n${parts}` : text
}
