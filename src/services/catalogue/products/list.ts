// Lists of products, with facets: how many products each further choice would leave.
import type { Reader } from '../../../db/database.ts'
import { join, list, type Sql, sql, where } from '../../../db/sql.ts'
import { foldText } from '../../../lib/text/normalize.ts'
import type { ProductFilter, ProductSort } from '../../../schemas/catalogue/products.ts'
import { decodeKeyset, limitOf, type Page, type PageRequest, pageOf } from '../../shared/paging.ts'
import { isAvailable, productConditions, variantConditions } from './filter.ts'
import { completed, PRODUCTS, type Product, type ProductRow } from './read.ts'

export interface ProductListQuery extends Partial<PageRequest> {
  sort?: ProductSort
}

interface Order {
  column: Sql
  value: (row: ProductRow) => string | number
  kind: 'string' | 'number'
  descending?: true
}

const lowest = ({ lowestPrice }: ProductRow) => lowestPrice
const ORDERS: Record<ProductSort, Order> = {
  name: { column: sql`p.name_folded`, value: ({ name }) => foldText(name), kind: 'string' },
  '-createdAt': {
    column: sql`p.created_at`,
    value: ({ createdAt }) => createdAt,
    kind: 'string',
    descending: true,
  },
  price: { column: sql`p.lowest_price`, value: lowest, kind: 'number' },
  '-price': { column: sql`p.lowest_price`, value: lowest, kind: 'number', descending: true },
}

/** @throws Refusal `invalid_cursor` */
export async function listProducts(
  db: Reader,
  filter: ProductFilter,
  { sort = 'name', limit = 50, cursor, page }: ProductListQuery,
): Promise<Page<Product>> {
  const { column, value, kind, descending } = ORDERS[sort]
  const conditions = productConditions(filter, new Date().toISOString())
  if (cursor) {
    const [last, id] = decodeKeyset(cursor, `products ${sort}`, kind as 'string')
    conditions.push(sql`(${column}, p.id) ${descending ? LESS : MORE} (${last}, ${id})`)
  }
  const direction = descending ? sql`DESC` : sql`ASC`
  const rows = await db.all<ProductRow>(sql`
    ${PRODUCTS}
    ${where(conditions)}
    ORDER BY ${column} ${direction}, p.id ${direction}
    ${limitOf({ limit, ...(page && { page }) })}`)
  const shown = pageOf(rows, limit, (row) => [`products ${sort}`, value(row), row.id])
  return { ...shown, rows: await completed(db, shown.rows) }
}

const LESS = sql`<`
const MORE = sql`>`

const FROM = sql`FROM products p LEFT JOIN categories c ON c.id = p.category_id`

export async function countProducts(db: Reader, filter: ProductFilter): Promise<number> {
  const conditions = productConditions(filter, new Date().toISOString())
  const row = await db.get<{ total: number }>(
    sql`SELECT count(*) AS total ${FROM} ${where(conditions)}`,
  )
  return row?.total ?? 0
}

export interface Facet {
  /** Name of the option, such as Size; null: categories. */
  option: string | null
  values: FacetValue[]
}

export interface FacetValue {
  /** What the filter takes: a folded value of the option, or the slug of a category. */
  value: string
  label: string
  /** How many products the list has with this choice instead of the others of its facet. */
  products: number
}

/** Categories and options of the products that the filter leaves, each facet without its own choice. */
export async function productFacets(db: Reader, filter: ProductFilter): Promise<Facet[]> {
  const at = new Date().toISOString()
  const categories = await categoryFacet(db, filter, at)
  const names = await optionNames(db, filter, at)
  const options: Facet[] = []
  for (const { name, label } of names) options.push(await optionFacet(db, filter, name, label, at))
  return [categories, ...options].filter(({ values }) => values.length > 0)
}

async function categoryFacet(db: Reader, filter: ProductFilter, at: string): Promise<Facet> {
  const { category, categoryId, ...others } = filter
  const values = await db.all<FacetValue>(sql`
    SELECT c.slug AS value, c.name AS label, count(*) AS products
    FROM products p JOIN categories c ON c.id = p.category_id AND c.archived_at IS NULL
    ${where(productConditions(others, at))}
    GROUP BY c.id, c.slug, c.name, c.position, c.name_folded
    ORDER BY c.position, c.name_folded, c.id`)
  return { option: null, values }
}

/** Names of the options in the list without any chosen option. */
function optionNames(db: Reader, filter: ProductFilter, at: string) {
  const { options, ...others } = filter
  return db.all<{ name: string; label: string }>(sql`
    SELECT x.name_folded AS name, min(x.name) AS label
    ${FROM}
    JOIN variants v ON v.product_id = p.id AND v.archived_at IS NULL
    JOIN variant_options x ON x.variant_id = v.id
    ${where(productConditions(others, at))}
    GROUP BY x.name_folded
    ORDER BY x.name_folded`)
}

async function optionFacet(
  db: Reader,
  filter: ProductFilter,
  name: string,
  label: string,
  at: string,
): Promise<Facet> {
  const { [name]: own, ...options } = filter.options ?? {}
  const others = { ...filter, options }
  const ofVariant = [...variantConditions(others, at), isAvailable(at)]
  const values = await db.all<FacetValue>(sql`
    SELECT x.value_folded AS value, min(x.value) AS label, count(DISTINCT p.id) AS products
    ${FROM}
    JOIN variants v ON v.product_id = p.id AND v.archived_at IS NULL
    JOIN variant_options x ON x.variant_id = v.id AND x.name_folded = ${name}
    ${where([...productConditions(others, at), join(ofVariant, ' AND ')])}
    GROUP BY x.value_folded
    ORDER BY min(v.position), x.value_folded`)
  return { option: label, values }
}

/** Whether some product that the filter allows has each of the values, of whatever it has left. Names and values folded. */
export async function hasOptions(
  db: Reader,
  filter: ProductFilter,
  wanted: Readonly<Record<string, readonly string[]>>,
): Promise<boolean> {
  const conditions = productConditions(filter, new Date().toISOString())
  for (const [name, values] of Object.entries(wanted)) {
    const row = await db.get<{ found: number }>(sql`
      SELECT count(DISTINCT x.value_folded) AS found
      ${FROM}
      JOIN variants v ON v.product_id = p.id AND v.archived_at IS NULL
      JOIN variant_options x ON x.variant_id = v.id AND x.name_folded = ${name}
      ${where([...conditions, sql`x.value_folded IN (${list(values)})`])}`)
    if ((row?.found ?? 0) < new Set(values).size) return false
  }
  return true
}
