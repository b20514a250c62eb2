// Text folding for search, comparison of names and sorting: ignores case, accents and keyboard variants (Unicode TR 30,
// UCA).

/**
 * Lower case, without the accents that people leave out, invisible characters and double spaces, with one form of
 * apostrophe, quotation mark, hyphen and digit ('Zoë Müller' -> 'zoe muller', 'Łódź' -> 'lodz', 'O’Dwyer' -> "o'dwyer",
 * 'İpek' -> 'ipek'). Letters stay letters: 'й' is not 'и', 'が' is not 'か', and vowel signs of Hindi or Thai stay.
 */
export const foldText = (text: string): string =>
  unaccented(decomposed(text).toLowerCase())
    .replace(/[^\x20-\x7e]/gu, (letter) => PLAIN[letter] ?? letter)
    .replace(APOSTROPHES, "'")
    .replace(QUOTES, '"')
    .replace(HYPHENS, '-')
    .normalize('NFC')
    .replace(BLANKS, ' ')
    .replace(IDEOGRAPHIC_SPACES, '')
    .trim()

/** The folded words of a text, whatever separates them. */
export const foldWords = (text: string): string[] =>
  text
    .split(BLANKS)
    .flatMap((word) => foldText(word).split(' '))
    .filter((word) => word !== '')

export const asciiDigits = (text: string): string =>
  text.normalize('NFKC').replace(/[^\P{Nd}\d]/gu, asciiDigit)

/** The ten digits of a script are consecutive, and some scripts follow one another without a gap. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let zero = code
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return String((code - zero) % 10)
}

/** Joiners, direction marks, soft hyphens, variation selectors, controls. */
export const INVISIBLE = /\p{Default_Ignorable_Code_Point}|(?!\s)\p{Cc}/gu

/** Spaces of any width; U+2800 is a Braille pattern without a dot. */
export const BLANKS = /[\s\u0085\u2800]+/gu

/** Spacing accents, which some keyboards have for an apostrophe, would become a space and an accent. */
const decomposed = (text: string) =>
  asciiDigits(text.replace(SPACING_ACCENTS, "'").replace(/[″‶]/g, '"'))
    .normalize('NFKD')
    .replace(INVISIBLE, '')

/** ´ and its Greek equivalents. */
const SPACING_ACCENTS = /[\u00b4\u0384\u1ffd]/g

const unaccented = (text: string) =>
  text
    .replace(/([\p{Script=Latin}\p{Script=Greek}])\p{M}+/gu, '$1')
    .replace(/(\p{Script=Cyrillic})(\p{M}+)/gu, unstressed)
    .replace(POINTS, '')
    .replace(/ا[\u0653-\u0655]+/g, 'ا')

/** Stress marks are dropped, and ё becomes е; the marks of й, ї, ў, ѓ and ќ make other letters. */
function unstressed(_: string, letter: string, marks: string): string {
  if (letter === 'е') return letter + marks.replace(/[\u0300\u0301\u0308]/g, '')
  return letter + ('аиоуыэюяієѣѵ'.includes(letter) ? marks.replace(/[\u0300\u0301]/g, '') : marks)
}

/** Hebrew points; Arabic vowels and the tatweel, which only lengthens a word. */
const POINTS =
  /[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670]/g

/**
 * Letters that Unicode does not decompose, but people type without; then letters with several forms: at the end of a
 * word, or on Arabic, Persian and Urdu keyboards.
 */
const PLAIN: Record<string, string> = {
  ...{ æ: 'ae', ð: 'd', đ: 'd', ı: 'i', ł: 'l', ø: 'o', œ: 'oe', ß: 'ss', þ: 'th' },
  ς: 'σ',
  ...{ ٱ: 'ا', ى: 'ي', ی: 'ي', ک: 'ك', ة: 'ه', ہ: 'ه' },
}

const APOSTROPHES = /[`ʹʻʼʽʾʿˈ‘’‛′‵՚׳ꞌ]/g
const QUOTES = /[“”„‟«»״]/g
export const HYPHENS = /[\p{Pd}\u2043\u2212]/gu

/** Chinese, Japanese and Korean names are written with and without a space between family and given name. */
const IDEOGRAPHIC_SPACES =
  /(?<=[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]) (?=[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}])/gu
