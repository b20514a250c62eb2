// Unicode normalization of digits, separators and minus signs of all scripts, for the server and the browser.

const SIGNS: readonly (readonly [RegExp, string])[] = [
  // Zero-width characters: marks of writing direction around printed amounts, and what is pasted with them.
  [/\p{Default_Ignorable_Code_Point}/gu, ''],
  [/\s/g, ' '],
  [/[‘’ʼ＇`´′]/g, "'"],
  [/[，،]/g, ','],
  [/．/g, '.'],
  [/[−‐‑–－﹣]/g, '-'],
  [/[٪％]/g, '%'],
]

/** The text with digits 0 to 9 and one form of each sign: '١٬٠٠٠' is '1٬000', '1’000' is "1'000". */
export function normalizeSigns(text: string): string {
  let plain = text.replace(/\p{Nd}/gu, digitOf)
  for (const [sign, instead] of SIGNS) plain = plain.replace(sign, instead)
  return plain.trim()
}

export const normalizeSign = (sign: string): string =>
  normalizeSigns(sign.normalize('NFKC')).replace(/ /g, '').toLowerCase()

const IS_DIGIT = /^\p{Nd}$/u

/** In Unicode the ten digits of a script are consecutive, beginning with zero. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let zero = code
  while (IS_DIGIT.test(String.fromCodePoint(zero - 1))) zero -= 1
  return String((code - zero) % 10)
}
