// Variants: add, update, archive and restore. Stock is changed in ../stock only.
import { sql } from '../../../db/sql.ts'
import { notFound, Refusal } from '../../../lib/errors/refusal.ts'
import type { VariantInput, VariantPatch } from '../../../schemas/catalogue/variants.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { type ExpectedVersion, expectVersion } from '../../shared/versions.ts'
import { followVariants } from '../products/follow.ts'
import { expectNotArchived, getProduct } from '../products/read.ts'
import { getVariant, type Variant } from './read.ts'
import { saveVariants } from './save.ts'
import { storeVariant } from './store.ts'
import { expectFreeVariants } from './taken.ts'

/** @throws Refusal `not_found`, `product_archived`, `sku_taken`, `barcode_taken`, `options_taken`, `invalid_input` */
export async function addVariant(
  change: Change,
  productId: number,
  fields: VariantInput,
): Promise<Variant> {
  const product = await getProduct(change, productId)
  const [id = 0] = await saveVariants(change, product, [{ before: null, fields, at: '' }])
  return getVariant(change, id)
}

/**
 * @throws Refusal `not_found`, `stale_version`, `product_archived`, `variant_archived`, `unit_in_use`, `sku_taken`,
 * `barcode_taken`, `options_taken`, `invalid_input`
 */
export async function updateVariant(
  change: Change,
  id: number,
  fields: VariantPatch,
  version?: ExpectedVersion,
): Promise<Variant> {
  const before = await getVariant(change, id)
  expectVersion('variant', before.version, version)
  const product = await getProduct(change, before.productId)
  await saveVariants(change, product, [{ before, fields, at: '' }])
  return getVariant(change, id)
}

/** Its stock stays with it. A second time changes nothing. @throws Refusal `not_found`, `stale_version`, `last_variant` */
export async function removeVariant(
  change: Change,
  id: number,
  version?: ExpectedVersion,
): Promise<void> {
  const variant = await getVariant(change, id)
  expectVersion('variant', variant.version, version)
  if (variant.archivedAt) return
  await archiveVariant(change, variant)
  await expectVariants(change, variant.productId)
}

/** Also the last one: see `expectVariants`. */
export async function archiveVariant(
  change: Change,
  { id, productId, sku }: Pick<Variant, 'id' | 'productId' | 'sku'>,
): Promise<void> {
  await storeArchived(change, id, change.at)
  await followVariants(change, productId)
  await recordEvent(change, 'product.variant_archived', productId, { variant: id, sku })
}

/** @throws Refusal `last_variant` if the product has no current variant left */
export async function expectVariants(change: Change, productId: number): Promise<void> {
  const { variants } = await getProduct(change, productId)
  if (variants.length > 0) return
  const words = 'A product has at least one variant. Archive the product instead.'
  throw new Refusal('conflict', 'last_variant', words)
}

/** @throws Refusal `not_found`, `product_archived`, `barcode_taken`, `options_taken` */
export async function restoreVariant(change: Change, id: number): Promise<Variant> {
  const variant = await getVariant(change, id)
  if (!variant.archivedAt) return variant
  const { productId, sku } = variant
  expectNotArchived(await getProduct(change, productId))
  await expectFreeVariants(change, productId, [{ id, fields: variant, at: '' }])
  // Options of the product may have been added or taken away meanwhile.
  await storeVariant(change, id, variant)
  await storeArchived(change, id, null)
  await followVariants(change, productId)
  await recordEvent(change, 'product.variant_restored', productId, { variant: id, sku })
  return getVariant(change, id)
}

const storeArchived = (change: Change, id: number, archivedAt: string | null) =>
  change.run(sql`
    UPDATE variants
    SET archived_at = ${archivedAt}, version = version + 1, updated_at = ${change.at}
    WHERE id = ${id}`)

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
