// Whose cart it is: an account's, or a guest's who has its token.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { createSecret, hashSecret } from '../../../lib/secrets.ts'
import type { Change } from '../../shared/change.ts'

/** An account has its cart wherever it is signed in; a guest has a token, or null before the first item. */
export type CartHolder = { userId: number } | { token: string | null }

export interface OpenedCart {
  id: number
  /** Of a guest's cart, which nothing else opens. */
  token: string | null
}

export async function findCart(db: Reader, holder: CartHolder): Promise<OpenedCart | undefined> {
  if ('userId' in holder) {
    const cart = await db.get<{ id: number }>(sql`
      SELECT id FROM carts WHERE user_id = ${holder.userId}`)
    return cart && { ...cart, token: null }
  }
  if (holder.token === null) return undefined
  const cart = await db.get<{ id: number }>(sql`
    SELECT id FROM carts WHERE token_hash = ${hashSecret(holder.token)}`)
  return cart && { ...cart, token: holder.token }
}

/** A guest whose token opens no cart gets a new one, with a new token. */
export async function openCart(change: Change, holder: CartHolder): Promise<OpenedCart> {
  const known = await findCart(change, holder)
  if (known) {
    await change.run(sql`UPDATE carts SET updated_at = ${change.at} WHERE id = ${known.id}`)
    return known
  }
  const isGuest = !('userId' in holder)
  const token = isGuest ? createSecret() : null
  const created = await change.get<{ id: number }>(sql`
    INSERT INTO carts (token_hash, user_id, created_at, updated_at)
    VALUES (${token === null ? null : hashSecret(token)}, ${isGuest ? null : holder.userId},
            ${change.at}, ${change.at})
    ON CONFLICT (user_id) DO UPDATE SET updated_at = excluded.updated_at
    RETURNING id`)
  if (!created) throw new Error('INSERT ... RETURNING brought no row')
  return { id: created.id, token }
}

/** Carts of guests that nobody opened for long; an account keeps its own. */
export const deleteOldCarts = (change: Change, days = 90): Promise<number> =>
  change.run(sql`
    DELETE FROM carts
    WHERE user_id IS NULL
      AND updated_at < ${new Date(Date.parse(change.at) - days * 86_400_000).toISOString()}`)
