// Products, categories, stock and counts for tests of pages.
import type { FastifyInstance } from 'fastify'
import type { ProductInput } from '../../../src/schemas/catalogue/products.ts'
import { createCategory, listCategories } from '../../../src/services/catalogue/categories.ts'
import { createProduct } from '../../../src/services/catalogue/products/index.ts'
import { listProducts } from '../../../src/services/catalogue/products/list.ts'
import { getProduct } from '../../../src/services/catalogue/products/read.ts'
import { countCounts } from '../../../src/services/catalogue/stock/count-rows.ts'
import { enterLine, openCount } from '../../../src/services/catalogue/stock/counts.ts'
import { holdStock } from '../../../src/services/catalogue/stock/holds.ts'
import { getVariant } from '../../../src/services/catalogue/variants/read.ts'
import { type Change, change, SYSTEM } from '../../../src/services/shared/change.ts'

export const GOWN: ProductInput = {
  name: 'Evening gown',
  options: ['Size'],
  care: 'Dry clean only',
  variants: [
    { options: { Size: 'S' }, price: '240.00', cost: '90.00', stock: 1, lowStockAt: 2 },
    { options: { Size: 'M' }, price: '260.00', stock: 4, barcode: '4006381333931' },
  ],
}

export interface Shelf {
  write<Result>(work: (change: Change) => Promise<Result>): Promise<Result>
  add(input: ProductInput): ReturnType<typeof createProduct>
  product(id: number): ReturnType<typeof getProduct>
  variant(id: number): ReturnType<typeof getVariant>
  /** Somebody keeps pieces of a variant for an hour. */
  hold(variantId: number, pieces: number): Promise<void>
}

/** The catalogue of an app, as services have it. */
export function shelfOf({ db }: FastifyInstance): Shelf {
  const write: Shelf['write'] = (work) => db.write((tx) => work(change(tx, SYSTEM)))
  return {
    write,
    add: (input) => write((change) => createProduct(change, input)),
    product: (id) => getProduct(db, id),
    variant: (id) => getVariant(db, id),
    hold: (variantId, pieces) => {
      const lines = [{ variantId, quantity: pieces * 1000 }]
      const holder = { holder: 'order:1042', lasts: 3_600_000 }
      return write((change) => holdStock(change, lines, holder))
    },
  }
}

/** Makes sure that there are a category, a product and a count with the id 1, for tests of all pages. */
export async function fillShelf(app: FastifyInstance): Promise<void> {
  const { add, hold, write } = shelfOf(app)
  const categories = await listCategories(app.db, { limit: 1 })
  if (categories.rows.length === 0)
    await write((change) => createCategory(change, { name: 'Evening wear' }))
  const products = await listProducts(app.db, {}, { limit: 1 })
  if (products.rows.length === 0) {
    const { variants } = await add({ ...GOWN, categoryId: 1, featured: true })
    await hold(variants[1]?.id ?? 0, 1)
  }
  if ((await countCounts(app.db)) > 0) return
  await write(async (change) => {
    const { id } = await openCount(change, { note: 'Window and rail' })
    await enterLine(change, id, { variantId: 1, counted: 2 })
  })
}
