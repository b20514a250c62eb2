// Carts of the API: /api/cart. A guest's cart is opened by its token, an account's by its sign-in.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { IdParams, ref } from '../../../schemas/common.ts'
import { answers } from '../../../schemas/problems/details.ts'
import { CartItemInput, CartItemPatch, CartJson } from '../../../schemas/storefront/cart.ts'
import type { Change } from '../../../services/shared/change.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { expectOpen } from '../../../services/shop/storefront.ts'
import type { CartHolder } from '../../../services/storefront/cart/holder.ts'
import { addToCart, setQuantity, setSaved } from '../../../services/storefront/cart/items.ts'
import { readCart } from '../../../services/storefront/cart/read.ts'
import { CartHeaders, holderContent, holderOf } from './holder.ts'
import { cartJson } from './json.ts'

const tags = ['Storefront']
const config = { permission: 'public' } as const

const cart: FastifyPluginAsyncTypebox = async (app) => {
  const preHandler = () => expectOpen(app.db)

  const answer = async (holder: CartHolder) =>
    cartJson(await readCart(app.db, holder), await findSettings(app.db))

  app.get('/api/cart', {
    config,
    preHandler,
    schema: {
      tags,
      summary: 'Get the cart',
      description:
        'At the prices of now. Without a cart it is empty; `cartToken` comes with the first item.',
      operationId: 'getCart',
      headers: CartHeaders,
      response: answers({ 200: ref(CartJson) }, [404]),
    },
    handler: (request) => answer(holderOf(request)),
  })

  app.post('/api/cart/items', {
    config,
    preHandler,
    schema: {
      tags,
      summary: 'Add to the cart',
      description:
        'Of a product with several variants name the `variantId`. More than there is is 409 `out_of_stock`, whose `short` says what is left; what is made to order has no limit. Nothing is reserved before the checkout.',
      operationId: 'addCartItem',
      headers: CartHeaders,
      body: ref(CartItemInput),
      response: answers({ 201: ref(CartJson) }, [404, 409, 422]),
    },
    handler: async (request, reply) => {
      const holder = holderOf(request)
      const add = (change: Change) => addToCart(change, holder, request.body)
      // A new cart is nobody else's: an idempotency key that another guest chose, too, must not open it.
      const isNew = 'token' in holder && holder.token === null
      const { token } = isNew
        ? await request.change(add)
        : await request.once(add, holderContent(request))
      reply.code(201)
      return answer(token === null ? holder : { token })
    },
  })

  for (const method of ['PUT', 'PATCH'] as const) {
    app.route({
      method,
      url: '/api/cart/items/:id',
      config,
      preHandler,
      schema: {
        tags,
        summary: 'Change an item of the cart',
        description: '`quantity: 0` removes it. An item of another cart is 404.',
        operationId: method === 'PUT' ? 'putCartItem' : 'patchCartItem',
        headers: CartHeaders,
        params: IdParams,
        body: ref(CartItemPatch),
        response: answers({ 200: ref(CartJson) }, [404, 409, 422]),
      },
      handler: async (request) => {
        const { id } = request.params
        const { quantity, savedForLater } = request.body
        const holder = holderOf(request)
        await request.change(async (change) => {
          if (quantity !== undefined) await setQuantity(change, holder, id, quantity)
          if (savedForLater !== undefined) await setSaved(change, holder, id, savedForLater)
        })
        return answer(holder)
      },
    })
  }

  app.delete('/api/cart/items/:id', {
    config,
    preHandler,
    schema: {
      tags,
      summary: 'Remove an item from the cart',
      operationId: 'deleteCartItem',
      headers: CartHeaders,
      params: IdParams,
      response: answers({ 200: ref(CartJson) }, [404]),
    },
    handler: async (request) => {
      const holder = holderOf(request)
      await request.change((change) => setQuantity(change, holder, request.params.id, 0))
      return answer(holder)
    },
  })
}

export default cart
