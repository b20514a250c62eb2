// /track-order/{token}: the page behind the link that a customer is given.
import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { refundDueOf } from '../../services/order-cancellation.ts'
import { findTrackedOrder, getTrackedOrder } from '../../services/tracking.ts'
import { TokenParams } from '../api/track.ts'

const HEARTBEAT_MS = 15_000
const STEPS = ['pending', 'in_progress', 'ready', 'completed'] as const

const trackOrder: FastifyPluginAsyncTypebox = async (app) => {
  const options = { config: { roles: 'public' }, schema: { params: TokenParams } } as const

  app.get('/track-order/:token', options, async ({ params }, reply) => {
    const order = await getTrackedOrder(app.db, params.token)
    // The link is the key, so it must not leave with the next click.
    reply.header('referrer-policy', 'no-referrer')
    return reply.page('track-order/show', {
      title: `Order ${order.number}`,
      order,
      refundDue: refundDueOf(order),
      steps: STEPS,
    })
  })

  app.get(
    '/track-order/:token/stream',
    { ...options, exposeHeadRoute: false }, // it would never end
    async ({ params }, reply) => {
      await getTrackedOrder(app.db, params.token)
      reply.header('cache-control', 'no-store').header('x-accel-buffering', 'no')
      const frames = Readable.from(changesOf(app, params.token), { highWaterMark: 1 })
      return reply.type('text/event-stream').send(frames)
    },
  )
}

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
