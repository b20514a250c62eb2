// Adding and deleting photos on the page of an order.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { isPartial } from '../../plugins/views.ts'
import { Id, IdParams } from '../../schemas/common.ts'
import { STAFF } from '../../schemas/roles.ts'
import { addImages, removeImage } from '../../services/order-images.ts'
import { submitted } from './forms.ts'
import { answerOrder, refusedAt } from './order-detail.ts'

const config = { roles: STAFF }
const ImageParams = Type.Object({ id: Id, imageId: Id })

const orderImages: FastifyPluginAsyncTypebox = async (app) => {
  const swap = 'orders/gallery.swap'

  app.post(
    '/admin/orders/:id/images',
    { config, schema: { params: IdParams } },
    (request, reply) => {
      const { id } = request.params
      return submitted(
        reply,
        async () => {
          const { photos, content } = await request.photos()
          const most = app.config.maxImagesPerOrder
          return request.once((change) => addImages(change, id, photos, most), content)
        },
        (added) => {
          if (isPartial(request)) return answerOrder(reply, id, swap)
          reply.flash(
            'success',
            added.length === 1 ? 'The photo is saved.' : `${added.length} photos are saved.`,
          )
          return reply.redirect(`/admin/orders/${id}`, 303)
        },
        ({ refusal }) => answerOrder(reply, id, swap, refusedAt('gallery', refusal.message)),
      )
    },
  )

  app.post(
    '/admin/orders/:id/images/:imageId/delete',
    { config, schema: { params: ImageParams } },
    async (request, reply) => {
      const { id, imageId } = request.params
      await request.change((change) => removeImage(change, id, imageId))
      if (isPartial(request)) return answerOrder(reply, id, swap)
      reply.flash('success', 'The photo is deleted.')
      return reply.redirect(`/admin/orders/${id}`, 303)
    },
  )
}

export default orderImages
