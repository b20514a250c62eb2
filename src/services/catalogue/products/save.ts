// Saves a product with all its variants, as its form holds them: all or nothing.
import type { ProductPatch } from '../../../schemas/catalogue/products.ts'
import type { VariantInput, VariantPatch } from '../../../schemas/catalogue/variants.ts'
import type { Change } from '../../shared/change.ts'
import { expectVersion } from '../../shared/versions.ts'
import { archiveVariant, expectVariantOf, expectVariants } from '../variants/index.ts'
import { getVariant } from '../variants/read.ts'
import { saveVariants, type VariantEdit } from '../variants/save.ts'
import { updateProduct } from './index.ts'
import { getProduct, type Product } from './read.ts'

/** A stored variant with what changes of it, or a new one. */
export type SavedVariant =
  | { id: number; version: number; fields: VariantPatch }
  | { id: null; fields: VariantInput; isArchived?: boolean }

export interface ProductEdit {
  product: ProductPatch
  /** Variants that are not here, nor among the removed ones, stay as they are. */
  variants: readonly SavedVariant[]
  /** Ids of variants to archive. */
  removed: readonly number[]
}

/**
 * Pointers of refusals are into `variants`: `/variants/2/price`.
 * @throws Refusal as `updateProduct`, `addVariant`, `updateVariant` and `removeVariant`
 */
export async function saveProduct(
  change: Change,
  id: number,
  { product, variants, removed }: ProductEdit,
  version: number,
): Promise<Product> {
  const before = await getProduct(change, id)
  expectVersion('product', before.version, version)
  // Before the options change, which gives each variant a new version.
  for (const variant of variants) await expectUnchanged(change, id, variant)
  // Before the options change, too, since variants may differ in an option that goes.
  const gone = before.variants.filter((variant) => removed.includes(variant.id))
  for (const variant of gone) await archiveVariant(change, variant)
  const updated = await updateProduct(change, id, product)
  await saveVariants(change, updated, await editsOf(change, variants))
  if (gone.length > 0) await expectVariants(change, id)
  return getProduct(change, id)
}

/** @throws Refusal `not_found`, `stale_version` */
async function expectUnchanged(change: Change, productId: number, variant: SavedVariant) {
  if (variant.id === null) return
  const { version } = await expectVariantOf(change, productId, variant.id)
  expectVersion('variant', version, variant.version)
}

async function editsOf(change: Change, variants: readonly SavedVariant[]): Promise<VariantEdit[]> {
  const edits: VariantEdit[] = []
  for (const [place, variant] of variants.entries()) {
    const at = `/variants/${place}`
    if (variant.id === null) edits.push({ ...variant, before: null, at })
    else edits.push({ before: await getVariant(change, variant.id), fields: variant.fields, at })
  }
  return edits
}
