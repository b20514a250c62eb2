// Search of the storefront: /search?q=.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { Reader } from '../../../db/database.ts'
import { listCategories } from '../../../services/catalogue/categories.ts'
import { searchProducts } from '../../../services/storefront/search.ts'
import { pathOfCategory } from '../../../views/helpers/shop-paths.ts'
import { pageQuery, urlOf } from '../queries.ts'
import { ON_A_PAGE, placesOf } from './places.ts'
import { shopPage, shopRoute, UNLISTED } from './shop-page.ts'

const Query = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 100, 'x-text': 'line' })),
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
})

const search: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/search', shopRoute(app), (request, reply) =>
    shopPage(reply, 'storefront/search/index', async () => {
      const { q = '', page = 1 } = pageQuery(Query, request.query)
      const typed = q.trim()
      const found = typed
        ? await searchProducts(app.db, typed, { limit: ON_A_PAGE, page })
        : { products: [], total: 0, corrected: null }
      return {
        title: typed ? `Search: ${typed}` : 'Search',
        typed,
        corrected: found.corrected,
        products: found.products,
        total: found.total,
        categories: await categoryLinks(app.db),
        places: placesOf(page, found.total, (number) =>
          urlOf('/search', { q: typed, page: number }),
        ),
        machines: UNLISTED,
      }
    }),
  )
}

/** Categories that have something to buy. */
export async function categoryLinks(db: Reader) {
  const { rows } = await listCategories(db, { limit: 50 }, 'public')
  return rows
    .filter(({ products }) => products > 0)
    .map(({ name, slug }) => ({ label: name, href: pathOfCategory(slug) }))
}

export default search
