// Product list page: /admin/products.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from '@sinclair/typebox'
import type { Reader } from '../../../../db/database.ts'
import { dictionary } from '../../../../lib/dictionary.ts'
import {
  PRODUCT_KINDS,
  PRODUCT_SORTS,
  type ProductFilter,
  ProductKind,
  productFilter,
} from '../../../../schemas/catalogue/products.ts'
import { listQuery, OneOf } from '../../../../schemas/common.ts'
import { listCategories } from '../../../../services/catalogue/categories.ts'
import {
  countProducts,
  listProducts,
  type ProductListQuery,
} from '../../../../services/catalogue/products/list.ts'
import type { Product } from '../../../../services/catalogue/products/read.ts'
import { isLow } from '../../../../services/catalogue/variants/read.ts'
import { findSettings } from '../../../../services/shop/settings/read.ts'
import type { ListedProduct } from '../../../../views/contexts/catalogue/products.ts'
import type { Chip, Choice, Empty } from '../../../../views/contexts/parts.ts'
import { PRODUCT_KIND } from '../../../../views/helpers/labels/catalogue.ts'
import { catalogueExport } from '../../../shared/catalogue-export.ts'
import { pageBeyond } from '../../beyond-last.ts'
import { pageQuery, urlOf } from '../../queries.ts'

const PATH = '/admin/products'

const { search, categoryId, featured, archived } = productFilter
const Query = Type.Object(
  {
    search,
    categoryId,
    kind: Type.Optional(ProductKind),
    featured,
    archived,
    stock: Type.Optional(OneOf(['low', 'none'])),
    sort: Type.Optional(OneOf(PRODUCT_SORTS, { default: 'name' })),
    ...listQuery,
  },
  { additionalProperties: false },
)
type Query = Static<typeof Query>

const productList: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config: { permission: 'products.read' } }, async (request, reply) => {
    const query = pageQuery(Query, request.query)
    const db = await app.db.forLists()
    const filter = filterOf(query)
    const list = await listProducts(db, filter, paging(query))
    const categories = await categoryChoices(db)
    return reply.page(
      'catalogue/products/index',
      {
        title: 'Products',
        products: list.rows.map(listed),
        total: await countProducts(db, filter),
        query: dictionary(textsOf(query)),
        categories,
        exportHref: catalogueExport((await findSettings(db)).locale),
        kinds: KINDS,
        sorts: SORTS,
        chips: chipsOf(query, categories),
        empty:
          (await pageBeyond(
            query,
            list,
            (page) => listProducts(db, filter, { ...paging(query), page }),
            (page) => urlOf(PATH, here(query), { page }),
          )) ?? emptyOf(query),
        pager: {
          first: query.cursor ? urlOf(PATH, here(query)) : null,
          next: list.nextCursor ? urlOf(PATH, here(query), { cursor: list.nextCursor }) : null,
        },
      },
      'catalogue/products/_list',
    )
  })
}

const filterOf = ({
  search,
  categoryId,
  kind,
  featured,
  archived,
  stock,
}: Query): ProductFilter => ({
  ...(search && { search }),
  ...(categoryId && { categoryId }),
  ...(kind && { kinds: [kind] }),
  ...(featured && { featured }),
  ...(archived && { archived }),
  ...(stock === 'low' && { low: true }),
  ...(stock === 'none' && { available: false }),
})

const paging = ({ sort = 'name', limit = 50, cursor, page }: Query): ProductListQuery => ({
  sort,
  limit,
  ...(cursor && { cursor }),
  ...(page && { page }),
})

/** The filter without the paging position. */
function here({ cursor, page, total, limit, sort, ...filter }: Query) {
  return {
    ...filter,
    archived: filter.archived || null,
    limit: limit === 50 ? null : limit,
    sort: sort === 'name' ? null : sort,
  }
}

const textsOf = (query: Query) =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]))

export function listed(product: Product): ListedProduct {
  const { variants } = product
  const [first] = variants
  const isOne = variants.every(({ unit }) => unit === first?.unit)
  return {
    ...product,
    available: variants.reduce((sum, { available }) => sum + available, 0),
    unit: isOne && first ? first.unit : null,
    isLow: variants.some(isLow),
  }
}

export const KINDS: readonly Choice[] = PRODUCT_KINDS.map((value) => ({
  value,
  label: PRODUCT_KIND[value],
}))

const SORTS: readonly Choice[] = [
  { value: 'name', label: 'Name' },
  { value: '-createdAt', label: 'Newest first' },
  { value: 'price', label: 'Lowest price' },
  { value: '-price', label: 'Highest price' },
]

const MOST_CATEGORIES = 200

/** Current categories, in their order. */
export async function categoryChoices(db: Reader): Promise<Choice[]> {
  const { rows } = await listCategories(db, { limit: MOST_CATEGORIES })
  return rows.map(({ id, name }) => ({ value: String(id), label: name }))
}

/** Filters in use, each a link that removes one. */
function chipsOf(query: Query, categories: readonly Choice[]): Chip[] {
  const chips: Chip[] = []
  const add = (field: keyof Query, name: string, label: string) =>
    chips.push({ name, label, href: urlOf(PATH, here(query), { [field]: null }) })
  if (query.search) add('search', 'Search', `“${query.search}”`)
  if (query.categoryId) {
    const id = String(query.categoryId)
    const label = categories.find(({ value }) => value === id)?.label ?? `no. ${id}`
    add('categoryId', 'Category', label)
  }
  if (query.kind) add('kind', 'Kind', PRODUCT_KIND[query.kind])
  if (query.stock) add('stock', '', query.stock === 'low' ? 'Low stock' : 'None left')
  if (query.featured) add('featured', '', 'Featured')
  if (query.archived) add('archived', '', 'Archived')
  return chips
}

function emptyOf(query: Query): Empty {
  if (chipsOf(query, []).length > 0) return NO_MATCH
  return {
    icon: 'shirt',
    title: 'No products yet',
    text: 'Add what hangs on your rail: a name and a price are enough. Sizes are made in one step.',
  }
}

const NO_MATCH: Empty = {
  icon: 'search',
  title: 'No matching products',
  text: 'Clear a filter or try another search.',
  action: { href: PATH, label: 'Show all products' },
}

export default productList
