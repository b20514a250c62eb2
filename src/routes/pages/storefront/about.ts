// Page about the shop: where it is, when it is open, and what it says about itself.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { addDays, today } from '../../../lib/time/shop-time.ts'
import { findOpeningHours, hoursOn } from '../../../services/shop/opening-hours.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { findStorefront } from '../../../services/shop/storefront.ts'
import { jsonForHtml } from '../../../views/helpers/shop-page.ts'
import { shopPage, shopRoute } from './shop-page.ts'
import { organisation } from './structured-data.ts'

/** Days ahead for which other hours are announced. */
const AHEAD = 60

const about: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/about', shopRoute(app), (_request, reply) =>
    shopPage(reply, 'storefront/about/index', async () => {
      const shop = await findSettings(app.db)
      const hours = await findOpeningHours(app.db)
      const words = await findStorefront(app.db)
      const first = today(shop.timeZone)
      const week = Array.from({ length: 7 }, (_, ahead) => hoursOn(hours, addDays(first, ahead)))
      const last = addDays(first, AHEAD)
      const exceptions = hours.exceptions
        .filter(({ day }) => day >= first && day <= last)
        .map(({ day }) => hoursOn(hours, day))
      return {
        title: 'Visit us',
        week,
        exceptions,
        machines: {
          canonical: '/about',
          description: words.about,
          picture: null,
          data: jsonForHtml(organisation(app, shop)),
        },
      }
    }),
  )
}

export default about
