// POST /api/orders: as JSON, or as a multipart body that brings the photos along.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { invalid } from '../../../lib/errors/refusal.ts'
import type { FormWithPhotos } from '../../../plugins/requests/uploads.ts'
import { ref } from '../../../schemas/common.ts'
import { OrderInput } from '../../../schemas/orders/index.ts'
import { OrderJson } from '../../../schemas/orders/json.ts'
import { answers } from '../../../schemas/problems/details.ts'
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
    config: { permission: 'orders.write' },
    schema: {
      tags: ['Orders'],
      summary: 'Take an order',
      description:
        'The server numbers the order and counts its total. Give a `customerId` or a new `customer`. A `deposit` above the total is 409 `exceeds_balance`; then nothing is saved. To send photos with it, send a multipart/form-data body: the same JSON in the field `order`, and the files as `images`; with curl `-F "order=<order.json" -F images=@front.jpg`. Photos are refused as by `POST /api/orders/{id}/images`, and then the order is not taken either.',
      operationId: 'createOrder',
      consumes: ['application/json', 'multipart/form-data'],
      body: ref(OrderInput),
      response: answers({ 201: ref(OrderJson) }, [409, 413, 415, 422]),
    },
    preValidation: readMultipart,
    handler: async (request, reply) => {
      const input = request.body
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
