// Plans what a row of a product file changes: the same for the check of a file and for the import of its row, so that
// a dry run says what an import does.
import { messageIn } from '../../../lib/errors/quantity-words.ts'
import { Refusal } from '../../../lib/errors/refusal.ts'
import { parseQuantity } from '../../../lib/quantity.ts'
import { foldText } from '../../../lib/text/normalize.ts'
import type { VariantPatch } from '../../../schemas/catalogue/variants.ts'
import { belowHeld, stockChanged } from '../../catalogue/stock/set.ts'
import { changedVariant, newVariant } from '../../catalogue/variants/input.ts'
import { differences } from '../../shared/events/record.ts'
import { type Catalogue, type KnownProduct, type KnownVariant, variantWith } from './catalogue.ts'
import type { Plan } from './changes.ts'
import { conflictsOf } from './conflicts.ts'
import { type Draft, type Problem, slugIn } from './draft.ts'

export interface Frame {
  currency: string
  /** Of the shop, for messages. */
  locale: string
  /** The row is the last one of its product: then the product may be archived. */
  isLast: boolean
  /** The stock when the file was checked, null of a new variant; undefined during the check. */
  expectedStock?: number | null
}

/** @returns the problems instead, if there are any */
export function planRow(
  catalogue: Catalogue,
  draft: Draft,
  frame: Frame,
): { plan: Plan; problems: [] } | { plan: null; problems: Problem[] } {
  const target = findTarget(catalogue, draft)
  if ('problem' in target) return { plan: null, problems: [target.problem] }
  const { product, variant } = target
  const fields = fieldsAfter(draft, target, frame)
  if (fields.problems) return { plan: null, problems: fields.problems }
  const { after, input, stock } = fields
  const productChanges = productDifferences(draft, product)
  const { isProductArchived, isArchived } = draft
  const plan: Plan = {
    ...{ product, variant, slug: target.slug, productChanges, input, fields: after },
    variantChanges: variant ? Object.keys(differences(variant, after)) : [],
    stock: stock !== null && stock !== (variant?.stock ?? 0) ? stock : null,
    restoresProduct: product?.isArchived === true && isProductArchived === false,
    archivesProduct: !product?.isArchived && isProductArchived === true && frame.isLast,
    restoresVariant: variant?.isArchived === true && isArchived === false,
    archivesVariant: !variant?.isArchived && isArchived === true,
  }
  const problems = [...conflictsOf(catalogue, draft, plan), ...stockProblems(plan, frame)]
  return problems.length > 0 ? { plan: null, problems } : { plan, problems: [] }
}

interface Target {
  product: KnownProduct | null
  variant: KnownVariant | null
  slug: string
}

function findTarget(catalogue: Catalogue, draft: Draft): Target | { problem: Problem } {
  const { sku, slug: given, productName } = draft.fields
  const bySku = sku === undefined ? undefined : catalogue.variantBySku(sku)
  if (bySku && given !== undefined && bySku.product.slug !== given) {
    const detail = `"${sku}" is the SKU of ${bySku.product.name}. Choose another one, or write the slug ${bySku.product.slug}.`
    return { problem: { column: 'sku', code: 'sku_taken', detail } }
  }
  if (bySku) return { product: bySku.product, variant: bySku, slug: bySku.product.slug }
  const slug = slugIn(draft)
  const product = slug === undefined ? undefined : catalogue.productBySlug(slug)
  if (slug !== undefined && product) {
    const values = valuesFor(product.options, draft.values)
    const variant = sku === undefined ? variantWith(product, values) : undefined
    return { product, variant: variant ?? null, slug }
  }
  if (slug !== undefined && productName !== undefined) return { product: null, variant: null, slug }
  return { problem: unknownProduct(draft, slug) }
}

function unknownProduct({ fields: { sku } }: Draft, slug: string | undefined): Problem {
  const add = 'To add it, write its productName and price; otherwise correct the line.'
  if (slug !== undefined) {
    return { column: 'slug', code: 'reference', detail: `There is no product "${slug}". ${add}` }
  }
  if (sku !== undefined) {
    return { column: 'sku', code: 'reference', detail: `There is no SKU "${sku}". ${add}` }
  }
  const detail = 'This line names no product. Enter its sku, slug or productName.'
  return { column: '', code: 'required', detail }
}

/** The values in the order and spelling of the product's options. */
function valuesFor(names: readonly string[], values: Record<string, string>) {
  const byName = new Map(Object.entries(values).map(([name, value]) => [foldText(name), value]))
  return Object.fromEntries(names.map((name) => [name, byName.get(foldText(name)) ?? '']))
}

function fieldsAfter(draft: Draft, { product, variant }: Target, shop: Frame) {
  const { currency, locale } = shop
  const { sku, price, cost, supplier, barcode, lowStockAt, stock } = draft.fields
  const { values, unit } = draft
  // By its SKU a variant is found, whatever its capitals; it does not change it.
  const given = { ...(!variant && { sku }), price, cost, supplier, barcode, lowStockAt, unit }
  const input = withoutUndefined({ ...given, ...optionsInput(values, variant) }) as VariantPatch
  const names = product?.options ?? draft.options ?? []
  const frame = { currency, names, at: '' }
  try {
    if (variant === null && price === undefined) {
      const detail = 'Enter a price: this line adds a variant.'
      return { problems: [{ column: 'price', code: 'required', detail } satisfies Problem] }
    }
    const after = variant
      ? changedVariant(input, variant, frame)
      : newVariant({ ...input, price: price ?? 0 }, frame)
    const isWhole = after.unit === 'piece'
    const thousandths = stock === undefined ? null : parseQuantity(stock, isWhole, '/stock')
    return { after, input, stock: thousandths, problems: undefined }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { problems: problemsOf(error, draft, locale) }
  }
}

const optionsInput = (values: Record<string, string>, variant: KnownVariant | null) =>
  Object.keys(values).length === 0
    ? {}
    : { options: variant ? mergedOptions(variant.options, values) : values }

function mergedOptions(before: Record<string, string>, values: Record<string, string>) {
  const names = Object.keys(before)
  const typed = valuesFor(names, values)
  const known = Object.fromEntries(names.map((name) => [name, typed[name] || before[name] || '']))
  const others = Object.entries(values).filter(
    ([name]) => !names.some((one) => foldText(one) === foldText(name)),
  )
  return { ...known, ...Object.fromEntries(others) }
}

const withoutUndefined = (fields: object) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

/** By the columns that differ. */
function productDifferences({ fields, kind, featured }: Draft, product: KnownProduct | null) {
  const { productName, description, care, category } = fields
  const said = withoutUndefined({
    ...{ productName: productName && line(productName), kind, featured },
    ...{ description: text(description), care: text(care), category: category && line(category) },
  }) as Record<string, unknown>
  if (!product) return said
  const known: Record<string, unknown> = { ...product, productName: product.name }
  return Object.fromEntries(
    Object.entries(said).filter(([column, value]) =>
      column === 'category'
        ? foldText(String(value)) !== foldText(product.category ?? '')
        : value !== known[column],
    ),
  )
}

const line = (typed: string) => typed.trim().replace(/\s+/g, ' ')
const text = (typed: string | null | undefined) => (typed ? typed.trim() : undefined)

function stockProblems({ variant, stock }: Plan, { expectedStock, locale }: Frame): Problem[] {
  if (stock === null || !variant) return []
  const column = 'stock'
  const problemOf = (refusal: Refusal): Problem => {
    return { column, code: refusal.code, detail: messageIn(locale, refusal) }
  }
  if (expectedStock !== undefined && expectedStock !== variant.stock) {
    return [problemOf(stockChanged(variant, expectedStock))]
  }
  return stock < variant.reserved ? [problemOf(belowHeld(variant, stock))] : []
}

/** Pointers of the catalogue as columns: `/options/Size` is the value beside the option Size. */
export function problemsOf(refusal: Refusal, draft: Draft, locale: string): Problem[] {
  const { code, extras } = refusal
  const { errors } = extras
  if (!errors) return [{ column: COLUMN_OF[code] ?? '', code, detail: messageIn(locale, refusal) }]
  return errors.map(({ pointer, code, detail }) => {
    const [first = '', second] = pointer
      .replace(/^\/variants\/\d+/, '')
      .split('/')
      .slice(1)
    const at = (draft.options ?? []).findIndex((name) => foldText(name) === foldText(second ?? ''))
    const column = first === 'options' ? `value${Math.max(at, 0) + 1}` : first
    return { column: column as Problem['column'], code, detail }
  })
}

const COLUMN_OF: Record<string, Problem['column']> = {
  sku_taken: 'sku',
  barcode_taken: 'barcode',
  options_taken: 'value1',
  unit_in_use: 'unit',
  stock_reserved: 'stock',
  stock_changed: 'stock',
  product_archived: 'productArchived',
  variant_archived: 'archived',
  last_variant: 'archived',
  category_name_taken: 'category',
}
