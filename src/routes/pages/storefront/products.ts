// Product list of the storefront: /products. Every filter is in the address.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Static } from '@sinclair/typebox'
import type { Reader } from '../../../db/database.ts'
import { notFound } from '../../../lib/errors/refusal.ts'
import { parseTypedNumber } from '../../../lib/money/typed-numbers.ts'
import { foldText } from '../../../lib/text/normalize.ts'
import {
  optionValue,
  optionValues,
  type ProductFilter,
  PUBLIC_KINDS,
  ShelfQuery,
} from '../../../schemas/catalogue/products.ts'
import type { Settings } from '../../../schemas/shop/settings.ts'
import { type Category, findCategoryBySlug } from '../../../services/catalogue/categories.ts'
import {
  countProducts,
  type Facet,
  hasOptions,
  listProducts,
  productFacets,
} from '../../../services/catalogue/products/list.ts'
import { productFilterOf } from '../../../services/catalogue/products/query.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import type { Chip, Choice } from '../../../views/contexts/parts.ts'
import type { ShownFacet } from '../../../views/contexts/storefront.ts'
import { type Formats, formatsFor } from '../../../views/helpers/formats.ts'
import { pathOfCategory, pathOfPhoto } from '../../../views/helpers/shop-paths.ts'
import { pageQuery, urlOf } from '../queries.ts'
import { ON_A_PAGE, placesOf } from './places.ts'
import { shopPage, shopRoute } from './shop-page.ts'

type Query = Static<typeof ShelfQuery> & Record<string, string | number | boolean | undefined>

const PATH = '/products'
/** Values of an option that are in view at once. */
const MOST_SHOWN = 6

const SORTS: readonly Choice[] = [
  { value: 'name', label: 'Name' },
  { value: '-createdAt', label: 'Newest first' },
  { value: 'price', label: 'Lowest price first' },
  { value: '-price', label: 'Highest price first' },
]

const products: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, shopRoute(app), (request, reply) =>
    shopPage(reply, 'storefront/products/index', async () => {
      const query: Query = pageQuery(ShelfQuery, request.query)
      const shop = await findSettings(app.db)
      const plain = { ...query, ...plainPrices(query, shop) }
      const filter = productFilterOf(plain, { currency: shop.currency, reading: 'public' })
      const category = await categoryOf(app.db, query)
      await expectKnown(app.db, filter)
      const { page = 1, sort = 'name' } = query
      const list = await listProducts(app.db, filter, { sort, limit: ON_A_PAGE, page })
      const total = await countProducts(app.db, filter)
      const facets = await productFacets(app.db, filter)
      if (list.rows.length === 0 && page > 1) throw notFound('page')
      const heading = headingOf(query, category)
      const [first] = list.rows
      return {
        title: heading,
        heading,
        intro: category?.description ?? null,
        products: list.rows,
        total,
        facets: facets.map((facet) => shownFacet(facet, query)),
        chips: chipsOf(query, facets, category, { fmt: formatsFor(shop), plain }),
        sorts: SORTS,
        sort,
        priceMin: String(query.priceMin ?? ''),
        priceMax: String(query.priceMax ?? ''),
        isAvailable: query.available === true,
        kept: query.search ? [{ name: 'search', value: query.search }] : [],
        places: placesOf(page, total, (number) => urlOf(PATH, here(query), { page: number })),
        machines: {
          canonical: canonicalOf(query),
          description: category?.description ?? null,
          picture: first?.images[0] ? pathOfPhoto(first.images[0]) : null,
          data: null,
        },
      }
    }),
  )
}

/** '12,50' of a German shop is 12.50. @throws Refusal `invalid_input` */
function plainPrices({ priceMin, priceMax }: Query, shop: Settings) {
  const plain = (typed: string, name: string) => parseTypedNumber('amount', typed, shop, `/${name}`)
  return {
    ...(priceMin !== undefined && { priceMin: plain(priceMin, 'priceMin') }),
    ...(priceMax !== undefined && { priceMax: plain(priceMax, 'priceMax') }),
  }
}

async function categoryOf(db: Reader, { category }: Query): Promise<Category | undefined> {
  if (category === undefined) return undefined
  const found = await findCategoryBySlug(db, category)
  if (!found) throw notFound('category')
  return found
}

/** A made-up choice is an address that does not exist, and not an empty list. */
async function expectKnown(db: Reader, { options }: ProductFilter): Promise<void> {
  if (options && !(await hasOptions(db, { kinds: PUBLIC_KINDS }, options))) throw notFound('page')
}

function headingOf({ kind, search }: Query, category: Category | undefined): string {
  if (category) return category.name
  if (search) return `“${search}”`
  return kind === 'made_to_order' ? 'Made for you' : 'Everything in the shop'
}

/** The address without the page, which another filter would move. */
const here = ({ page, sort, ...filter }: Query) => ({
  ...filter,
  sort: sort === 'name' ? undefined : sort,
})

const valuesIn = (query: Query, name: string): string[] => optionValues(String(query[name] ?? ''))

function shownFacet({ option, values }: Facet, query: Query): ShownFacet {
  const name = option === null ? 'category' : `option.${option}`
  const chosen = option === null ? [query.category ?? ''] : valuesIn(query, name).map(foldText)
  return {
    legend: option ?? 'Category',
    isOne: option === null,
    shown: option === null || values.length <= MOST_SHOWN + 2 ? values.length : MOST_SHOWN,
    choices: values.map(({ value, label, products }) => ({
      name,
      label,
      products,
      value: option === null ? value : optionValue(label),
      isChosen: chosen.includes(value) || chosen.includes(foldText(label)),
    })),
  }
}

/** Chosen filters, each a link to the list without it. */
function chipsOf(
  query: Query,
  facets: readonly Facet[],
  category: Category | undefined,
  { fmt, plain }: { fmt: Formats; plain: Query },
): Chip[] {
  const chips: Chip[] = []
  const add = (name: string, label: string, rest: string | null = null) =>
    chips.push({ name, label, href: urlOf(PATH, here(query), { [name]: rest }) })
  if (query.search) add('search', `“${query.search}”`)
  if (category) add('category', category.name)
  if (query.kind) add('kind', query.kind === 'made_to_order' ? 'Made for you' : 'Ready-made')
  if (query.available) add('available', 'In stock')
  if (query.priceMin !== undefined) add('priceMin', `From ${fmt.moneyOf(String(plain.priceMin))}`)
  if (query.priceMax !== undefined) add('priceMax', `Up to ${fmt.moneyOf(String(plain.priceMax))}`)
  for (const name of Object.keys(query).filter((key) => key.startsWith('option.'))) {
    const values = valuesIn(query, name)
    for (const value of values) {
      const rest = values.filter((other) => other !== value).map(optionValue)
      add(name, labelIn(facets, name, value), rest.join(',') || null)
    }
  }
  return chips
}

/** As the shop writes it; as typed if no product of the list has it. */
function labelIn(facets: readonly Facet[], name: string, value: string): string {
  const option = name.slice('option.'.length)
  const facet = facets.find(
    (one) => one.option !== null && foldText(one.option) === foldText(option),
  )
  const label = facet?.values.find((one) => foldText(one.label) === foldText(value))?.label ?? value
  return `${facet?.option ?? option}: ${label}`
}

/** A category or a kind, and its pages, count for search engines; other combinations of filters do not. */
function canonicalOf(query: Query): string | null {
  const { category, kind, page, sort, ...others } = query
  if (Object.keys(others).length > 0 || (category && kind) || (sort && sort !== 'name')) return null
  if (category)
    return urlOf(pathOfCategory(category), {}, {}) + (page && page > 1 ? `&page=${page}` : '')
  return urlOf(PATH, { kind }, { page: page && page > 1 ? page : null })
}

export default products
