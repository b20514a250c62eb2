// Conflicts of a planned row with the shop and with earlier rows of its file.
import { foldText } from '../../../lib/text/normalize.ts'
import { type Catalogue, variantWith } from './catalogue.ts'
import type { Plan } from './changes.ts'
import type { Draft, Problem } from './draft.ts'

export const conflictsOf = (catalogue: Catalogue, draft: Draft, plan: Plan): Problem[] => [
  ...optionConflicts(draft, plan),
  ...barcodeConflicts(catalogue, draft, plan),
  ...unitConflicts(plan),
  ...archivedConflicts(draft, plan),
  ...categoryConflicts(catalogue, plan),
]

function* optionConflicts({ options }: Draft, plan: Plan): Generator<Problem> {
  const { product, variant, fields } = plan
  if (!product) return
  const keys = (names: readonly string[]) => names.map(foldText).sort().join('\u001f')
  if (options && keys(options) !== keys(product.options)) {
    const has = product.options.length > 0 ? product.options.join(', ') : 'none'
    const detail = `The options of ${product.name} are: ${has}. Use those, or change them on the page of the product first.`
    yield { column: 'option1', code: 'option_conflict', detail }
  }
  const other = variantWith(product, fields.options)
  if (!other || other === variant || isArchivedAfter(plan)) return
  const values = Object.values(fields.options).join(', ')
  const detail = values
    ? `${product.name} has ${values} already, with the SKU ${other.sku}. Use that SKU, or other values.`
    : `${product.name} has no options, so it has one variant, with the SKU ${other.sku}. Use that SKU, or add an option such as Size on its page first.`
  yield { column: values ? 'value1' : 'sku', code: 'options_taken', detail }
}

const isArchivedAfter = ({ variant, archivesVariant, restoresVariant }: Plan): boolean =>
  archivesVariant || (variant?.isArchived === true && !restoresVariant)

function* barcodeConflicts(catalogue: Catalogue, _draft: Draft, plan: Plan): Generator<Problem> {
  const { variant, fields } = plan
  if (fields.barcode === null || isArchivedAfter(plan)) return
  const owner = catalogue.variantByBarcode(fields.barcode)
  if (!owner || owner === variant) return
  const detail = `"${fields.barcode}" is the barcode of ${owner.product.name} (${owner.sku}). Each variant has its own.`
  yield { column: 'barcode', code: 'barcode_taken', detail }
}

function* unitConflicts({ variant, variantChanges }: Plan): Generator<Problem> {
  if (!variant?.hasMoved || !variantChanges.includes('unit')) return
  const detail = `The stock of ${variant.sku} was counted in another unit (${variant.unit}) already. Leave the unit as it is, or add a variant with the other one.`
  yield { column: 'unit', code: 'unit_in_use', detail }
}

function* archivedConflicts(draft: Draft, plan: Plan): Generator<Problem> {
  const { product, variant, variantChanges, productChanges, restoresProduct } = plan
  const ofVariant = variantChanges.length > 0 || plan.archivesVariant || plan.restoresVariant
  const changes = Object.keys(productChanges).length > 0 || ofVariant || variant === null
  if (product?.isArchived && !restoresProduct && changes) {
    const detail = `${product.name} is archived. Write no in productArchived to restore it, or remove the line.`
    yield { column: 'productArchived', code: 'product_archived', detail }
  } else if (variant?.isArchived && !plan.restoresVariant && variantChanges.length > 0) {
    const detail = `${variant.sku} is archived. Write no in archived to restore it, or remove the line.`
    yield { column: 'archived', code: 'variant_archived', detail }
  }
  const current = product?.variants.filter(({ isArchived }) => !isArchived) ?? []
  if (variant && plan.archivesVariant && current.length < 2) {
    const detail =
      'A product has at least one variant. Write yes in productArchived instead, to archive the product.'
    yield { column: 'archived', code: 'last_variant', detail }
  }
  if (!product && draft.fields.productName === undefined) {
    const detail = 'Enter the name: this line adds a product.'
    yield { column: 'productName', code: 'required', detail }
  }
}

function* categoryConflicts(catalogue: Catalogue, { productChanges }: Plan): Generator<Problem> {
  const { category } = productChanges
  if (typeof category !== 'string' || catalogue.categoryState(category) !== 'archived') return
  const detail = `The category "${category}" is archived. Restore it, or write another one.`
  yield { column: 'category', code: 'category_archived', detail }
}
