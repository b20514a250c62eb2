// Joins a guest's cart with that of the account that signs in: up to what is available, the rest is saved for later.
import { sql } from '../../../db/sql.ts'
import { ONE } from '../../../lib/quantity.ts'
import { MOST_OF_ONE } from '../../../schemas/storefront/cart.ts'
import { nameOf, variantsById } from '../../catalogue/variants/read.ts'
import type { Change } from '../../shared/change.ts'
import { findCart, openCart } from './holder.ts'
import { isLimited } from './items.ts'

interface GuestItem {
  variantId: number
  quantity: number
  price: number
  saved: 0 | 1
}

/**
 * A second time there is no guest's cart any more, and nothing happens.
 * @returns names of what was saved for later since there is not enough of it
 */
export async function joinCarts(change: Change, token: string, userId: number): Promise<string[]> {
  const guest = await findCart(change, { token })
  if (!guest) return []
  const items = await change.all<GuestItem>(sql`
    SELECT variant_id AS "variantId", quantity, price, saved
    FROM cart_items
    WHERE cart_id = ${guest.id}
    ORDER BY id`)
  const own = await openCart(change, { userId })
  await change.run(sql`
    UPDATE carts SET draft = (SELECT g.draft FROM carts g WHERE g.id = ${guest.id})
    WHERE id = ${own.id} AND draft = '{}'`)
  const savedNames: string[] = []
  for (const item of items) savedNames.push(...(await joinItem(change, own.id, item)))
  await change.run(sql`DELETE FROM carts WHERE id = ${guest.id}`)
  return savedNames
}

async function joinItem(change: Change, cartId: number, item: GuestItem): Promise<string[]> {
  const { variantId, quantity, saved } = item
  if (saved === 1) {
    await store(change, cartId, item, quantity, 1)
    return []
  }
  const variant = (await variantsById(change, [variantId])).get(variantId)
  const own = await change.get<{ quantity: number }>(sql`
    SELECT quantity FROM cart_items
    WHERE cart_id = ${cartId} AND variant_id = ${variantId} AND saved = 0`)
  const most = variant && isLimited(variant) ? Math.floor(variant.available / ONE) : MOST_OF_ONE
  const room = Math.max(0, Math.min(most, MOST_OF_ONE) - (own?.quantity ?? 0))
  const taken = Math.min(quantity, room)
  if (taken > 0) await store(change, cartId, item, taken, 0)
  if (taken === quantity) return []
  await store(change, cartId, item, quantity - taken, 1)
  return variant ? [nameOf(variant)] : []
}

const store = (
  change: Change,
  cartId: number,
  { variantId, price }: GuestItem,
  quantity: number,
  saved: 0 | 1,
) =>
  change.run(sql`
    INSERT INTO cart_items (cart_id, variant_id, quantity, price, saved, created_at, updated_at)
    VALUES (${cartId}, ${variantId}, ${quantity}, ${price}, ${saved}, ${change.at}, ${change.at})
    ON CONFLICT (cart_id, variant_id, saved) DO UPDATE
    SET quantity = cart_items.quantity + excluded.quantity, updated_at = excluded.updated_at`)
