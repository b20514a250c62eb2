// /api/orders/{id}/images
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { Id, IdParams, OneOf, ref } from '../../schemas/common.ts'
import { OrderImageJson } from '../../schemas/order-json.ts'
import { answers, Nothing, problemAnswer } from '../../schemas/problems.ts'
import { SIGNED_IN, STAFF } from '../../schemas/roles.ts'
import { escapePointer } from '../../schemas/storable.ts'
import { addImages, readImage, removeImage } from '../../services/order-images.ts'
import { getOrder } from '../../services/orders.ts'
import { invalid } from '../../services/refusal.ts'
import { sendImage } from '../image-answer.ts'
import { imageJson } from './order-json.ts'
import { ownerOf } from './reading.ts'

const tags = ['Photos']
export const ImageParams = Type.Object(
  {
    id: { ...Id, description: 'Of the order' },
    imageId: { ...Id, description: 'Of the photo' },
  },
  { additionalProperties: false },
)
const Images = Type.Object({ data: Type.Array(ref(OrderImageJson)) })
export const SizeQuery = Type.Object(
  {
    size: Type.Optional(
      OneOf(['display', 'thumb'], {
        default: 'display',
        description: 'At most 1600 pixels on the long edge, or a square of 320 pixels',
      }),
    ),
  },
  { additionalProperties: false },
)

/** A page gets a picture to show in its place. */
const AWAY = {
  ...problemAnswer(503),
  content: {
    ...problemAnswer(503).content,
    'image/svg+xml': {
      schema: { type: 'string' },
      example: '<svg xmlns="http://www.w3.org/2000/svg"/>',
    },
  },
}

const orderImages: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/orders/:id/images', {
    config: { roles: SIGNED_IN },
    schema: {
      tags,
      summary: "List an order's photos",
      operationId: 'listOrderImages',
      params: IdParams,
      response: answers({ 200: Images }, [404]),
    },
    handler: async (request) => {
      const { images } = await getOrder(app.db, request.params.id, ownerOf(request))
      return { data: images.map(imageJson) }
    },
  })

  app.post('/api/orders/:id/images', {
    config: { roles: STAFF },
    schema: {
      tags,
      summary: 'Add photos',
      description:
        'One or several files in a multipart/form-data body: JPEG, PNG, WebP or AVIF; with curl `-F images=@front.jpg -F images=@back.jpg`. All are stored, or none. They are drawn anew as JPEG, upright and without metadata. No photo is 415 `image_unsupported`, a damaged one 422 `image_broken`, one of more than 50 megapixels 422 `image_too_many_pixels`, a file beyond the limit of the shop 413 `image_too_large`, more photos than an order can have 409 `too_many_images`.',
      operationId: 'createOrderImages',
      consumes: ['multipart/form-data'],
      params: IdParams,
      response: answers({ 201: Images }, [404, 409, 413, 415, 422]),
    },
    handler: async (request, reply) => {
      await getOrder(app.db, request.params.id)
      const { photos, content, fields } = await request.photos()
      refuseFields(Object.keys(fields))
      const most = app.config.maxImagesPerOrder
      const added = await request.once(
        (change) => addImages(change, request.params.id, photos, most),
        content,
      )
      return reply.code(201).send({ data: added.map(imageJson) })
    },
  })

  app.get('/api/orders/:id/images/:imageId', {
    config: { roles: SIGNED_IN },
    schema: {
      tags,
      summary: "A photo's bytes",
      description:
        'They never change, so they may be kept for good; with `If-None-Match` and the `ETag` the answer is 304.',
      operationId: 'getOrderImage',
      produces: ['image/jpeg'],
      params: ImageParams,
      querystring: SizeQuery,
      response: answers(
        {
          200: {
            description: 'The photo',
            headers: { ETag: { type: 'string', description: 'Changes with the bytes only' } },
            content: { 'image/jpeg': { schema: { type: 'string', format: 'binary' } } },
          } as never,
          304: { description: 'You have it already', type: 'null' } as never,
          503: AWAY as never,
        },
        [404],
      ),
    },
    handler: async (request, reply) => {
      const { id, imageId } = request.params
      const { size = 'display' } = request.query
      const image = await readImage(app.db, id, imageId, size, ownerOf(request))
      return sendImage(reply, image, 'private, max-age=31536000, immutable')
    },
  })

  app.delete('/api/orders/:id/images/:imageId', {
    config: { roles: STAFF },
    schema: {
      tags,
      summary: 'Delete a photo',
      operationId: 'deleteOrderImage',
      params: ImageParams,
      response: answers({ 204: Nothing }, [404, 409, 412]),
    },
    handler: async (request, reply) => {
      const { id, imageId } = request.params
      const tag = request.headers['if-match']?.trim()
      const etag = tag === '*' ? undefined : tag
      await request.change((change) => removeImage(change, id, imageId, etag))
      return reply.code(204).send(null)
    },
  })
}

/** @throws Refusal `invalid_input`: an upload is photos and nothing else */
function refuseFields(names: readonly string[]): void {
  if (names.length === 0) return
  const errors = names.map((name) => ({
    pointer: `/${escapePointer(name)}`,
    code: 'additionalProperties',
    detail: `"${name}" is not known here. Send photos only.`,
  }))
  throw invalid(...errors)
}

export default orderImages
