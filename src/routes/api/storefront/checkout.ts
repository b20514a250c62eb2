// Checkout of the API: /api/checkout turns the cart into an order.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { linkTo } from '../../../plugins/requests/origin.ts'
import { ref } from '../../../schemas/common.ts'
import { answers } from '../../../schemas/problems/details.ts'
import { CheckoutInput, PlacedOrderJson } from '../../../schemas/storefront/checkout.ts'
import { readOrder } from '../../../services/orders/customer-view.ts'
import { expectOpen } from '../../../services/shop/storefront.ts'
import { checkOut } from '../../../services/storefront/checkout.ts'
import { orderJson } from '../orders/json.ts'
import { readingOf } from '../orders/reading.ts'
import { withETag } from '../respond.ts'
import { CartHeaders, holderContent, holderOf } from './holder.ts'

const checkout: FastifyPluginAsyncTypebox = async (app) => {
  app.post('/api/checkout', {
    config: { permission: 'public' },
    preHandler: () => expectOpen(app.db),
    schema: {
      tags: ['Storefront'],
      summary: 'Order what is in the cart',
      description:
        'One transaction: the order is made at the prices of now, the stock is taken, and the cart is empty. What is short is 409 `out_of_stock`, whose `short` names all of it; a price that changed since it was put into the cart is 409 `price_changed` unless `expectedTotal` is the new total. A guest needs no account; the order is a new customer’s.',
      operationId: 'checkOut',
      headers: CartHeaders,
      body: ref(CheckoutInput),
      response: answers({ 201: ref(PlacedOrderJson) }, [404, 409, 422]),
    },
    handler: async (request, reply) => {
      const holder = holderOf(request)
      const order = await request.once(async (change) => {
        const { id, customerId } = await checkOut(change, holder, request.body)
        return readOrder(change, id, customerId)
      }, holderContent(request))
      reply.code(201).header('location', `/api/track/${order.trackingToken}`)
      const trackingUrl = await linkTo(request, `/track-order/${order.trackingToken}`)
      return withETag(reply, { ...orderJson(order, await readingOf(request)), trackingUrl })
    },
  })
}

export default checkout
