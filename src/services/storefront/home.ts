// What the home page of the storefront shows: featured products, what is made to order, and how many there are.
import type { Reader } from '../../db/database.ts'
import type { ProductFilter } from '../../schemas/catalogue/products.ts'
import { countProducts, listProducts } from '../catalogue/products/list.ts'
import type { Product } from '../catalogue/products/read.ts'

export interface Home {
  /** Ready-made: the featured ones, or the newest where none is featured. */
  ready: Product[]
  made: Product[]
  /** All that can be bought or ordered. */
  total: number
}

const READY: ProductFilter = { kinds: ['ready_made'], available: true }
const MADE: ProductFilter = { kinds: ['made_to_order'] }
const MOST = 8

export async function readHome(db: Reader): Promise<Home> {
  const newest = { sort: '-createdAt' as const, limit: MOST }
  const featured = await listProducts(db, { ...READY, featured: true }, newest)
  const ready = featured.rows.length > 0 ? featured : await listProducts(db, READY, newest)
  const made = await listProducts(db, MADE, { ...newest, limit: 4 })
  const total = await countProducts(db, { kinds: ['ready_made', 'made_to_order'] })
  return { ready: ready.rows, made: made.rows, total }
}

/** Others that somebody may like who looks at this product: of its category first. */
export async function relatedTo(db: Reader, product: Product): Promise<Product[]> {
  const { categoryId } = product
  const kinds = ['ready_made', 'made_to_order'] as const
  const query = { sort: '-createdAt' as const, limit: 5 }
  const near = categoryId ? await listProducts(db, { kinds, categoryId }, query) : { rows: [] }
  const others =
    near.rows.length > 4 ? near : await listProducts(db, { kinds }, { ...query, limit: 9 })
  const all = [...near.rows, ...others.rows].filter(({ id }) => id !== product.id)
  const different = all.filter(({ id }, at) => all.findIndex((other) => other.id === id) === at)
  return different.slice(0, 4)
}
