// Words of the storefront: what is there of a product, and when the shop is open.

import { quantityOf } from '../../../lib/quantity.ts'
import type { Settings } from '../../../schemas/shop/settings.ts'
import type { Variant } from '../../../services/catalogue/variants/read.ts'
import type { DeliveryMethod } from '../../../services/shop/delivery-methods.ts'
import type { OpeningDay } from '../../../services/shop/opening-hours.ts'
import type { CartItem } from '../../../services/storefront/cart/read.ts'
import type { Formats } from '../formats.ts'

type Shown = Pick<Variant, 'kind' | 'available' | 'options'>

/** Values that a line of a list has room for. */
const MOST_VALUES = 5

/** One line of truth in a list: '1 left in S', 'In stock: S, M, L', 'Sold out', 'Made for you'. */
export function truthOf(variants: readonly Shown[]): string {
  const [first] = variants
  if (!first) return 'Sold out'
  if (first.kind === 'made_to_order') return 'Made for you'
  const there = variants.filter(({ available }) => available > 0)
  const [last] = there
  if (!last) return 'Sold out'
  const pieces = there.reduce((sum, { available }) => sum + Math.floor(quantityOf(available)), 0)
  const value = Object.values(last.options)[0]
  if (pieces === 1) return value === undefined ? '1 left' : `1 left in ${value}`
  if (value === undefined) return pieces <= FEW ? `${pieces} left` : 'In stock'
  const values = [...new Set(there.map(({ options }) => Object.values(options)[0] ?? ''))]
  if (values.length > MOST_VALUES) return 'In stock'
  return `In stock: ${values.join(', ')}`
}

/** So few that the number matters to a buyer. */
const FEW = 3

/** Of the chosen variant: '1 left', 'In stock', 'Sold out', 'Made for you'. */
export function stockOf({ kind, available }: Shown): string {
  if (kind === 'made_to_order') return 'Made for you'
  const pieces = Math.floor(quantityOf(available))
  if (pieces <= 0) return 'Sold out'
  return pieces <= FEW ? `${pieces} left` : 'In stock'
}

/** With the options: '1 left in S, Red'. */
export function stockIn(variant: Shown): string {
  const values = Object.values(variant.options).join(', ')
  return values ? `${stockOf(variant)} in ${values}` : stockOf(variant)
}

/** '9:00 to 13:00, 14:00 to 18:00', 'Closed' */
export const spansWords = ({ spans }: Pick<OpeningDay, 'spans'>, fmt: Formats): string =>
  spans.map(({ opens, closes }) => `${fmt.clock(opens)} to ${fmt.clock(closes)}`).join(', ') ||
  'Closed'

type InCart = Pick<CartItem, 'available' | 'quantity' | 'isGone'>

/** What there is of an item of the cart, and whether something has to change before the checkout. */
export function cartNote({ available, quantity, isGone }: InCart, fmt: Formats) {
  if (isGone) return { text: 'Not sold any more.', isBad: true }
  if (available === null) return { text: 'Made for you', isBad: false }
  if (available < quantity) {
    return {
      text: available <= 0 ? 'Sold out.' : `Only ${fmt.number(available)} left.`,
      isBad: true,
    }
  }
  return { text: available <= FEW ? `${fmt.number(available)} left` : 'In stock', isBad: false }
}

type TaxedShop = Pick<Settings, 'taxMode' | 'taxLabel'>

/** Beside a price: 'includes VAT', 'plus VAT', or nothing. */
export const taxNote = ({ taxMode, taxLabel }: TaxedShop): string =>
  taxMode === 'none' ? '' : `${taxMode === 'inclusive' ? 'includes' : 'plus'} ${taxLabel ?? 'tax'}`

/** Before the amount of the tax: 'of which VAT'. */
export const taxLine = ({ taxMode, taxLabel }: TaxedShop): string =>
  `${taxMode === 'inclusive' ? 'of which' : 'plus'} ${taxLabel ?? 'tax'}`

/** Where the way of paying is said before any of it is asked. */
export const payNote = (methods: readonly Pick<DeliveryMethod, 'kind'>[]): string =>
  methods.some(({ kind }) => kind === 'pickup')
    ? 'No account needed. You pay when you collect, or as the shop says.'
    : 'No account needed. You pay as the shop says.'
