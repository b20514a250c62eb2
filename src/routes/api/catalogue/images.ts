// Photos of a product: /api/products/{id}/images.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { ProductImageJson, ProductImageParams } from '../../../schemas/catalogue/images.ts'
import { IdParams, ref } from '../../../schemas/common.ts'
import { SizeQuery } from '../../../schemas/orders/photos.ts'
import { answers, Nothing } from '../../../schemas/problems/details.ts'
import {
  addProductImages,
  readProductImage,
  removeProductImage,
} from '../../../services/catalogue/products/images.ts'
import { readProduct } from '../../../services/catalogue/products/public.ts'
import { getProduct } from '../../../services/catalogue/products/read.ts'
import { sendPhoto } from '../../shared/photo-answer.ts'
import { refuseFields } from '../content.ts'
import { PHOTO_ANSWERS } from '../orders/photos/index.ts'
import { productImageJson } from './json.ts'
import { readingOf } from './reading.ts'

const tags = ['Catalogue']
const writing = { permission: 'products.write' } as const
const Images = Type.Object({ data: Type.Array(ref(ProductImageJson)) })

const productImages: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/products/:id/images', {
    config: { permission: 'public' },
    schema: {
      tags,
      summary: "List a product's photos",
      description: 'In their order: the first is the one that lists show.',
      operationId: 'listProductImages',
      params: IdParams,
      response: answers({ 200: Images }, [404, 410]),
    },
    handler: async (request) => {
      const { images } = await readProduct(app.db, request.params.id, readingOf(request))
      return { data: images.map(productImageJson) }
    },
  })

  app.post('/api/products/:id/images', {
    config: writing,
    schema: {
      tags,
      summary: 'Add photos to a product',
      description: 'As `POST /api/orders/{id}/images` takes them.',
      operationId: 'createProductImages',
      consumes: ['multipart/form-data'],
      params: IdParams,
      response: answers({ 201: Images }, [404, 409, 413, 415, 422]),
    },
    handler: async (request, reply) => {
      const { id } = request.params
      await getProduct(app.db, id)
      const { photos, content, fields } = await request.photos()
      refuseFields(Object.keys(fields))
      const most = app.config.maxImagesPerOrder
      const added = await request.once(
        (change) => addProductImages(change, id, photos, most),
        content,
      )
      return reply.code(201).send({ data: added.map(productImageJson) })
    },
  })

  app.get('/api/products/:id/images/:imageId', {
    config: { permission: 'public', shared: true },
    schema: {
      tags,
      summary: "The bytes of a product's photo",
      description: 'They never change, so they may be kept for good.',
      operationId: 'getProductImage',
      produces: ['image/jpeg'],
      params: ProductImageParams,
      querystring: SizeQuery,
      response: answers(PHOTO_ANSWERS, [404]),
    },
    handler: async (request, reply) => {
      const { id, imageId } = request.params
      const { size = 'display' } = request.query
      const reading = readingOf(request)
      const image = await readProductImage(app.db, id, imageId, size, reading)
      const store = image.isPublic ? 'public' : 'private'
      return sendPhoto(reply, image, `${store}, max-age=31536000, immutable`)
    },
  })

  app.delete('/api/products/:id/images/:imageId', {
    config: writing,
    schema: {
      tags,
      summary: "Delete a product's photo",
      operationId: 'deleteProductImage',
      params: ProductImageParams,
      response: answers({ 204: Nothing }, [404, 409]),
    },
    handler: async (request, reply) => {
      const { id, imageId } = request.params
      await request.change((change) => removeProductImage(change, id, imageId))
      return reply.code(204).send(null)
    },
  })
}

export default productImages
