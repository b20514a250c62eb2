// Barcodes as SVG: EAN and UPC where a code is a valid one (GS1 General Specifications), else Code 128 of its characters.

/** Millimetres: what a scanner at the counter reads from a hand's width away. */
const HEIGHT = 10

/** Only where labels are printed: the library is 9 MB of memory. */
const library = () => import('bwip-js/node')

/** Null for a code that no barcode can hold: other characters than ASCII. */
export async function barcodeSvg(code: string): Promise<string | null> {
  const symbology = symbologyOf(code)
  if (symbology === null) return null
  const { toSVG } = await library()
  return toSVG({ bcid: symbology, text: code, height: HEIGHT, includetext: false })
}

const BY_LENGTH: Readonly<Record<number, string>> = { 8: 'ean8', 12: 'upca', 13: 'ean13' }

export function symbologyOf(code: string): string | null {
  const retail = /^\d+$/.test(code) && BY_LENGTH[code.length]
  if (retail && hasCheckDigit(code)) return retail
  return /^[\x20-\x7e]+$/.test(code) ? 'code128' : null
}

/** A GTIN that a maker was given: not one of the shop's own, whose numbers begin with 2 (EAN) or 02 and 04 (UPC). */
export const isGlobalCode = (code: string): boolean =>
  /^(\d{8}|\d{12,14})$/.test(code) &&
  hasCheckDigit(code) &&
  !/^(2\d{12}|0?0[24]\d{10}|[02]\d{7})$/.test(code)

/** Weights 3 and 1 in turns, from the right. */
function hasCheckDigit(digits: string): boolean {
  const sum = [...digits]
    .reverse()
    .reduce((total, digit, at) => total + Number(digit) * (at % 2 ? 3 : 1), 0)
  return sum % 10 === 0
}
