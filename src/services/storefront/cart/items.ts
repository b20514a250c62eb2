// Items of carts: adding, changing and setting aside. Nothing is reserved before the checkout.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { invalid, notFound, Refusal } from '../../../lib/errors/refusal.ts'
import { ONE } from '../../../lib/quantity.ts'
import { MOST_LINES, MOST_OF_ONE } from '../../../schemas/storefront/cart.ts'
import { expectNoneShort } from '../../catalogue/stock/shortage.ts'
import { isArchived, type Variant, variantsById } from '../../catalogue/variants/read.ts'
import type { Change } from '../../shared/change.ts'
import { type CartHolder, findCart, type OpenedCart, openCart } from './holder.ts'

export interface CartItemInput {
  productId?: number
  variantId?: number
  quantity?: number
}

/**
 * Adds to what the cart has of the variant.
 * @throws Refusal `invalid_input` for what is not offered, `out_of_stock`, `cart_full`
 */
export async function addToCart(
  change: Change,
  holder: CartHolder,
  { productId, variantId, quantity = 1 }: CartItemInput,
): Promise<OpenedCart> {
  const variant = await offered(change, productId, variantId)
  const cart = await openCart(change, holder)
  const added = await change.get<{ quantity: number }>(sql`
    INSERT INTO cart_items (cart_id, variant_id, quantity, price, created_at, updated_at)
    VALUES (${cart.id}, ${variant.id}, ${quantity}, ${variant.price}, ${change.at}, ${change.at})
    ON CONFLICT (cart_id, variant_id, saved) DO UPDATE
    SET quantity = cart_items.quantity + excluded.quantity, price = excluded.price,
        updated_at = excluded.updated_at
    RETURNING quantity`)
  await expectPossible(change, variant, added?.quantity ?? quantity)
  await expectRoom(change, cart.id)
  return cart
}

/** 0 removes the item. @throws Refusal `not_found`, `out_of_stock` */
export async function setQuantity(
  change: Change,
  holder: CartHolder,
  id: number,
  quantity: number,
): Promise<void> {
  const { variantId } = await ownItem(change, holder, id)
  if (quantity === 0) {
    await change.run(sql`DELETE FROM cart_items WHERE id = ${id}`)
    return
  }
  const variant = (await variantsById(change, [variantId])).get(variantId)
  if (variant) await expectPossible(change, variant, quantity)
  await change.run(sql`
    UPDATE cart_items SET quantity = ${quantity}, updated_at = ${change.at} WHERE id = ${id}`)
}

/** Sets an item aside, or brings it back; together with what is there of the same variant. @throws Refusal `not_found` */
export async function setSaved(
  change: Change,
  holder: CartHolder,
  id: number,
  isSaved: boolean,
): Promise<void> {
  const item = await ownItem(change, holder, id)
  if (item.saved === Number(isSaved)) return
  await change.run(sql`DELETE FROM cart_items WHERE id = ${id}`)
  await change.run(sql`
    INSERT INTO cart_items (cart_id, variant_id, quantity, price, saved, created_at, updated_at)
    VALUES (${item.cartId}, ${item.variantId}, ${item.quantity}, ${item.price}, ${Number(isSaved)},
            ${change.at}, ${change.at})
    ON CONFLICT (cart_id, variant_id, saved) DO UPDATE
    SET quantity = CASE WHEN cart_items.quantity + excluded.quantity > ${MOST_OF_ONE} THEN ${MOST_OF_ONE}
                        ELSE cart_items.quantity + excluded.quantity END,
        updated_at = excluded.updated_at`)
}

interface OwnItem {
  cartId: number
  variantId: number
  quantity: number
  price: number
  saved: 0 | 1
}

/** Somebody else's item looks like a missing one. */
async function ownItem(db: Reader, holder: CartHolder, id: number): Promise<OwnItem> {
  const cart = await findCart(db, holder)
  const item =
    cart &&
    (await db.get<OwnItem>(sql`
      SELECT cart_id AS "cartId", variant_id AS "variantId", quantity, price, saved
      FROM cart_items
      WHERE id = ${id} AND cart_id = ${cart.id}`))
  if (!item) throw notFound('item')
  return item
}

async function offered(db: Reader, productId?: number, variantId?: number): Promise<Variant> {
  const ids = variantId ? [variantId] : await variantIdsOf(db, productId ?? 0)
  const variants = [...(await variantsById(db, ids)).values()].filter(
    (variant) =>
      !isArchived(variant) &&
      variant.kind !== 'material' &&
      (productId === undefined || variant.productId === productId),
  )
  const [variant, second] = variants
  const field = variantId ? 'variant' : 'product'
  const pointer = `/${field}Id`
  if (!variant) {
    throw invalid({ pointer, code: 'reference', detail: `There is no such ${field}.` })
  }
  if (!second) return variant
  const detail = 'This product has several variants. Choose one of them with "variantId".'
  throw invalid({ pointer, code: 'reference', detail })
}

async function variantIdsOf(db: Reader, productId: number): Promise<number[]> {
  const rows = await db.all<{ id: number }>(sql`
    SELECT id FROM variants WHERE product_id = ${productId} AND archived_at IS NULL`)
  return rows.map(({ id }) => id)
}

/** What is made to order has no stock to run out of. */
export const isLimited = ({ kind }: Pick<Variant, 'kind'>): boolean => kind !== 'made_to_order'

async function expectPossible(db: Reader, variant: Variant, quantity: number): Promise<void> {
  if (quantity > MOST_OF_ONE) {
    const detail = `You can order up to ${MOST_OF_ONE} of one thing here. For more, ask the shop.`
    throw invalid({ pointer: '/quantity', code: 'maximum', detail })
  }
  if (!isLimited(variant) || variant.available >= quantity * ONE) return
  await expectNoneShort(db, [{ variantId: variant.id, quantity: quantity * ONE }])
}

async function expectRoom(db: Reader, cartId: number): Promise<void> {
  const row = await db.get<{ lines: number }>(sql`
    SELECT count(*) AS lines FROM cart_items WHERE cart_id = ${cartId}`)
  if ((row?.lines ?? 0) <= MOST_LINES) return
  const words = `A cart holds up to ${MOST_LINES} different things. Order these first, or remove some.`
  throw new Refusal('conflict', 'cart_full', words)
}
