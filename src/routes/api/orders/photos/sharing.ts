// Sharing a photo with the customer: PATCH /api/orders/{id}/images/{imageId}. It takes JSON, the other photo routes
// take files.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ref } from '../../../../schemas/common.ts'
import { ImageParams, OrderImageJson, OrderImagePatch } from '../../../../schemas/orders/photos.ts'
import { answers } from '../../../../schemas/problems/details.ts'
import { shareImage } from '../../../../services/orders/photos.ts'
import { imageJson } from '../json.ts'

const orderImageSharing: FastifyPluginAsyncTypebox = async (app) => {
  app.patch('/api/orders/:id/images/:imageId', {
    config: { permission: 'photos.write' },
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
