// Adds a planned row to the catalogue that later rows of the file are compared with.
import type { Catalogue, KnownProduct } from './catalogue.ts'
import type { Plan } from './changes.ts'
import type { Draft } from './draft.ts'

/** @returns the product afterwards */
export function simulate(catalogue: Catalogue, draft: Draft, plan: Plan): KnownProduct {
  const product = plan.product ?? newProduct(catalogue, draft, plan)
  const { productName: name, ...changes } = plan.productChanges
  Object.assign(product, changes, name !== undefined && { name })
  if (typeof changes.category === 'string') catalogue.addCategory(changes.category)
  if (plan.restoresProduct) product.isArchived = false
  if (plan.archivesProduct) product.isArchived = true
  simulateVariant(catalogue, draft, plan, product)
  return product
}

function newProduct(catalogue: Catalogue, draft: Draft, { slug }: Plan): KnownProduct {
  const product: KnownProduct = {
    ...{ id: null, slug, name: '', description: null, care: null, kind: 'ready_made' },
    ...{ category: null, featured: false, version: 1, isArchived: false, variants: [] },
    options: draft.options ?? [],
  }
  catalogue.addProduct(product)
  return product
}

function simulateVariant(
  catalogue: Catalogue,
  { line }: Draft,
  { variant, fields, stock, ...plan }: Plan,
  product: KnownProduct,
): void {
  const isArchived = plan.archivesVariant || (variant?.isArchived === true && !plan.restoresVariant)
  if (!variant) {
    const facts = { id: null, version: 1, reserved: 0, hasMoved: stock !== null }
    catalogue.addVariant({ ...fields, ...facts, stock: stock ?? 0, isArchived, product, line })
    return
  }
  catalogue.forgetBarcode(variant.isArchived ? null : variant.barcode)
  Object.assign(variant, fields, { stock: stock ?? variant.stock, isArchived, line })
  catalogue.indexVariant(variant)
}
