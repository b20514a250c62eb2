// Whose cart a request of the API is about: an account's by its sign-in, a guest's by the header `Cart-Token`.
import { type Static, Type } from '@sinclair/typebox'
import type { FastifyRequest } from 'fastify'
import type { CartHolder } from '../../../services/storefront/cart/holder.ts'

export const CartHeaders = Type.Object({
  'cart-token': Type.Optional(
    Type.String({
      maxLength: 100,
      description: 'Opens the cart of a guest: `cartToken` of an earlier answer',
    }),
  ),
})

interface WithToken {
  viewer: FastifyRequest['viewer']
  headers: Static<typeof CartHeaders>
}

/** Programs with a key have no account: they are guests. */
export const holderOf = ({ viewer, headers }: WithToken): CartHolder =>
  viewer ? { userId: viewer.id } : { token: headers['cart-token'] ?? null }

/** What identifies a request to a cart: guests share their idempotency keys, so the token counts, too. */
export const holderContent = ({ headers, body }: WithToken & { body: unknown }): string =>
  JSON.stringify([headers['cart-token'], body])
