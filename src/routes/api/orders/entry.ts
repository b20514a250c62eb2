// POST /api/orders: as JSON, or as a multipart body that brings the photos along.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { invalid } from '../../../lib/errors/refusal.ts'
import type { FormWithPhotos } from '../../../plugins/requests/uploads.ts'
import { ref } from '../../../schemas/common.ts'
import { OrderInput } from '../../../schemas/orders/index.ts'
import { OrderJson } from '../../../schemas/orders/json.ts'
import { answers } from '../../../schemas/problems/details.ts'
import { readOrder } from '../../../services/orders/customer-view.ts'
import { placeOrder } from '../../../services/orders/own-entry.ts'
import { createOrderWithPhotos } from '../../../services/orders/with-photos.ts'
import { refuseFields } from '../content.ts'
import { withETag } from '../respond.ts'
import { orderJson } from './json.ts'
import { readingOf } from './reading.ts'

const orderEntry: FastifyPluginAsyncTypebox = async (app) => {
  const parseJson = app.getDefaultJsonParser('error', 'error')

  /** Puts the order of a multipart body where a JSON body is, so that both are checked alike. */
  async function readMultipart(request: FastifyRequest): Promise<void> {
    if (!request.isMultipart()) return
    const upload = await request.filledForm()
    const { order, ...others } = request.body as Record<string, string>
    refuseFields(Object.keys(others), 'Send the order in the field "order", and files.')
    if (order === undefined) throw ORDER_MISSING
    request.body = await new Promise((resolve, reject) => {
      parseJson(request, order, (error, body) => (error ? reject(error) : resolve(body)))
    })
    request.orderPhotos = upload.photos
  }

  app.decorateRequest('orderPhotos')

  app.post('/api/orders', {
    config: { permission: 'orders.write', alsoFor: ['customer'] },
    schema: {
      tags: ['Orders'],
      summary: 'Take an order',
      description:
        'The server numbers the order and counts its total. Give a `customerId` or a new `customer`. A `deposit` above the total is 409 `exceeds_balance`; then nothing is saved. To send photos with it, send a multipart/form-data body: the same JSON in the field `order`, and the files as `images`; with curl `-F "order=<order.json" -F images=@front.jpg`. Photos are refused as by `POST /api/orders/{id}/images`, and then the order is not taken either. An item may name a `productId` or a `variantId` of the catalogue: it gets the name and price of it unless they are given, and its stock; what is short is 409 `out_of_stock`, whose `short` names all of it. A customer places an own order with `items` of a product and a quantity, `deliveryMethod`, `shippingAddress` and `notes`, at the prices of the shop.',
      operationId: 'createOrder',
      consumes: ['application/json', 'multipart/form-data'],
      body: ref(OrderInput),
      response: answers({ 201: ref(OrderJson) }, [409, 413, 415, 422]),
    },
    preValidation: readMultipart,
    handler: async (request, reply) => {
      const input = request.body
      if (request.viewer?.role === 'customer') return placeOwn(request, reply, request.viewer.id)
      const { photos, content } = (await request.orderPhotos?.()) ?? { photos: [] }
      const order = await request.once(
        (change) =>
          createOrderWithPhotos(
            change,
            { input, channel: 'api', photos },
            app.config.maxImagesPerOrder,
          ),
        content && `${JSON.stringify(input)} ${content}`,
      )
      reply.code(201).header('location', `/api/orders/${order.id}`)
      return withETag(reply, orderJson(order, await readingOf(request)))
    },
  })
}

async function placeOwn(request: FastifyRequest, reply: FastifyReply, userId: number) {
  if (request.orderPhotos) throw NO_PHOTOS
  const input = request.body as OrderInput
  const order = await request.once(async (change) => {
    const { id, customerId } = await placeOrder(change, userId, input)
    return readOrder(change, id, customerId)
  })
  reply.code(201).header('location', `/api/orders/${order.id}`)
  return withETag(reply, orderJson(order, await readingOf(request)))
}

const NO_PHOTOS = invalid({
  pointer: '/images',
  code: 'unexpected',
  detail: 'Photos are added by the shop. Send the order without them.',
})

const ORDER_MISSING = invalid({
  pointer: '/order',
  code: 'required',
  detail: 'Send the order as JSON in the field "order".',
})

declare module 'fastify' {
  interface FastifyRequest {
    /** Prepares the photos that came with a new order; undefined for one that came as JSON. */
    orderPhotos?: FormWithPhotos['photos']
  }
}

export default orderEntry
