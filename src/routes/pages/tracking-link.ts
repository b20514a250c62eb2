// The tracking link on the page of an order: its code, a new one, or none any more.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { linkTo } from '../../plugins/origin.ts'
import { isPartial } from '../../plugins/views.ts'
import { Id, IdParams } from '../../schemas/common.ts'
import { STAFF } from '../../schemas/roles.ts'
import { shareImage } from '../../services/order-images.ts'
import { getOrder } from '../../services/orders.ts'
import { qrCodeSvg } from '../../services/qr-code.ts'
import { notFound } from '../../services/refusal.ts'
import { renewTrackingLink, revokeTrackingLink } from '../../services/tracking-links.ts'
import { type Form, submitted } from './forms.ts'
import { answerOrder, refusedAt } from './order-detail.ts'

const PATH = '/admin/orders/:id/tracking-link'
const page = { config: { roles: STAFF }, schema: { params: IdParams } }
const ImageParams = Type.Object({ id: Id, imageId: Id })

const trackingLink: FastifyPluginAsyncTypebox = async (app) => {
  // A picture of its own: most who open the order do not look at it, and the page stays light.
  app.get(`${PATH}.svg`, page, async (request, reply) => {
    const { trackingToken } = await getOrder(app.db, request.params.id)
    if (trackingToken === null) throw notFound('tracking link')
    const svg = await qrCodeSvg(linkTo(request, `/track-order/${trackingToken}`))
    return reply.type('image/svg+xml').header('cache-control', 'private, no-cache').send(svg)
  })

  app.post(PATH, page, (request, reply) => {
    const { id } = request.params
    return submitted(
      reply,
      () => request.change((change) => renewTrackingLink(change, id)),
      () => {
        reply.flash('success', 'There is a new tracking link.')
        return reply.redirect(`/admin/orders/${id}#order-tracking`, 303)
      },
      ({ refusal }) => answerOrder(reply, id, undefined, refusedAt('status', refusal.message)),
    )
  })

  app.post(`${PATH}/revoke`, page, async (request, reply) => {
    const { id } = request.params
    await request.change((change) => revokeTrackingLink(change, id))
    reply.flash('success', 'The tracking link leads nowhere any more.')
    return reply.redirect(`/admin/orders/${id}#order-tracking`, 303)
  })

  app.post(
    '/admin/orders/:id/images/:imageId/share',
    { ...page, schema: { params: ImageParams } },
    (request, reply) => {
      const { id, imageId } = request.params
      const shared = (request.body as Form).shared === 'true'
      return submitted(
        reply,
        () => request.change((change) => shareImage(change, id, imageId, shared)),
        () => {
          if (isPartial(request)) return answerOrder(reply, id, 'orders/gallery.swap')
          reply.flash('success', shared ? 'The customer sees the photo.' : 'It is yours alone.')
          return reply.redirect(`/admin/orders/${id}#order-gallery`, 303)
        },
        ({ refusal }) =>
          answerOrder(reply, id, 'orders/gallery.swap', refusedAt('gallery', refusal.message)),
      )
    },
  )
}

export default trackingLink
