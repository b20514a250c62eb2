// Search of the storefront: /search?q=.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { Reader } from '../../../db/database.ts'
import { listCategories } from '../../../services/catalogue/categories.ts'
import { searchProducts } from '../../../services/storefront/search.ts'
import { pathOfCategory } from '../../../views/helpers/shop-paths.ts'
import { pageQuery, urlOf } from '../queries.ts'
import { shopPage, shopRoute } from './shop-page.ts'

const Query = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 100, 'x-text': 'line' })),
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
})

const ON_A_PAGE = 24

const search: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/search', shopRoute(app), (request, reply) =>
    shopPage(reply, 'storefront/search/index', async () => {
      const { q = '', page = 1 } = pageQuery(Query, request.query)
      const typed = q.trim()
      const found = typed
        ? await searchProducts(app.db, typed, { limit: ON_A_PAGE, page })
        : { products: [], total: 0, corrected: null }
      const at = (number: number) =>
        urlOf('/search', { q: typed, page: number === 1 ? null : number })
      const last = Math.ceil(found.total / ON_A_PAGE)
      return {
        title: typed ? `Search: ${typed}` : 'Search',
        typed,
        corrected: found.corrected,
        products: found.products,
        total: found.total,
        categories: await categoryLinks(app.db),
        places: {
          page,
          last,
          previous: page > 1 ? at(page - 1) : null,
          next: page < last ? at(page + 1) : null,
        },
        machines: { canonical: null, description: null, picture: null, data: null },
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
