// Imports a row of a product file, in a transaction of its batch.
import { sql } from '../../../db/sql.ts'
import { foldText } from '../../../lib/text/normalize.ts'
import type { ProductPatch } from '../../../schemas/catalogue/products.ts'
import type { VariantInput } from '../../../schemas/catalogue/variants.ts'
import { createCategory } from '../../catalogue/categories.ts'
import { createProduct, removeProduct, restoreProduct } from '../../catalogue/products/index.ts'
import { getProduct } from '../../catalogue/products/read.ts'
import { saveProduct } from '../../catalogue/products/save.ts'
import { setStock } from '../../catalogue/stock/set.ts'
import { removeVariant, restoreVariant } from '../../catalogue/variants/index.ts'
import { getVariant } from '../../catalogue/variants/read.ts'
import type { Change } from '../../shared/change.ts'
import type { KnownVariant } from './catalogue.ts'
import type { Plan } from './changes.ts'
import type { Draft } from './draft.ts'

/** @returns the id of the product @throws Refusal as `saveProduct`, `createProduct`, `setStock` and those of archiving */
export async function carryOut(change: Change, draft: Draft, plan: Plan): Promise<number> {
  const { product, variant } = plan
  const patch = await patchOf(change, plan)
  const id = product?.id ?? (await addProduct(change, draft, plan, patch))
  if (product) await changeProduct(change, id, plan, patch)
  if (variant && plan.stock !== null) {
    await setStock(change, variant.id ?? 0, plan.stock, variant.stock)
  }
  if (plan.archivesProduct) await archive(change, id)
  return id
}

async function patchOf(change: Change, { productChanges }: Plan): Promise<ProductPatch> {
  const { productName, category, ...fields } = productChanges
  return {
    ...fields,
    ...(typeof productName === 'string' && { name: productName }),
    ...(typeof category === 'string' && { categoryId: await categoryNamed(change, category) }),
  }
}

async function categoryNamed(change: Change, name: string): Promise<number> {
  const row = await change.get<{ id: number }>(sql`
    SELECT id FROM categories WHERE name_folded = ${foldText(name)}`)
  return row?.id ?? (await createCategory(change, { name })).id
}

async function addProduct(change: Change, draft: Draft, plan: Plan, patch: ProductPatch) {
  const { slug, archivesVariant: isArchived } = plan
  const options = draft.options ?? []
  const input = { ...patch, name: patch.name ?? '', options, variants: [newVariantOf(plan)] }
  return (await createProduct(change, input, { slug, isArchived })).id
}

const newVariantOf = ({ input, stock }: Plan) =>
  ({ ...input, ...(stock !== null && { stock: String(stock / 1000) }) }) as VariantInput

async function changeProduct(change: Change, id: number, plan: Plan, patch: ProductPatch) {
  const { variant, archivesVariant: isArchived } = plan
  if (plan.restoresProduct) await restoreProduct(change, id)
  if (variant && plan.restoresVariant) await restoreVariant(change, variant.id ?? 0)
  const saved = variant
    ? await savedVariant(change, variant, plan)
    : [{ id: null, fields: newVariantOf(plan), isArchived }]
  if (saved.length > 0 || Object.keys(patch).length > 0) {
    const { version } = await getProduct(change, id)
    await saveProduct(change, id, { product: patch, variants: saved, removed: [] }, version)
  }
  if (variant && isArchived) await removeVariant(change, variant.id ?? 0)
}

async function savedVariant(change: Change, { id }: KnownVariant, plan: Plan) {
  if (plan.variantChanges.length === 0) return []
  const { version } = await getVariant(change, id ?? 0)
  return [{ id: id ?? 0, version, fields: plan.input }]
}

async function archive(change: Change, id: number): Promise<void> {
  const { version } = await getProduct(change, id)
  await removeProduct(change, id, version)
}
