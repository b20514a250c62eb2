// Sample discounts: for a friend, for a whole wedding party, for a delay.
import type { DiscountInput } from '../../src/schemas/orders/prices.ts'
import { type Discounted, lineAmounts } from '../../src/services/orders/prices/arithmetic.ts'

interface Priced extends Discounted {
  quantity: number
  /** Whole units of the currency. */
  price: number
}

const NOTHING: Discounted = { discountKind: null, discountValue: null }

/** Discounts of items and order; amounts are whole units, and percentages leave whole units. */
export function withDiscounts<Item extends Omit<Priced, keyof Discounted>>(
  position: number,
  items: readonly Item[],
): Discounted & { items: (Item & Discounted)[]; subtotal: number } {
  const priced = items.map((item, index) => {
    const isReduced = index === 0 && position % 13 === 7
    const { discountKind, discountValue } = isReduced
      ? off(item.quantity * item.price, 20)
      : NOTHING
    return { ...item, discountKind, discountValue }
  })
  const subtotal = priced.reduce((sum, item) => sum + lineOf(item).lineTotal, 0)
  const { discountKind, discountValue } = position % 11 === 5 ? off(subtotal, 10) : NOTHING
  return { items: priced, subtotal, discountKind, discountValue }
}

export function lineOf({ quantity, price, discountKind, discountValue }: Priced) {
  return lineAmounts({ quantity, unitPrice: price, discountKind, discountValue })
}

function off(amount: number, percent: number): Discounted {
  if (amount < 30) return NOTHING
  return (amount * percent) % 100 === 0
    ? { discountKind: 'percent', discountValue: percent * 100 }
    : { discountKind: 'amount', discountValue: 5 }
}

/** The same in smallest units. */
export const inUnits = ({ discountKind, discountValue }: Discounted, unit: number): Discounted => ({
  discountKind,
  discountValue: discountKind === 'amount' ? (discountValue ?? 0) * unit : discountValue,
})

/** As typed into the form. */
export const typedDiscount = ({
  discountKind,
  discountValue,
}: Discounted): DiscountInput | null => {
  if (discountKind === null || discountValue === null) return null
  return discountKind === 'percent' ? { percent: discountValue / 100 } : { amount: discountValue }
}
