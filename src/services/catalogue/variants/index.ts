// Variants: add, update, archive and restore. Stock is changed in ../stock only.
import { sql } from '../../../db/sql.ts'
import { invalid, notFound, Refusal } from '../../../lib/errors/refusal.ts'
import { formatAmount } from '../../../lib/money/amounts.ts'
import { quantityOf } from '../../../lib/quantity.ts'
import { foldText } from '../../../lib/text/normalize.ts'
import type { VariantInput, VariantPatch } from '../../../schemas/catalogue/variants.ts'
import type { Change } from '../../shared/change.ts'
import { differences, recordEvent } from '../../shared/events/record.ts'
import { type ExpectedVersion, expectVersion } from '../../shared/versions.ts'
import { findSettings } from '../../shop/settings/read.ts'
import { followVariants } from '../products/follow.ts'
import { getProduct, type Product } from '../products/read.ts'
import { recordMovement } from '../stock/record.ts'
import {
  changedVariant,
  expectFreeVariant,
  freeSku,
  newVariant,
  optionsKey,
  type VariantFields,
} from './input.ts'
import { getVariant, type Variant } from './read.ts'

/**
 * @param isArchived it begins archived, as some do in a file of a whole catalogue
 * @throws Refusal `not_found`, `product_archived`, `sku_taken`, `barcode_taken`, `options_taken`, `invalid_input`
 */
export async function addVariant(
  change: Change,
  productId: number,
  input: VariantInput,
  isArchived = false,
): Promise<Variant> {
  const product = await getProduct(change, productId)
  expectNotArchived(product)
  const { currency } = await findSettings(change)
  const frame = { currency, names: product.options, at: '' }
  const { stock, ...fields } = newVariant(input, frame)
  expectOwnImage(product, fields.imageId)
  const variant = await insertVariant(change, product, fields, stock, isArchived)
  await followVariants(change, productId)
  const { id, sku } = variant
  await recordEvent(change, 'product.variant_added', productId, {
    variant: id,
    sku,
    price: formatAmount(fields.price, currency),
    stock: quantityOf(stock),
  })
  if (isArchived)
    await recordEvent(change, 'product.variant_archived', productId, { variant: id, sku })
  return variant
}

/** @param stock what it begins with, in thousandths */
export async function insertVariant(
  change: Change,
  product: Pick<Product, 'id' | 'name'>,
  fields: VariantFields,
  stock: number,
  isArchived = false,
): Promise<Variant> {
  const { options, price, cost, supplier, barcode, unit, lowStockAt, imageId } = fields
  const sku = fields.sku || (await freeSku(change, product.name, options))
  await expectFreeVariant(change, product.id, { ...fields, sku, isArchived })
  const row = await change.get<{ id: number }>(sql`
    INSERT INTO variants (product_id, position, sku, sku_folded, options, options_key, price, cost,
                          supplier, barcode, unit, low_stock_at, image_id, archived_at, created_at,
                          updated_at)
    VALUES (${product.id},
            (SELECT coalesce(max(position), 0) + 1 FROM variants WHERE product_id = ${product.id}),
            ${sku}, ${foldText(sku)}, ${JSON.stringify(Object.values(options))}, ${optionsKey(options)},
            ${price}, ${cost}, ${supplier}, ${barcode}, ${unit}, ${lowStockAt}, ${imageId},
            ${isArchived ? change.at : null}, ${change.at}, ${change.at})
    RETURNING id`)
  if (!row) throw new Error('INSERT ... RETURNING brought no row')
  await storeOptions(change, row.id, options)
  if (stock > 0)
    await recordMovement(change, { variantId: row.id, delta: stock, reason: 'opening' })
  return getVariant(change, row.id)
}

/** What filters look at. */
export async function storeOptions(
  change: Change,
  id: number,
  options: Record<string, string>,
): Promise<void> {
  await change.run(sql`DELETE FROM variant_options WHERE variant_id = ${id}`)
  for (const [name, value] of Object.entries(options)) {
    await change.run(sql`
      INSERT INTO variant_options (variant_id, name_folded, value_folded, name, value, created_at, updated_at)
      VALUES (${id}, ${foldText(name)}, ${foldText(value)}, ${name}, ${value}, ${change.at}, ${change.at})`)
  }
}

/**
 * @throws Refusal `not_found`, `stale_version`, `product_archived`, `variant_archived`, `unit_in_use`, `sku_taken`,
 * `barcode_taken`, `options_taken`, `invalid_input`
 */
export async function updateVariant(
  change: Change,
  id: number,
  patch: VariantPatch,
  version?: ExpectedVersion,
): Promise<Variant> {
  const before = await getVariant(change, id)
  expectVersion('variant', before.version, version)
  const product = await getProduct(change, before.productId)
  expectNotArchived(product)
  if (before.archivedAt) throw variantArchived()
  const { currency } = await findSettings(change)
  const fields = changedVariant(patch, before, { currency, names: product.options, at: '' })
  const data = differences(facts(before, currency), facts(fields, currency))
  if (Object.keys(data).length === 0) return before
  if (fields.unit !== before.unit) await expectNeverMoved(change, id)
  expectOwnImage(product, fields.imageId)
  await expectFreeVariant(change, product.id, fields, id)
  await storeVariant(change, id, fields)
  await followVariants(change, product.id)
  await recordEvent(change, 'product.variant_updated', product.id, {
    variant: id,
    sku: fields.sku,
    fields: data,
  })
  return getVariant(change, id)
}

async function storeVariant(change: Change, id: number, fields: VariantFields) {
  const { sku, options, price, cost, supplier, barcode, unit, lowStockAt, imageId } = fields
  await change.run(sql`
    UPDATE variants
    SET sku = ${sku}, sku_folded = ${foldText(sku)}, options = ${JSON.stringify(Object.values(options))},
        options_key = ${optionsKey(options)}, price = ${price}, cost = ${cost}, supplier = ${supplier},
        barcode = ${barcode}, unit = ${unit}, low_stock_at = ${lowStockAt}, image_id = ${imageId},
        version = version + 1, updated_at = ${change.at}
    WHERE id = ${id}`)
  await storeOptions(change, id, options)
}

const facts = (fields: VariantFields, currency: string) => ({
  sku: fields.sku,
  options: fields.options,
  price: formatAmount(fields.price, currency),
  cost: fields.cost === null ? null : formatAmount(fields.cost, currency),
  supplier: fields.supplier,
  barcode: fields.barcode,
  unit: fields.unit,
  lowStockAt: fields.lowStockAt === null ? null : quantityOf(fields.lowStockAt),
  imageId: fields.imageId,
})

/** Its stock stays with it. A second time changes nothing. @throws Refusal `not_found`, `stale_version`, `last_variant` */
export async function removeVariant(
  change: Change,
  id: number,
  version?: ExpectedVersion,
): Promise<void> {
  const variant = await getVariant(change, id)
  expectVersion('variant', variant.version, version)
  if (variant.archivedAt) return
  const { variants } = await getProduct(change, variant.productId)
  if (variants.length < 2) {
    const words = 'A product has at least one variant. Archive the product instead.'
    throw new Refusal('conflict', 'last_variant', words)
  }
  await storeArchived(change, id, change.at)
  await followVariants(change, variant.productId)
  const { productId, sku } = variant
  await recordEvent(change, 'product.variant_archived', productId, { variant: id, sku })
}

/** @throws Refusal `not_found`, `product_archived`, `barcode_taken`, `options_taken` */
export async function restoreVariant(change: Change, id: number): Promise<Variant> {
  const variant = await getVariant(change, id)
  if (!variant.archivedAt) return variant
  expectNotArchived(await getProduct(change, variant.productId))
  await expectFreeVariant(change, variant.productId, variant, id)
  // Options of the product may have been added or taken away meanwhile.
  await storeVariant(change, id, variant)
  await storeArchived(change, id, null)
  await followVariants(change, variant.productId)
  const { productId, sku } = variant
  await recordEvent(change, 'product.variant_restored', productId, { variant: id, sku })
  return getVariant(change, id)
}

const storeArchived = (change: Change, id: number, archivedAt: string | null) =>
  change.run(sql`
    UPDATE variants
    SET archived_at = ${archivedAt}, version = version + 1, updated_at = ${change.at}
    WHERE id = ${id}`)

/** @throws Refusal `product_archived` */
export function expectNotArchived({ archivedAt }: Pick<Product, 'archivedAt'>): void {
  if (archivedAt === null) return
  const words = 'This product is archived. Restore it before you change it.'
  throw new Refusal('conflict', 'product_archived', words)
}

const variantArchived = () =>
  new Refusal(
    'conflict',
    'variant_archived',
    'This variant is archived. Restore it before you change it.',
  )

/** @throws Refusal `unit_in_use`: 3 pieces are not 3 metres */
async function expectNeverMoved(change: Change, id: number): Promise<void> {
  const moved = await change.get(sql`
    SELECT 1 AS one FROM stock_movements WHERE variant_id = ${id} LIMIT 1`)
  if (!moved) return
  const words = 'Its stock was counted in this unit already. Add a variant with the other unit.'
  throw new Refusal('conflict', 'unit_in_use', words)
}

function expectOwnImage({ images }: Product, imageId: number | null): void {
  if (imageId === null || images.some(({ id }) => id === imageId)) return
  const detail = 'The product has no such photo.'
  throw invalid({ pointer: '/imageId', code: 'reference', detail })
}

/** @throws Refusal `not_found` also for a variant of another product */
export async function expectVariantOf(
  change: Change,
  productId: number,
  id: number,
): Promise<Variant> {
  const variant = await getVariant(change, id)
  if (variant.productId !== productId) throw notFound('variant')
  return variant
}
