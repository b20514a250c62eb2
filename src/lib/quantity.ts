// Quantities: thousandths of a unit inside, numbers with at most three decimals outside.
import { invalid } from './errors/refusal.ts'

/** Thousandths of one piece or one metre. */
export const ONE = 1000

/** Decimals of a quantity that may be divided, such as metres of cloth. */
const DIGITS = 3

/**
 * A quantity in thousandths: 3.5 is 3500.
 * @param whole true: only whole numbers, such as pieces
 * @param pointer JSON Pointer of the field, for the refusal
 * @throws Refusal `invalid_input` if it has more decimals, or is no number
 */
export function parseQuantity(typed: string | number, whole: boolean, pointer: string): number {
  const [, sign = '', integer, fraction = ''] =
    /^(-?)(\d{1,6})(?:\.(\d+))?$/.exec(String(typed).trim()) ?? []
  const significant = fraction.replace(/0+$/, '')
  if (integer === undefined || significant.length > (whole ? 0 : DIGITS)) {
    const detail = whole
      ? 'Pieces are whole: write a number such as 5.'
      : 'Write the quantity as a number with at most three decimals.'
    throw invalid({ pointer, code: 'quantity', detail })
  }
  const thousandths = Number(`${integer}${significant.padEnd(DIGITS, '0')}`)
  return sign && thousandths > 0 ? -thousandths : thousandths
}

/** 3500 is 3.5. */
export const quantityOf = (thousandths: number): number => thousandths / ONE
