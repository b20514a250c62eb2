// Home page: the face of the shop. Staff go on to the order book, and a shop without an owner to its set-up.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { needsSetup } from '../../../services/access/setup.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { findStorefront } from '../../../services/shop/storefront.ts'
import { readHome } from '../../../services/storefront/home.ts'
import { homeOf } from '../../../views/helpers/navigation.ts'
import { jsonForHtml } from '../../../views/helpers/shop-page.ts'
import { shopPage } from './shop-page.ts'
import { organisation } from './structured-data.ts'

const home: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/', { config: { permission: 'public', shared: true } }, async (request, reply) => {
    const { viewer, query } = request
    const { isOpen, headline, intro } = await findStorefront(app.db)
    const isLooking = isOpen && (query as { view?: unknown }).view === 'shop'
    if (viewer && (viewer.role !== 'customer' || !isOpen) && !isLooking) {
      return reply.redirect(homeOf(viewer), 303)
    }
    if (await needsSetup(app.db)) return reply.redirect('/setup', 303)
    if (!isOpen) return reply.page('storefront/home/closed', { title: 'Welcome' })
    return shopPage(reply, 'storefront/home/index', async () => ({
      title: headline ?? 'Welcome',
      goods: await readHome(app.db),
      machines: {
        canonical: '/',
        description: intro,
        picture: null,
        data: jsonForHtml(organisation(app, await findSettings(app.db))),
      },
    }))
  })
}

export default home
