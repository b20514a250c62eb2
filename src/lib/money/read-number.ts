// Parser of locale-dependent numbers, shared by the server and the order form in the browser.
import type { NumberSeparators } from './number-separators.ts'

export interface ReadingRules {
  marks: NumberSeparators
  /** Decimals of the number: 2 for an amount in euros. */
  digits: number
  /** False for values that are never above 999, such as percentages. */
  hasThousands: boolean
}

/**
 * All that a number can mean, as plain decimals ('1234.5'): none if it is no number, two if it is ambiguous between
 * countries. Of two, the first has thousands, the second decimals. Separators of other countries are accepted where
 * they are unambiguous ('1.234,50' in the United States).
 * @param text digits and separators only, as `normalizeSigns` returns them
 */
export function parseReadings(
  text: string,
  { marks, digits, hasThousands }: ReadingRules,
): string[] {
  const parts = text.split(/([.,' ٬٫])/)
  const numbers = parts.filter((_, at) => at % 2 === 0)
  if (!numbers.every((number) => /^\d+$/.test(number))) return []
  const used = parts.filter((_, at) => at % 2 === 1)
  const mark = used.at(-1)
  if (mark === undefined) return [text]
  const whole = hasThousands && areThousands(numbers, used, marks) ? [numbers.join('')] : []
  const decimal = decimalReading(numbers, used, { marks, digits, hasThousands })
  if (whole.length === 0 || decimal.length === 0) return [...whole, ...decimal]
  // One separator with three digits after it: read as the shop's own country prints amounts.
  if (digits === 3) return marks.decimals.includes(mark) ? decimal : [...whole, ...decimal]
  return marks.groups.includes(mark) ? whole : [...whole, ...decimal]
}

/** The last separator is decimal, all others are thousands. */
function decimalReading(numbers: string[], used: string[], rules: ReadingRules): string[] {
  const mark = used.at(-1) ?? ''
  const earlier = used.slice(0, -1)
  const wholes = numbers.slice(0, -1)
  if (!/[.,٫]/.test(mark) || earlier.includes(mark)) return []
  if (isMisplaced(mark, numbers.at(-1) ?? '', rules)) return []
  if (earlier.length > 0 && !(rules.hasThousands && areThousands(wholes, earlier, rules.marks))) {
    return []
  }
  return [`${wholes.join('')}.${numbers.at(-1)}`]
}

/** '1250.00' in yen cannot be thousands with the shop's own separator; with another country's it may be. */
const isMisplaced = (mark: string, fraction: string, { marks, digits }: ReadingRules) =>
  mark === ',' &&
  !marks.decimals.includes(mark) &&
  fraction.length !== 3 &&
  fraction.length > digits

/** Groups of three by one separator; groups of two before the last three where the locale has them. */
function areThousands(
  numbers: string[],
  used: string[],
  { groups, byTwo }: NumberSeparators,
): boolean {
  const [mark = ''] = used
  if (mark === '٫' || used.some((other) => other !== mark)) return false
  const [first = '', ...rest] = numbers.map(({ length }) => length)
  const last = rest.pop()
  if (/^0/.test(numbers[0] ?? '') || last !== 3) return false
  const isOf = (size: number) => Number(first) <= size && rest.every((length) => length === size)
  return isOf(3) || (byTwo && groups.includes(mark) && isOf(2))
}
