// Saves a product with all its variants, as its form holds them: all or nothing.
import { type FieldError, invalid, Refusal } from '../../../lib/errors/refusal.ts'
import type { ProductPatch } from '../../../schemas/catalogue/products.ts'
import type { VariantInput, VariantPatch } from '../../../schemas/catalogue/variants.ts'
import type { Change } from '../../shared/change.ts'
import { addVariant, expectVariantOf, removeVariant, updateVariant } from '../variants/index.ts'
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
  const gone = before.variants.filter((variant) => removed.includes(variant.id))
  // Before the options change, since variants may differ in an option that goes; a product keeps at least one.
  const isEmptied = gone.length === before.variants.length
  if (!isEmptied) for (const variant of gone) await removeVariant(change, variant.id)
  await updateProduct(change, id, product, version)
  const errors: FieldError[] = []
  for (const [at, variant] of variants.entries()) {
    errors.push(...(await problemsOf(() => saveVariant(change, id, variant), `/variants/${at}`)))
  }
  if (errors.length > 0) throw invalid(...errors)
  if (isEmptied) for (const variant of gone) await removeVariant(change, variant.id)
  return getProduct(change, id)
}

async function saveVariant(change: Change, productId: number, variant: SavedVariant) {
  if (variant.id === null) return addVariant(change, productId, variant.fields, variant.isArchived)
  await expectVariantOf(change, productId, variant.id)
  return updateVariant(change, variant.id, variant.fields, variant.version)
}

/** Wrong fields, with their place in the product; other refusals end it all. */
async function problemsOf(save: () => Promise<unknown>, at: string): Promise<FieldError[]> {
  try {
    await save()
    return []
  } catch (error) {
    const errors = error instanceof Refusal ? error.extras.errors : undefined
    if (!errors) throw error
    return errors.map((one) => ({ ...one, pointer: `${at}${one.pointer}` }))
  }
}
