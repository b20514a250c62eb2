// A cart as its buyer sees it: items at today's prices with what is available, and what the order will cost.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { ONE } from '../../../lib/quantity.ts'
import { isArchived, nameOf, type Variant, variantsById } from '../../catalogue/variants/read.ts'
import { NO_DISCOUNT } from '../../orders/prices/amounts.ts'
import { orderAmounts } from '../../orders/prices/arithmetic.ts'
import { taxNow } from '../../orders/prices/pricing.ts'
import {
  type DeliveryMethod,
  deliveryPrice,
  findDeliveryMethods,
} from '../../shop/delivery-methods.ts'
import { findSettings } from '../../shop/settings/read.ts'
import { type Draft, draftOf } from './draft.ts'
import { type CartHolder, findCart } from './holder.ts'
import { isLimited } from './items.ts'

/** Amounts in smallest currency units, quantities whole. */
export interface CartItem {
  id: number
  productId: number
  variantId: number
  slug: string
  /** 'Evening gown, S' */
  name: string
  options: Record<string, string>
  imageId: number | null
  quantity: number
  unitPrice: number
  /** What the buyer saw before, if it was another price; else null. */
  priceBefore: number | null
  lineTotal: number
  /** How many there are; null for what is made to order. */
  available: number | null
  /** It is not offered any more, and cannot be ordered. */
  isGone: boolean
}

export interface DeliveryChoice extends DeliveryMethod {
  /** What it costs for this cart. */
  cost: number
  /** Of the order with this method. */
  total: number
  taxAmount: number
}

export interface Cart {
  /** Null while there is none: the buyer has put nothing into it. */
  id: number | null
  token: string | null
  items: CartItem[]
  /** For later: not part of the sums. */
  saved: CartItem[]
  subtotal: number
  delivery: DeliveryChoice | undefined
  deliveryMethods: DeliveryChoice[]
  taxAmount: number
  total: number
  draft: Draft
}

interface Row {
  id: number
  variantId: number
  slug: string
  photoId: number | null
  quantity: number
  price: number
  saved: 0 | 1
}

/** @param methodId the delivery method to count with; what the buyer chose before unless given */
export async function readCart(db: Reader, holder: CartHolder, methodId?: number): Promise<Cart> {
  const cart = await findCart(db, holder)
  const rows = cart ? await itemRows(db, cart.id) : []
  const variants = await variantsById(
    db,
    rows.map(({ variantId }) => variantId),
  )
  const itemsOf = (saved: 0 | 1) =>
    rows
      .filter((row) => row.saved === saved)
      .flatMap((row) => {
        const variant = variants.get(row.variantId)
        return variant ? [itemOf(row, variant)] : []
      })
  const items = itemsOf(0)
  const draft = cart ? await draftOf(db, cart.id) : {}
  return {
    id: cart?.id ?? null,
    token: cart?.token ?? null,
    items,
    saved: itemsOf(1),
    draft,
    ...(await sumsOf(db, items, methodId ?? draft.deliveryMethodId, methodId !== undefined)),
  }
}

const itemRows = (db: Reader, cartId: number) =>
  db.all<Row>(sql`
    SELECT i.id, i.variant_id AS "variantId", p.slug, i.quantity, i.price, i.saved,
           coalesce(v.image_id, (SELECT m.id FROM product_images m WHERE m.product_id = p.id
                                 ORDER BY m.position, m.id LIMIT 1)) AS "photoId"
    FROM cart_items i
    JOIN variants v ON v.id = i.variant_id
    JOIN products p ON p.id = v.product_id
    WHERE i.cart_id = ${cartId}
    ORDER BY i.id`)

function itemOf({ id, slug, photoId, quantity, price }: Row, variant: Variant): CartItem {
  const isGone = isArchived(variant) || variant.kind === 'material'
  return {
    id,
    slug,
    quantity,
    isGone,
    productId: variant.productId,
    variantId: variant.id,
    name: nameOf(variant),
    options: variant.options,
    imageId: photoId,
    unitPrice: variant.price,
    priceBefore: price === variant.price ? null : price,
    lineTotal: quantity * variant.price,
    available: isLimited(variant) ? Math.floor(variant.available / ONE) : null,
  }
}

/**
 * What is not offered any more costs nothing. The first delivery method counts until the buyer chooses.
 * @param isExact true: a method that is not there is none, and not the first
 */
async function sumsOf(
  db: Reader,
  items: readonly CartItem[],
  methodId: number | undefined,
  isExact: boolean,
) {
  const lines = items.filter(({ isGone }) => !isGone)
  const subtotal = lines.reduce((sum, { lineTotal }) => sum + lineTotal, 0)
  const tax = taxNow(await findSettings(db))
  const priced = lines.map(({ quantity, unitPrice }) => ({ quantity, unitPrice, ...NO_DISCOUNT }))
  const totalWith = (cost: number) => {
    const carriage = { quantity: 1, unitPrice: lines.length > 0 ? cost : 0, ...NO_DISCOUNT }
    const { taxAmount, totalAmount } = orderAmounts({ ...tax, ...NO_DISCOUNT }, [
      ...priced,
      carriage,
    ])
    return { taxAmount, total: totalAmount }
  }
  const deliveryMethods = (await findDeliveryMethods(db)).map((method) => {
    const cost = deliveryPrice(method, subtotal)
    return { ...method, cost, ...totalWith(cost) }
  })
  const named = deliveryMethods.find(({ id }) => id === methodId)
  const delivery = named ?? (isExact ? undefined : deliveryMethods[0])
  const { taxAmount, total } = delivery ?? totalWith(0)
  return { subtotal, delivery, deliveryMethods, taxAmount, total }
}

/** Pieces in the cart, without those saved for later. */
export async function countPieces(db: Reader, holder: CartHolder): Promise<number> {
  const cart = await findCart(db, holder)
  if (!cart) return 0
  const row = await db.get<{ pieces: number }>(sql`
    SELECT CAST(coalesce(sum(quantity), 0) AS INTEGER) AS pieces
    FROM cart_items
    WHERE cart_id = ${cart.id} AND saved = 0`)
  return row?.pieces ?? 0
}
