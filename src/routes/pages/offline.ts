// /offline: what a device shows where a page cannot be fetched. The service worker keeps it, so it is the same for
// everybody and knows nothing of the shop.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { DEFAULT_SETTINGS } from '../../services/settings.ts'

const offline: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/offline', { config: { roles: 'public' } }, (_request, reply) =>
    reply.page('offline/index', {
      title: 'No connection',
      shop: DEFAULT_SETTINGS,
      viewer: null,
      theme: 'system',
    }),
  )
}

export default offline
