// Tracking page: /track-order/{token} for anybody with the link, /track-order/{id} for the signed-in customer of the
// order.
import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { Refusal } from '../../../../lib/errors/refusal.ts'
import { Id } from '../../../../schemas/common.ts'
import { SizeQuery } from '../../../../schemas/orders/photos.ts'
import { STEP_STATUSES } from '../../../../schemas/orders/status.ts'
import { TokenParams } from '../../../../schemas/orders/tracking.ts'
import { customerOfLink } from '../../../../services/care/claims/index.ts'
import { refundDueOf } from '../../../../services/orders/cancellation.ts'
import {
  findTrackedOrder,
  getOwnTrackedOrder,
  getTrackedOrder,
  readSharedImage,
  type TrackedOrder,
} from '../../../../services/orders/tracking/view.ts'
import { sendPhoto } from '../../../shared/photo-answer.ts'
import { sharedPhoto } from '../../../shared/tracking-photos.ts'
import { pageQuery } from '../../queries.ts'

const HEARTBEAT_MS = 15_000

const config = { permission: 'public' } as const
const Place = Type.Object({
  token: Type.Union([Type.String({ pattern: '^\\d{1,15}$' }), TokenParams.properties.token]),
})
const ImageParams = Type.Object({ token: TokenParams.properties.token, imageId: Id })

const trackOrder: FastifyPluginAsyncTypebox = async (app) => {
  // The URL holds the secret, so no Referer may leave, not even from the 404 page.
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('referrer-policy', 'no-referrer')
  })

  app.get('/track-order/:token', { config, schema: { params: Place } }, (request, reply) => {
    const { token } = request.params
    return /^\d+$/.test(token) ? ownPage(reply, Number(token)) : tokenPage(reply, token)
  })

  app.get(
    '/track-order/:token/stream',
    { config, schema: { params: TokenParams }, exposeHeadRoute: false }, // HEAD would never end
    async ({ params }, reply) => {
      await getTrackedOrder(app.db, params.token)
      reply.header('cache-control', 'no-store').header('x-accel-buffering', 'no')
      const frames = Readable.from(changesOf(app, params.token), { highWaterMark: 1 })
      return reply.type('text/event-stream').send(frames)
    },
  )

  app.get(
    '/track-order/:token/images/:imageId',
    { config, schema: { params: ImageParams } },
    async (request, reply) => {
      const { token, imageId } = request.params
      const { size = 'display' } = pageQuery(SizeQuery, request.query)
      const image = await readSharedImage(app.db, token, imageId, size)
      // Revalidated on each view, so that a photo disappears when the shop unshares it.
      return sendPhoto(reply, image, 'private, no-cache')
    },
  )
}

async function tokenPage(reply: FastifyReply, token: string) {
  const order = await getTrackedOrder(reply.server.db, token)
  const photos = order.images.map((image) => sharedPhoto(token, image))
  const claim = { token, offer: await offerOf(reply, token) }
  return answer(reply, order, photos, `/track-order/${token}/stream`, claim)
}

/** @throws Refusal `sign_in_required`, `not_found` */
async function ownPage(reply: FastifyReply, id: number) {
  const { viewer } = reply.request
  if (!viewer) throw new Refusal('unauthenticated', 'sign_in_required', 'Sign in first.')
  const order = await getOwnTrackedOrder(reply.server.db, id, viewer.customerId ?? 0)
  const photos = order.images.map((image) => {
    const url = `/api/orders/${order.id}/images/${image.id}`
    return { url, thumbnailUrl: `${url}?size=thumb` }
  })
  return answer(reply, order, photos, '/api/events/stream')
}

interface Claim {
  token: string | null
  /** What whoever follows the order may do about an account; null: it is theirs already, or they are staff. */
  offer: 'add' | 'register' | null
}

async function offerOf(
  { server, request: { viewer } }: FastifyReply,
  token: string,
): Promise<Claim['offer']> {
  if (!viewer) return 'register'
  const order = await customerOfLink(server.db, token)
  return viewer.role === 'customer' && viewer.customerId !== order?.customerId ? 'add' : null
}

const answer = (
  reply: FastifyReply,
  order: TrackedOrder,
  photos: { url: string; thumbnailUrl: string }[],
  stream: string,
  claim: Claim = { token: null, offer: null },
) =>
  reply.page('orders/tracking/show', {
    title: `Order ${order.number}`,
    order,
    refundDue: refundDueOf(order),
    photos,
    stream,
    ...claim,
    steps: STEP_STATUSES,
  })

/** Server-sent events that only say that the order changed; the page reloads itself. */
async function* changesOf({ db, live }: FastifyInstance, token: string): AsyncGenerator<string> {
  yield 'retry: 1000\n\n'
  let seen: string | undefined
  while (!live.ended) {
    const { round } = live
    const order = await findTrackedOrder(db, token)
    if (!order) return
    const news = JSON.stringify({ entity: 'order', entityId: order.id })
    if (seen !== undefined && seen !== order.updatedAt) yield `data: ${news}\n\n`
    seen = order.updatedAt
    if (!(await live.news(round, HEARTBEAT_MS))) yield ': still here\n\n'
  }
}

export default trackOrder
