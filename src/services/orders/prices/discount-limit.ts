// Discount limit of a role, as a share of the line or of the subtotal.
import { formatPercent } from '../../../lib/money/percents.ts'
import { PERCENT_DIGITS } from '../../../schemas/shared/percents.ts'
import { aboveLimit } from '../../access/rights.ts'
import type { Change } from '../../shared/change.ts'
import { type Discounted, discountOn, type Line } from './arithmetic.ts'
import type { PricedOrder } from './pricing.ts'

/** A whole, in hundredths of a percent. */
const WHOLE = 10_000

interface Share extends Discounted {
  /** What the discount is taken off, in smallest currency units. */
  base: number
}

type Prices = Pick<PricedOrder, 'subtotal' | keyof Discounted> & { items: readonly Line[] }

const sharesOf = ({ items, subtotal, ...order }: Prices): Share[] => [
  { ...order, base: subtotal },
  ...items.map((item) => ({ ...item, base: item.quantity * item.unitPrice })),
]

/**
 * Discounts that were there before, of the same share or amount, are somebody else's and stay.
 * @throws Refusal `above_limit` (403)
 */
export function expectDiscountWithin({ actor }: Change, prices: Prices, before?: Prices): void {
  const { discount } = actor.limits
  if (discount === null) return
  const known = before ? sharesOf(before) : []
  const isKnown = ({ discountKind, discountValue }: Share) =>
    known.some(
      (share) => share.discountKind === discountKind && share.discountValue === discountValue,
    )
  const isAbove = (share: Share) => discountOn(share.base, share) * WHOLE > discount * share.base
  if (!sharesOf(prices).some((share) => isAbove(share) && !isKnown(share))) return
  const percent = formatPercent(discount, PERCENT_DIGITS)
  throw aboveLimit(`You can give a discount of up to ${percent} %.`, percent)
}
