// The first photo of a product: PUT /api/products/{id}/images/{imageId}. It takes JSON, the other photo routes take files.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import {
  ProductImageInput,
  ProductImageJson,
  ProductImageParams,
} from '../../../schemas/catalogue/images.ts'
import { ref } from '../../../schemas/common.ts'
import { answers } from '../../../schemas/problems/details.ts'
import { putImageFirst } from '../../../services/catalogue/products/images.ts'
import { getProduct } from '../../../services/catalogue/products/read.ts'
import { productImageJson } from './json.ts'

const imageOrder: FastifyPluginAsyncTypebox = async (app) => {
  app.put('/api/products/:id/images/:imageId', {
    config: { permission: 'products.write' },
    schema: {
      tags: ['Catalogue'],
      summary: 'Make a photo the first of its product',
      description: 'Lists show the first one. Answers all photos in their new order.',
      operationId: 'updateProductImage',
      params: ProductImageParams,
      body: ref(ProductImageInput),
      response: answers(
        { 200: Type.Object({ data: Type.Array(ref(ProductImageJson)) }) },
        [404, 409, 422],
      ),
    },
    handler: async (request) => {
      const { id, imageId } = request.params
      const { images } = await request.change(async (change) => {
        await putImageFirst(change, id, imageId)
        return getProduct(change, id)
      })
      return { data: images.map(productImageJson) }
    },
  })
}

export default imageOrder
