// The front door: the set-up on the first day, the order book for staff, their orders for customers.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { needsSetup } from '../../services/setup.ts'

const home: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/', { config: { roles: 'public' } }, async ({ viewer }, reply) => {
    if (viewer) return reply.redirect(viewer.role === 'customer' ? '/orders' : '/admin', 303)
    if (await needsSetup(app.db)) return reply.redirect('/setup', 303)
    return reply.page('home/index', { title: 'Welcome' })
  })
}

export default home
