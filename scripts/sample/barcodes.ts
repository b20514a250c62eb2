// Barcodes of sample goods: EAN-13 of the range that shops give out themselves (prefix 20, GS1 General Specifications).

export function inStoreBarcode(number: number): string {
  const digits = `20${String(number + 1).padStart(10, '0')}`
  return `${digits}${checkDigit(digits)}`
}

/** Weights 1 and 3 in turns, from the left. */
function checkDigit(digits: string): number {
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (at % 2 ? 3 : 1), 0)
  return (10 - (sum % 10)) % 10
}
