// Photos of an order: /api/orders/{id}/images.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { IdParams, ListOf, PartQuery, ref } from '../../../../schemas/common.ts'
import { ImageParams, OrderImageJson, SizeQuery } from '../../../../schemas/orders/photos.ts'
import { answers, Nothing, PLACEHOLDER } from '../../../../schemas/problems/details.ts'
import { pageImages } from '../../../../services/orders/parts.ts'
import { addImages, readImage, removeImage } from '../../../../services/orders/photos.ts'
import { getOrder } from '../../../../services/orders/read.ts'
import { entityTags } from '../../../shared/entity-tags.ts'
import { sendPhoto } from '../../../shared/photo-answer.ts'
import { refuseFields } from '../../content.ts'
import { listAnswer } from '../../respond.ts'
import { imageJson } from '../json.ts'
import { ownerOf } from '../reading.ts'

const tags = ['Photos']
const Added = Type.Object({ data: Type.Array(ref(OrderImageJson)) })

/** Of the bytes of a photo. */
export const PHOTO_ANSWERS = {
  200: {
    description: 'The photo',
    headers: { ETag: { type: 'string', description: 'Changes with the bytes only' } },
    content: { 'image/jpeg': { schema: { type: 'string', format: 'binary' } } },
  },
  304: Type.Null({ description: 'You have it already' }),
  503: PLACEHOLDER,
}

const orderImages: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/orders/:id/images', {
    config: { permission: 'orders.read', alsoFor: ['customer'] },
    schema: {
      tags,
      summary: "List an order's photos",
      operationId: 'listOrderImages',
      params: IdParams,
      querystring: PartQuery,
      response: answers({ 200: ListOf(ref(OrderImageJson)) }, [404]),
    },
    handler: async (request, reply) => {
      const { params, query } = request
      const { page, total } = await pageImages(app.db, params.id, query, ownerOf(request))
      return listAnswer(reply, page, imageJson, total)
    },
  })

  app.post('/api/orders/:id/images', {
    config: { permission: 'photos.write' },
    schema: {
      tags,
      summary: 'Add photos',
      description:
        'One or several files in a multipart/form-data body: JPEG, PNG, WebP or AVIF; with curl `-F images=@front.jpg -F images=@back.jpg`. All are stored, or none. They are drawn anew as JPEG, upright and without metadata. No photo is 415 `image_unsupported`, a damaged one 422 `image_broken`, one of more than 50 megapixels 422 `image_too_many_pixels`, a file beyond the limit of the shop 413 `image_too_large`, more photos than an order can have 409 `too_many_images`. When the server has not enough memory to draw one just now it is 503 `drawing_stopped`: send it again.',
      operationId: 'createOrderImages',
      consumes: ['multipart/form-data'],
      params: IdParams,
      response: answers({ 201: Added }, [404, 409, 413, 415, 422]),
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
    config: { permission: 'orders.read', alsoFor: ['customer'] },
    schema: {
      tags,
      summary: "A photo's bytes",
      description:
        'They never change, so they may be kept for good; with `If-None-Match` and the `ETag` the answer is 304.',
      operationId: 'getOrderImage',
      produces: ['image/jpeg'],
      params: ImageParams,
      querystring: SizeQuery,
      response: answers(PHOTO_ANSWERS, [404]),
    },
    handler: async (request, reply) => {
      const { id, imageId } = request.params
      const { size = 'display' } = request.query
      const image = await readImage(app.db, id, imageId, size, ownerOf(request))
      return sendPhoto(reply, image, 'private, max-age=31536000, immutable')
    },
  })

  app.delete('/api/orders/:id/images/:imageId', {
    config: { permission: 'photos.write' },
    schema: {
      tags,
      summary: 'Delete a photo',
      operationId: 'deleteOrderImage',
      params: ImageParams,
      response: answers({ 204: Nothing }, [404, 409, 412]),
    },
    handler: async (request, reply) => {
      const { id, imageId } = request.params
      const tags = entityTags(request.headers['if-match'])
      const versions = tags === '*' ? undefined : tags
      await request.change((change) => removeImage(change, id, imageId, versions))
      return reply.code(204).send(null)
    },
  })
}

export default orderImages
