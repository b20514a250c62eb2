// Now and then a shop takes something off: for a friend, for a whole wedding party, for having been late.
import type { DiscountInput } from '../../src/schemas/prices.ts'
import { type Discounted, lineAmounts } from '../../src/services/prices.ts'

interface Priced extends Discounted {
  quantity: number
  /** Whole units of the currency. */
  price: number
}

const NOTHING: Discounted = { discountKind: null, discountValue: null }

/** What is taken off the items and off the order; amounts are whole units, and percentages leave whole units. */
export function agreed<Item extends Omit<Priced, keyof Discounted>>(
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

/** As somebody at the counter would type it. */
export const typedDiscount = ({
  discountKind,
  discountValue,
}: Discounted): DiscountInput | null => {
  if (discountKind === null || discountValue === null) return null
  return discountKind === 'percent' ? { percent: discountValue / 100 } : { amount: discountValue }
}
