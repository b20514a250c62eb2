// Variants with low stock: /admin/stock/low.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from '@sinclair/typebox'
import { dictionary } from '../../../../lib/dictionary.ts'
import { ProductKind, productFilter } from '../../../../schemas/catalogue/products.ts'
import { listQuery } from '../../../../schemas/common.ts'
import {
  countLow,
  type LowFilter,
  listLow,
  lowSuppliers,
} from '../../../../services/catalogue/stock/low.ts'
import type { Chip, Choice, Empty } from '../../../../views/contexts/parts.ts'
import { PRODUCT_KIND } from '../../../../views/helpers/labels/catalogue.ts'
import { pageBeyond } from '../../beyond-last.ts'
import { pageQuery, urlOf } from '../../queries.ts'
import { categoryChoices, KINDS } from '../products/list.ts'

const PATH = '/admin/stock/low'

const { search, categoryId } = productFilter
const Query = Type.Object(
  {
    search,
    supplier: Type.Optional(Type.String({ 'x-text': 'line', maxLength: 120 })),
    kind: Type.Optional(ProductKind),
    categoryId,
    ...listQuery,
  },
  { additionalProperties: false },
)
type Query = Static<typeof Query>

const lowStock: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config: { permission: 'products.read' } }, async (request, reply) => {
    const query = pageQuery(Query, request.query)
    const { limit = 50, cursor, page } = query
    const db = await app.db.forLists()
    const filter = filterOf(query)
    const paging = { limit, ...(cursor && { cursor }), ...(page && { page }) }
    const list = await listLow(db, filter, paging)
    const categories = await categoryChoices(db)
    const chips = chipsOf(query, categories)
    return reply.page(
      'catalogue/stock/low',
      {
        title: 'Low stock',
        variants: list.rows,
        total: await countLow(db, filter),
        query: dictionary(textsOf(query)),
        suppliers: (await lowSuppliers(db)).map((name) => ({ value: name, label: name })),
        categories,
        kinds: KINDS,
        chips,
        empty:
          (await pageBeyond(
            query,
            list,
            (page) => listLow(db, filter, { limit, page }),
            (page) => urlOf(PATH, here(query), { page }),
          )) ?? (chips.length > 0 ? NO_MATCH : NOTHING_LOW),
        pager: {
          first: query.cursor ? urlOf(PATH, here(query)) : null,
          next: list.nextCursor ? urlOf(PATH, here(query), { cursor: list.nextCursor }) : null,
        },
      },
      'catalogue/stock/_low',
    )
  })
}

const filterOf = ({ search, supplier, kind, categoryId }: Query): LowFilter => ({
  ...(search && { search }),
  ...(supplier && { supplier }),
  ...(kind && { kind }),
  ...(categoryId && { categoryId }),
})

/** The filter without the paging position. */
const here = ({ cursor, page, total, limit, ...filter }: Query) => ({
  ...filter,
  limit: limit === 50 ? null : limit,
})

const textsOf = (query: Query) =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]))

/** Filters in use, each a link that removes one. */
function chipsOf(query: Query, categories: readonly Choice[]): Chip[] {
  const { search, supplier, kind, categoryId } = query
  const category = categories.find(({ value }) => value === String(categoryId))
  const used = [
    { field: 'search', name: 'Search', label: search && `“${search}”` },
    { field: 'supplier', name: 'Supplier', label: supplier },
    { field: 'kind', name: 'Kind', label: kind && PRODUCT_KIND[kind] },
    {
      field: 'categoryId',
      name: 'Category',
      label: categoryId && (category?.label ?? `no. ${categoryId}`),
    },
  ]
  return used.flatMap(({ field, name, label }) =>
    label ? [{ name, label, href: urlOf(PATH, here(query), { [field]: null }) }] : [],
  )
}

const NOTHING_LOW: Empty = {
  icon: 'circle-check',
  title: 'Nothing is low',
  text: 'A variant is low once no more is available than its mark “Low at”, which is set with the product.',
}

const NO_MATCH: Empty = {
  icon: 'search',
  title: 'Nothing low matches',
  text: 'Clear a filter or try another search.',
  action: { href: PATH, label: 'Show all low stock' },
}

export default lowStock
