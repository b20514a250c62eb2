// Text normalization for storage and comparison: phone numbers, single lines, LIKE patterns.
import { asciiDigits, BLANKS, HYPHENS, INVISIBLE } from './folding.ts'

export { foldText, foldWords } from './folding.ts'

/**
 * The digits of a phone number in any script. '+' and '00' are one prefix, and a trunk zero after a country code is
 * dropped: '+44 (0)20 7946' -> '44207946'.
 */
export const phoneDigits = (text: string): string =>
  asciiDigits(text)
    .replace(/(\d\D*)\(\s*0\s*\)/, '$1')
    .replace(/\D/g, '')
    .replace(/^00+(?=\d)/, '')

/** For LIKE ... ESCAPE '\': % and _ match themselves. */
export const likePattern = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/** A phone number for storage: visible characters only, in ASCII digits and signs. */
export const normalizePhone = (text: string): string =>
  stripInvisible(asciiDigits(text)).replace(HYPHENS, '-').replace(BLANKS, ' ').trim()

export const stripInvisible = (text: string): string => text.replace(INVISIBLE, '')

/**
 * Text on one line, for storage. Joiners stay, which Persian and Hindi need, and so do soft hyphens; direction marks
 * go, since a name stands in the middle of sentences.
 */
export const normalizeLine = (text: string): string =>
  isBlank(text) ? '' : text.replace(STRAY, '').replace(BLANKS, ' ').trim()

/** Embeddings, overrides and isolates of direction, zero-width characters between words, controls. */
const STRAY = /[\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]|(?!\s)\p{Cc}/gu

/** Isolates a name's writing direction (UAX 9): the text after an Arabic name stays in place. */
export const isolateBidi = (text: string): string =>
  RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text

const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u

export const isBlank = (text: string): boolean =>
  text.replace(INVISIBLE, '').replace(BLANKS, '') === ''

export function trimToNull(text: string | null | undefined): string | null {
  if (text === null || text === undefined || isBlank(text)) return null
  return text.trim()
}
