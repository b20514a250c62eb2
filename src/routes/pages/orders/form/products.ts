// Products of the order form: typed by name, typed or scanned by SKU or barcode, or tapped. Each becomes an item.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { Reader } from '../../../../db/database.ts'
import { PUBLIC_KINDS } from '../../../../schemas/catalogue/products.ts'
import { can } from '../../../../services/access/viewers.ts'
import { listProducts } from '../../../../services/catalogue/products/list.ts'
import {
  findByCode,
  isArchived,
  listVariants,
  nameOf,
  type Variant,
  variantsById,
} from '../../../../services/catalogue/variants/read.ts'
import { findSettings } from '../../../../services/shop/settings/read.ts'
import type {
  ItemRow,
  ProductChoices,
  ProductSearch,
} from '../../../../views/contexts/orders/form.ts'
import { formatsFor } from '../../../../views/helpers/formats.ts'
import { type Form, valuesOf } from '../../forms.ts'
import { BLANK_ROW, type OrderFormState } from './fields.ts'

const MOST_CHOICES = 12
const TILES = 8

export const NOTHING_SOUGHT: ProductSearch = Object.freeze({
  code: '',
  exact: null,
  choices: [],
  isUnknown: false,
})

const orderProducts: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/admin/orders/products',
    { config: { permission: 'products.read' } },
    async (request, reply) => {
      const found = await findProducts(app.db, request.query as Form)
      const context = { title: 'Choose a product', found }
      return reply.page('orders/form/product', context, 'orders/form/_found')
    },
  )
}

export const PRODUCT_BUTTONS = ['findProduct', 'addProduct', 'addVariant']

/** A tapped variant or product, or else what was typed or scanned. */
export async function findProducts(db: Reader, form: Form): Promise<ProductSearch> {
  const { addVariant = '', addProduct = '', productSearch = '' } = valuesOf(form)
  if (addVariant !== '') return searchOf('', await current(db, Number(addVariant)))
  if (addProduct !== '') return searchOf('', await sold(db, { productId: Number(addProduct) || 0 }))
  const code = productSearch.trim()
  if (code === '') return NOTHING_SOUGHT
  const exact = await findByCode(db, code)
  if (exact && isSold(exact)) return searchOf(code, [exact])
  return { ...searchOf(code, await sold(db, { search: code.slice(0, 100) })) }
}

const searchOf = (code: string, variants: readonly Variant[]): ProductSearch => ({
  code,
  exact: variants.length === 1 ? (variants[0] ?? null) : null,
  choices: variants.length > 1 ? variants : [],
  isUnknown: variants.length === 0,
})

/** Material is issued to an item, not sold. */
const isSold = (variant: Variant) => variant.kind !== 'material' && !isArchived(variant)

async function sold(db: Reader, which: { productId: number } | { search: string }) {
  const { rows } = await listVariants(db, { ...which, limit: MOST_CHOICES })
  return rows.filter(isSold)
}

async function current(db: Reader, id: number): Promise<Variant[]> {
  const variant = (await variantsById(db, Number.isSafeInteger(id) ? [id] : [])).get(id)
  return variant && isSold(variant) ? [variant] : []
}

/** The rows with one more piece of the variant: in its row, in a blank row, or in a new one. */
export async function withVariant(
  db: Reader,
  { values, rows }: OrderFormState,
  variant: Variant,
): Promise<OrderFormState> {
  const fmt = formatsFor(await findSettings(db))
  const id = String(variant.id)
  if (rows.some((row) => row.variantId === id)) {
    return { values, rows: rows.map((row) => (row.variantId === id ? oneMore(row) : row)) }
  }
  const row = {
    ...BLANK_ROW,
    variantId: id,
    itemName: [...nameOf(variant)].slice(0, 120).join(''),
    unitPrice: fmt.amount(variant.price),
  }
  return { values, rows: [...rows, row] }
}

const oneMore = (row: ItemRow): ItemRow => ({
  ...row,
  quantity: /^\d{1,4}$/.test(row.quantity) ? String(Number(row.quantity) + 1) : row.quantity,
})

/** What the form shows of the catalogue. */
export async function productChoices(
  request: FastifyRequest,
  rows: readonly ItemRow[],
  found: ProductSearch,
): Promise<ProductChoices> {
  const { db } = request.server
  const ids = rows.map(({ variantId }) => Number(variantId) || 0)
  const variants = await variantsById(db, ids.filter(Number.isSafeInteger))
  const rowVariants = ids.map((id) => variants.get(id) ?? null)
  const mayChoose = request.viewer !== null && can(request.viewer, 'products.read')
  return { mayChoose, found, rowVariants, tiles: mayChoose ? await tilesOf(db) : [] }
}

/** What the shop features, or else its newest; only what can be sold now. */
async function tilesOf(db: Reader) {
  const filter = { kinds: PUBLIC_KINDS, available: true }
  const featured = await listProducts(db, { ...filter, featured: true }, { limit: TILES })
  if (featured.rows.length > 0) return featured.rows
  return (await listProducts(db, filter, { limit: TILES, sort: '-createdAt' })).rows
}

export default orderProducts
