// /track-order/{token}: the page behind the link that a customer is given.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { getTrackedOrder } from '../../services/tracking.ts'
import { TokenParams } from '../api/track.ts'

const STEPS = ['pending', 'in_progress', 'ready', 'completed'] as const

const trackOrder: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/track-order/:token',
    { config: { roles: 'public' }, schema: { params: TokenParams } },
    async ({ params }, reply) => {
      const order = await getTrackedOrder(app.db, params.token)
      // The link is the key, so it must not leave with the next click.
      reply.header('referrer-policy', 'no-referrer')
      return reply.page('track-order/show', { title: `Order ${order.number}`, order, steps: STEPS })
    },
  )
}

export default trackOrder
