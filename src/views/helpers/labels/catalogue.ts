// Words of products and stock: kinds, reasons, quantities, names of variants.
import { quantityOf } from '../../../lib/quantity.ts'
import type { ProductKind } from '../../../schemas/catalogue/products.ts'
import type { Unit } from '../../../schemas/catalogue/quantities.ts'
import type { ManualReason, StockReason } from '../../../schemas/catalogue/stock.ts'
import type { Variant } from '../../../services/catalogue/variants/read.ts'
import type { Keeper } from '../../../services/orders/stock/keepers.ts'
import { escaped } from '../escaped.ts'
import type { Formats } from '../formats.ts'
import type { StatusLabel } from './status.ts'

export const PRODUCT_KIND: Readonly<Record<ProductKind, string>> = {
  ready_made: 'Ready-made',
  made_to_order: 'Made to order',
  material: 'Material',
}

export const STOCK_REASON: Readonly<Record<StockReason, string>> = {
  opening: 'In stock at the start',
  received: 'Received',
  counted: 'Counted',
  sold: 'Sold',
  cancelled: 'Order cancelled',
  returned: 'Returned by a customer',
  issued: 'Used for an order',
  given_back: 'Left over from an order',
  damaged: 'Damaged',
  lost: 'Lost',
  found: 'Found',
  imported: 'Imported',
}

export const COUNT_STATE = {
  open: { label: 'Open', icon: 'circle-dashed', tone: 'info' },
  posted: { label: 'Posted', icon: 'circle-check', tone: 'success' },
  cancelled: { label: 'Cancelled', icon: 'ban', tone: 'neutral' },
} as const satisfies Record<string, StatusLabel>

/** Reasons of a correction, the most frequent first. */
export const CORRECTIONS: readonly { value: ManualReason; label: string }[] = [
  { value: 'damaged', label: 'Damaged: fewer' },
  { value: 'lost', label: 'Lost: fewer' },
  { value: 'found', label: 'Found: more' },
  { value: 'returned', label: 'Returned by a customer: more' },
  { value: 'received', label: 'Received: more' },
]

/** 'kept for a cart'; of an order whose number follows 'for'. */
export function keptForWords({ kind, order }: Keeper): string {
  if (order) return 'for'
  return { order: 'for an order', cart: 'kept for a cart', other: 'kept for a buyer' }[kind]
}

/** '14:20' of today, else with the day. */
export const untilWords = (iso: string, fmt: Formats): string =>
  fmt.date(iso) === fmt.date(fmt.today) ? fmt.time(iso) : fmt.dateTime(iso)

/** '5', or '3.5 m'. @param thousandths of the unit */
export const quantityWords = (thousandths: number, unit: Unit | null, fmt: Formats): string =>
  `${fmt.number(quantityOf(thousandths))}${unit === 'm' ? ' m' : ''}`

/** '+12', '−3.5 m' */
export const deltaWords = (thousandths: number, unit: Unit | null, fmt: Formats): string =>
  `${thousandths < 0 ? '−' : '+'}${quantityWords(Math.abs(thousandths), unit, fmt)}`

/** 'S · Red'; of a product without options its own name. */
export const variantName = (
  options: Readonly<Record<string, string>>,
  productName: string,
): string => Object.values(options).join(' · ') || productName

/** 'Evening gown, S · Red' */
export const fullVariantName = (
  options: Readonly<Record<string, string>>,
  productName: string,
): string => [productName, Object.values(options).join(' · ')].filter(Boolean).join(', ')

type Stocked = Pick<Variant, 'kind' | 'available' | 'unit'>

/** '3 left', 'sold out', 'made to order'; of several variants together. */
export function leftWords(variants: readonly Stocked[], fmt: Formats): string {
  const [first] = variants
  if (!first || first.kind === 'made_to_order') return 'made to order'
  const available = variants.reduce((sum, variant) => sum + variant.available, 0)
  return available > 0 ? `${quantityWords(available, first.unit, fmt)} left` : 'sold out'
}

/** 'S, 3 left': for the row of an order's form. */
export const leftOfVariant = (
  variant: Stocked & Pick<Variant, 'sku' | 'archivedAt' | 'productArchivedAt'>,
  fmt: Formats,
): string => {
  const isGone = variant.archivedAt !== null || variant.productArchivedAt !== null
  return `${variant.sku}, ${isGone ? 'not offered any more' : leftWords([variant], fmt)}`
}

/** Attributes of a button that adds the variant to an order's form. */
export const productData = (
  variant: Stocked &
    Pick<
      Variant,
      'id' | 'sku' | 'price' | 'options' | 'productName' | 'archivedAt' | 'productArchivedAt'
    >,
  fmt: Formats,
): string => {
  const name = [variant.productName, ...Object.values(variant.options)].join(', ')
  return (
    ` data-product="${variant.id}" data-name="${escaped([...name].slice(0, 120).join(''))}"` +
    ` data-each="${fmt.amount(variant.price)}" data-stock="${escaped(leftOfVariant(variant, fmt))}"`
  )
}
