// Tracking link section of an order's page: QR code, creation and revocation.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { notFound } from '../../../../lib/errors/refusal.ts'
import { qrCodeSvg } from '../../../../lib/qr-code.ts'
import { isPartial } from '../../../../plugins/answers/views.ts'
import { linkTo } from '../../../../plugins/requests/origin.ts'
import { Id, IdParams } from '../../../../schemas/common.ts'
import { shareImage } from '../../../../services/orders/photos.ts'
import { getOrder } from '../../../../services/orders/read.ts'
import {
  renewTrackingLink,
  revokeTrackingLink,
} from '../../../../services/orders/tracking/links.ts'
import { formOf, submitForm } from '../../forms.ts'
import { answerOrder, refusedField } from '../detail.ts'

const SWAP = 'orders/tracking/link.swap'
const PATH = '/admin/orders/:id/tracking-link'
const page = { config: { permission: 'orders.write' } as const, schema: { params: IdParams } }
const ImageParams = Type.Object({ id: Id, imageId: Id })

const trackingLink: FastifyPluginAsyncTypebox = async (app) => {
  // A separate image: most visitors do not look at the QR code, and the page stays small.
  app.get(`${PATH}.svg`, page, async (request, reply) => {
    const { trackingToken } = await getOrder(app.db, request.params.id)
    if (trackingToken === null) throw notFound('tracking link')
    const svg = await qrCodeSvg(await linkTo(request, `/track-order/${trackingToken}`))
    return reply.type('image/svg+xml').header('cache-control', 'private, no-cache').send(svg)
  })

  app.post(PATH, page, (request, reply) => {
    const { id } = request.params
    return submitForm(
      reply,
      () => request.change((change) => renewTrackingLink(change, id)),
      () => {
        const done = 'New tracking link created. The old link no longer works.'
        if (isPartial(request)) return answerOrder(reply, id, SWAP, { done })
        reply.flash('success', done)
        return reply.redirect(`/admin/orders/${id}#order-tracking`, 303)
      },
      ({ refusal }) => answerOrder(reply, id, SWAP, refusedField('tracking', refusal.message)),
    )
  })

  app.post(`${PATH}/revoke`, page, (request, reply) => {
    const { id } = request.params
    return submitForm(
      reply,
      () => request.change((change) => revokeTrackingLink(change, id)),
      () => {
        const done = 'Tracking link turned off.'
        if (isPartial(request)) return answerOrder(reply, id, SWAP, { done })
        reply.flash('success', done)
        return reply.redirect(`/admin/orders/${id}#order-tracking`, 303)
      },
      ({ refusal }) => answerOrder(reply, id, SWAP, refusedField('tracking', refusal.message)),
    )
  })

  app.post(
    '/admin/orders/:id/images/:imageId/share',
    { config: { permission: 'photos.write' }, schema: { params: ImageParams } },
    (request, reply) => {
      const { id, imageId } = request.params
      const shared = formOf(request).shared === 'true'
      return submitForm(
        reply,
        () => request.change((change) => shareImage(change, id, imageId, shared)),
        () => {
          const done = shared ? 'Photo shared with the customer.' : 'Photo no longer shared.'
          if (isPartial(request))
            return answerOrder(reply, id, 'orders/photos/gallery.swap', { done })
          reply.flash('success', done)
          return reply.redirect(`/admin/orders/${id}#order-gallery`, 303)
        },
        ({ refusal }) =>
          answerOrder(
            reply,
            id,
            'orders/photos/gallery.swap',
            refusedField('gallery', refusal.message),
          ),
      )
    },
  )
}

export default trackingLink
