// How text is compared and kept: without regard to case and accents, phones by their digits.

/** Letters of their own that people type without: Unicode does not take them apart. Migration 0011 knows them, too. */
const PLAIN: Record<string, string> = {
  æ: 'ae',
  ð: 'd',
  đ: 'd',
  ı: 'i',
  ł: 'l',
  ø: 'o',
  œ: 'oe',
  ß: 'ss',
  þ: 'th',
}

/** Lower case without accents: what a search compares ('Zoë Müller' -> 'zoe muller', 'Łódź' -> 'lodz'). */
export const folded = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[æðđıłøœßþ]/g, (letter) => PLAIN[letter] ?? letter)
    .replace(/\s+/g, ' ')
    .trim()

/** Only the digits of a phone number, however it was typed, in any script's digits. */
export const digits = (text: string) => text.normalize('NFKC').replace(/\D/g, '')

/** For LIKE ... ESCAPE '\': the text matches itself, also where it has % or _. */
export const likePattern = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/**
 * For LIKE on the lower case of text that is kept only as it was typed. SQLite knows the lower case of a to z alone,
 * so any other letter matches whatever stands in its place: 'Ärmel' finds 'ÄRMEL'.
 */
export const anyAccentPattern = (text: string) =>
  likePattern(text.normalize('NFC').toLowerCase()).replace(/[^\x20-\x7e]/gu, '_')

/** Trimmed text, or null for a blank. */
export function textOrNull(text: string | null | undefined): string | null {
  const trimmed = text?.trim()
  return trimmed ? trimmed : null
}
