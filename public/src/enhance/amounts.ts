// Amounts in whole smallest units, as the server counts them: never a float on the way.

/** "12.5" or "12,50" with 2 digits is 1250; null for what is not an amount. */
export function parseAmount(text: string, digits: number): number | null {
  const [, whole, rest = ''] = /^(\d{1,12})(?:[.,](\d*))?$/.exec(text.trim()) ?? []
  if (whole === undefined || rest.length > digits) return null
  return Number(whole + rest.padEnd(digits, '0'))
}

/** 1250 with 2 digits is "12.50", in the words of the shop's locale. */
export function formatAmount(amount: number, currency: string, digits: number): string {
  const format = new Intl.NumberFormat(document.documentElement.dataset.locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return format.format(amount / 10 ** digits)
}
