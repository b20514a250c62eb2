// Home page: redirects to the set-up, the dashboard for staff, or the customer's orders.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { needsSetup } from '../../../services/access/setup.ts'
import { homeOf } from '../../../views/helpers/navigation.ts'

const home: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/', { config: { permission: 'public' } }, async ({ viewer }, reply) => {
    if (viewer) return reply.redirect(homeOf(viewer), 303)
    if (await needsSetup(app.db)) return reply.redirect('/setup', 303)
    return reply.page('storefront/home/index', { title: 'Welcome' })
  })
}

export default home
