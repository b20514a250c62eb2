// What a buyer has typed at the checkout: stored with the cart, so that going back, errors and refreshing lose nothing.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import type { Change } from '../../shared/change.ts'
import { type CartHolder, findCart } from './holder.ts'

/** As typed, checked only when the order is placed. */
export interface Draft {
  name?: string
  email?: string
  phoneNumber?: string
  deliveryMethodId?: number
  shippingAddress?: string
  notes?: string
}

export async function draftOf(db: Reader, cartId: number): Promise<Draft> {
  const row = await db.get<{ draft: string }>(sql`SELECT draft FROM carts WHERE id = ${cartId}`)
  return row ? JSON.parse(row.draft) : {}
}

/** Fields that are left out stay. Without a cart there is nothing to check out, so nothing is stored. */
export async function saveDraft(change: Change, holder: CartHolder, typed: Draft): Promise<void> {
  const cart = await findCart(change, holder)
  if (!cart) return
  const draft = { ...(await draftOf(change, cart.id)), ...typed }
  await change.run(sql`
    UPDATE carts SET draft = ${JSON.stringify(draft)}, updated_at = ${change.at}
    WHERE id = ${cart.id}`)
}
