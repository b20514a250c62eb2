// Photo forms of an order's page: upload and delete.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { isPartial } from '../../../plugins/answers/views.ts'
import { Id, IdParams } from '../../../schemas/common.ts'
import { addImages, removeImage } from '../../../services/orders/photos.ts'
import { submitForm } from '../forms.ts'
import { answerOrder, refusedField } from './detail.ts'

const config = { permission: 'photos.write' } as const
const ImageParams = Type.Object({ id: Id, imageId: Id })

const orderImages: FastifyPluginAsyncTypebox = async (app) => {
  const swap = 'orders/photos/gallery.swap'

  app.post(
    '/admin/orders/:id/images',
    { config, schema: { params: IdParams } },
    (request, reply) => {
      const { id } = request.params
      return submitForm(
        reply,
        async () => {
          const { photos, content } = await request.photos()
          const most = app.config.maxImagesPerOrder
          return request.once((change) => addImages(change, id, photos, most), content)
        },
        (added) => {
          const done = added.length === 1 ? 'Photo added.' : `${added.length} photos added.`
          if (isPartial(request)) return answerOrder(reply, id, swap, { done })
          reply.flash('success', done)
          return reply.redirect(`/admin/orders/${id}#order-gallery`, 303)
        },
        ({ refusal }) => answerOrder(reply, id, swap, refusedField('gallery', refusal.message)),
      )
    },
  )

  app.post(
    '/admin/orders/:id/images/:imageId/delete',
    { config, schema: { params: ImageParams } },
    (request, reply) => {
      const { id, imageId } = request.params
      return submitForm(
        reply,
        () => request.change((change) => removeImage(change, id, imageId)),
        () => {
          const done = 'Photo deleted.'
          if (isPartial(request)) return answerOrder(reply, id, swap, { done })
          reply.flash('success', done)
          return reply.redirect(`/admin/orders/${id}#order-gallery`, 303)
        },
        ({ refusal }) => answerOrder(reply, id, swap, refusedField('gallery', refusal.message)),
      )
    },
  )
}

export default orderImages
