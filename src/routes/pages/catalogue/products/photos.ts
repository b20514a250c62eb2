// Photo forms of a product's page: upload, make first, delete.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyReply } from 'fastify'
import { isPartial } from '../../../../plugins/answers/views.ts'
import { Id, IdParams } from '../../../../schemas/common.ts'
import {
  addProductImages,
  putImageFirst,
  removeProductImage,
} from '../../../../services/catalogue/products/images.ts'
import type { Change } from '../../../../services/shared/change.ts'
import { submitForm } from '../../forms.ts'
import { productPage } from './show.ts'

const PATH = '/admin/products/:id/images'
const config = { permission: 'products.write' } as const
const ImageParams = Type.Object({ id: Id, imageId: Id })

type Work = (change: Change, productId: number, imageId: number) => Promise<void>

const productPhotos: FastifyPluginAsyncTypebox = async (app) => {
  app.post(PATH, { config, schema: { params: IdParams } }, (request, reply) => {
    const { id } = request.params
    return submitForm(
      reply,
      async () => {
        const { photos, content } = await request.photos()
        const most = app.config.maxImagesPerOrder
        return request.once((change) => addProductImages(change, id, photos, most), content)
      },
      ({ length }) => done(reply, id, length === 1 ? 'Photo added.' : `${length} photos added.`),
      ({ refusal }) => productPage(reply, id, { photos: refusal.message }),
    )
  })

  const onePhoto = (action: string, work: Work, said: string) =>
    app.post(
      `${PATH}/:imageId/${action}`,
      { config, schema: { params: ImageParams } },
      (request, reply) => {
        const { id, imageId } = request.params
        return submitForm(
          reply,
          () => request.change((change) => work(change, id, imageId)),
          () => done(reply, id, said),
          ({ refusal }) => productPage(reply, id, { photos: refusal.message }),
        )
      },
    )
  onePhoto('first', putImageFirst, 'This photo comes first now.')
  onePhoto('delete', removeProductImage, 'Photo deleted.')
}

function done(reply: FastifyReply, id: number, message: string) {
  if (isPartial(reply.request)) return productPage(reply, id)
  reply.flash('success', message)
  return reply.redirect(`/admin/products/${id}#product-gallery`, 303)
}

export default productPhotos
