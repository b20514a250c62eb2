// PATCH /api/orders/{id}/images/{imageId}: whether the customer sees a photo. Apart from the photos themselves, because
// this takes JSON and they take files.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ref } from '../../schemas/common.ts'
import { OrderImageJson, OrderImagePatch } from '../../schemas/order-json.ts'
import { answers } from '../../schemas/problems.ts'
import { STAFF } from '../../schemas/roles.ts'
import { shareImage } from '../../services/order-images.ts'
import { ImageParams } from './order-images.ts'
import { imageJson } from './order-json.ts'

const orderImageSharing: FastifyPluginAsyncTypebox = async (app) => {
  app.patch('/api/orders/:id/images/:imageId', {
    config: { roles: STAFF },
    schema: {
      tags: ['Photos'],
      summary: 'Share a photo with the customer, or no longer',
      description: 'A shared photo is shown behind the tracking link of the order.',
      operationId: 'updateOrderImage',
      params: ImageParams,
      body: ref(OrderImagePatch),
      response: answers({ 200: ref(OrderImageJson) }, [404, 409, 422]),
    },
    handler: async (request) => {
      const { id, imageId } = request.params
      const { shared } = request.body
      return imageJson(await request.change((change) => shareImage(change, id, imageId, shared)))
    },
  })
}

export default orderImageSharing
