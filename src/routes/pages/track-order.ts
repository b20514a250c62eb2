// /track-order/{token}: the page behind the link that a customer is given. /track-order/{id} is the same for whoever is
// signed in and whose order it is.
import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { Id } from '../../schemas/common.ts'
import { refundDueOf } from '../../services/order-cancellation.ts'
import { Refusal } from '../../services/refusal.ts'
import {
  findTrackedOrder,
  getOwnTrackedOrder,
  getTrackedOrder,
  readSharedImage,
  type TrackedOrder,
} from '../../services/tracking.ts'
import { SizeQuery } from '../api/order-images.ts'
import { sharedImage, TokenParams } from '../api/track.ts'
import { sendImage } from '../image-answer.ts'
import { pageQuery } from './queries.ts'

const HEARTBEAT_MS = 15_000
const STEPS = ['pending', 'in_progress', 'ready', 'completed'] as const

const config = { roles: 'public' } as const
const Place = Type.Object({
  token: Type.Union([Type.String({ pattern: '^\\d{1,15}$' }), TokenParams.properties.token]),
})
const ImageParams = Type.Object({ token: TokenParams.properties.token, imageId: Id })

const trackOrder: FastifyPluginAsyncTypebox = async (app) => {
  // The link is the key, so it must not leave with the next click; of a page that is not there neither.
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('referrer-policy', 'no-referrer')
  })

  app.get('/track-order/:token', { config, schema: { params: Place } }, (request, reply) => {
    const { token } = request.params
    return /^\d+$/.test(token) ? ownPage(reply, Number(token)) : tokenPage(reply, token)
  })

  app.get(
    '/track-order/:token/stream',
    { config, schema: { params: TokenParams }, exposeHeadRoute: false }, // it would never end
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
      // Asked for anew each time, so that a photo is gone when the shop takes it back.
      return sendImage(reply, image, 'private, no-cache')
    },
  )
}

async function tokenPage(reply: FastifyReply, token: string) {
  const order = await getTrackedOrder(reply.server.db, token)
  const photos = order.images.map((image) => sharedImage(token, image))
  return answer(reply, order, photos, `/track-order/${token}/stream`)
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

const answer = (
  reply: FastifyReply,
  order: TrackedOrder,
  photos: { url: string; thumbnailUrl: string }[],
  stream: string,
) =>
  reply.page('track-order/show', {
    title: `Order ${order.number}`,
    order,
    refundDue: refundDueOf(order),
    photos,
    stream,
    steps: STEPS,
  })

/** Says that the order has changed, and nothing of how: the page asks again. */
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
