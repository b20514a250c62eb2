// Price arithmetic: line and order amounts with discounts and tax. The only implementation: the server, the order form
// and the integrity check share it. Amounts are integers of the currency's smallest unit, rates are integers too; every
// division rounds half up to the smallest unit.

/** `value` is hundredths of a percent (1250 is 12.5 %), or an amount. Both are null without a discount. */
export interface Discounted {
  discountKind: 'percent' | 'amount' | null
  discountValue: number | null
}

/** `taxRate` is thousandths of a percent: 8875 is 8.875 %. */
export interface Taxed {
  /** Inclusive: prices contain the tax. Exclusive: it is added on top. */
  taxMode: 'none' | 'inclusive' | 'exclusive'
  taxRate: number
}

export interface Line extends Discounted {
  quantity: number
  unitPrice: number
}

export interface LineAmounts {
  discountAmount: number
  lineTotal: number
}

export interface OrderAmounts {
  subtotal: number
  discountAmount: number
  taxAmount: number
  /** The amount to pay. Less `taxAmount`, it is the net amount. */
  totalAmount: number
}

const WHOLE_PERCENT = 100_00
const WHOLE_RATE = 100_000

/**
 * `amount * part / whole`, rounded half up. In BigInt, as the product may exceed the safe integers.
 * @param amount 0 or more, as `part`; `whole` above 0
 */
export function shareOf(amount: number, part: number, whole: number): number {
  const product = BigInt(amount) * BigInt(part) * 2n
  return Number((product + BigInt(whole)) / (BigInt(whole) * 2n))
}

/** The amount of a discount. A fixed amount may exceed its base: see `amounts.ts`. */
export function discountOn(amount: number, { discountKind, discountValue }: Discounted): number {
  if (discountKind === null || discountValue === null) return 0
  return discountKind === 'percent' ? shareOf(amount, discountValue, WHOLE_PERCENT) : discountValue
}

/** 3 x 33.33 less 10 % are 89.99: 9.999 is rounded to 10.00. */
export function lineAmounts(line: Line): LineAmounts {
  const full = line.quantity * line.unitPrice
  const discountAmount = discountOn(full, line)
  return { discountAmount, lineTotal: full - discountAmount }
}

export function taxOn(amount: number, { taxMode, taxRate }: Taxed): number {
  if (taxMode === 'none') return 0
  return shareOf(amount, taxRate, taxMode === 'inclusive' ? WHOLE_RATE + taxRate : WHOLE_RATE)
}

/** Pure, so that the integrity check can recompute stored amounts. */
export function orderAmounts(order: Discounted & Taxed, lines: readonly Line[]): OrderAmounts {
  const subtotal = lines.reduce((sum, line) => sum + lineAmounts(line).lineTotal, 0)
  const discountAmount = discountOn(subtotal, order)
  const discounted = subtotal - discountAmount
  const taxAmount = taxOn(discounted, order)
  const totalAmount = order.taxMode === 'exclusive' ? discounted + taxAmount : discounted
  return { subtotal, discountAmount, taxAmount, totalAmount }
}
