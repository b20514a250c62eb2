// JSON of products, variants and stock: decimal strings, quantities in units, links; for customers only what they see.
import type { Static, TSchema } from '@sinclair/typebox'
import type { FastifyReply } from 'fastify'
import { formatAmount } from '../../../lib/money/amounts.ts'
import { quantityOf } from '../../../lib/quantity.ts'
import type { Product as ProductShape } from '../../../schemas/catalogue/products.ts'
import type { Variant as VariantShape } from '../../../schemas/catalogue/variants.ts'
import type { Reading } from '../../../services/catalogue/categories.ts'
import type { Product, ProductImage } from '../../../services/catalogue/products/read.ts'
import type { Count, CountLine } from '../../../services/catalogue/stock/count-rows.ts'
import type { Hold } from '../../../services/catalogue/stock/hold-rows.ts'
import type { Movement } from '../../../services/catalogue/stock/movements.ts'
import { isLow, type Variant } from '../../../services/catalogue/variants/read.ts'
import { withETag } from '../respond.ts'

type Json<Schema extends TSchema> = Static<Schema>

/** The ETag that `If-Match` is compared with; customers get none. */
export const withVersion = <Resource extends { version?: number }>(
  reply: FastifyReply,
  resource: Resource,
): Resource =>
  resource.version === undefined ? resource : withETag(reply, resource as Resource & Versioned)

interface Versioned {
  version: number
}

export interface Shown {
  currency: string
  reading: Reading
}

export const productImageUrl = (productId: number, imageId: number) =>
  `/api/products/${productId}/images/${imageId}`

export function productImageJson(image: ProductImage) {
  const url = productImageUrl(image.productId, image.id)
  return {
    id: image.id,
    productId: image.productId,
    contentType: image.contentType,
    size: image.size,
    width: image.width,
    height: image.height,
    createdAt: image.createdAt,
    updatedAt: image.updatedAt,
    url,
    thumbnailUrl: `${url}?size=thumb`,
  }
}

/** One pass and no copies: visitors' lists have hundreds of variants. */
export function productJson(
  product: Product,
  { currency, reading }: Shown,
): Json<typeof ProductShape> {
  const { categoryId, variants } = product
  const isStaff = reading === 'staff'
  let [stock, reserved, available] = [0, 0, 0]
  for (const variant of variants) {
    stock += variant.stock
    reserved += variant.reserved
    available += variant.available
  }
  const images = product.images.map(productImageJson)
  const json: Json<typeof ProductShape> = {
    id: product.id,
    name: product.name,
    slug: product.slug,
    description: product.description,
    care: product.care,
    kind: product.kind,
    categoryId,
    category:
      categoryId === null
        ? null
        : { id: categoryId, name: product.categoryName ?? '', slug: product.categorySlug ?? '' },
    price: formatAmount(product.lowestPrice, currency),
    highestPrice: formatAmount(product.highestPrice, currency),
    currency,
    featured: product.featured === 1,
    imageUrl: images[0]?.url ?? null,
    images,
    options: optionsOf(product),
    available: quantityOf(available),
    variants: variants.map((variant) => variantJson(variant, { currency, reading })),
    stockQuantity: quantityOf(isStaff ? stock : available),
    createdAt: product.createdAt,
    updatedAt: product.updatedAt,
  }
  if (!isStaff) return json
  json.reserved = quantityOf(reserved)
  json.version = product.version
  json.archivedAt = product.archivedAt
  return json
}

/** Each option with the values that its variants have, in their order. */
function optionsOf({ options, variants }: Product) {
  return options.map((name) => {
    const values: string[] = []
    for (const variant of variants) {
      const value = variant.options[name]
      if (value && !values.includes(value)) values.push(value)
    }
    return { name, values }
  })
}

export function variantJson(
  variant: Variant,
  { currency, reading }: Shown,
): Json<typeof VariantShape> {
  const shown = {
    id: variant.id,
    productId: variant.productId,
    sku: variant.sku,
    options: variant.options,
    price: formatAmount(variant.price, currency),
    unit: variant.unit,
    available: quantityOf(variant.available),
    imageUrl: variant.imageId === null ? null : productImageUrl(variant.productId, variant.imageId),
  }
  if (reading === 'public') return shown
  return {
    ...shown,
    productName: variant.productName,
    kind: variant.kind,
    barcode: variant.barcode,
    cost: variant.cost === null ? null : formatAmount(variant.cost, currency),
    supplier: variant.supplier,
    stock: quantityOf(variant.stock),
    reserved: quantityOf(variant.reserved),
    lowStockAt: variant.lowStockAt === null ? null : quantityOf(variant.lowStockAt),
    isLow: isLow(variant),
    imageId: variant.imageId,
    version: variant.version,
    archivedAt: variant.archivedAt,
    createdAt: variant.createdAt,
    updatedAt: variant.updatedAt,
  }
}

export const movementJson = (movement: Movement) => ({
  ...movement,
  delta: quantityOf(movement.delta),
  stockAfter: quantityOf(movement.stockAfter),
})

export const holdJson = (hold: Hold) => ({ ...hold, quantity: quantityOf(hold.quantity) })

export const countJson = (count: Count) => ({ ...count, blind: count.blind === 1 })

/** What should be there is not told while a blind count is open. */
export function countLineJson(line: CountLine, { blind, state }: Count) {
  const { variantId, sku, productName, counted, expected, actor, updatedAt } = line
  const isTold = blind === 0 || state !== 'open'
  return {
    variantId,
    sku,
    productName,
    options: line.options,
    expected: isTold ? quantityOf(expected) : null,
    counted: quantityOf(counted),
    difference: isTold ? quantityOf(counted - expected) : null,
    soldSince: state === 'open' ? quantityOf(expected - line.stock) : null,
    actor,
    updatedAt,
  }
}
