// Offline page, shown when a page cannot be fetched: /offline. The service worker caches it, so it is the same for
// everybody and holds nothing of the shop.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { DEFAULT_SETTINGS } from '../../../services/shop/settings/read.ts'

const offline: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/offline', { config: { permission: 'public' } }, (_request, reply) =>
    reply.page('site/offline/index', {
      title: 'No connection',
      shop: DEFAULT_SETTINGS,
      viewer: null,
      theme: 'system',
    }),
  )
}

export default offline
