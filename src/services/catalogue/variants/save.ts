// Saves variants of a product together: checked all at once, then stored, so that they may exchange values and codes.
import { sql } from '../../../db/sql.ts'
import { Problems } from '../../../lib/errors/input-problems.ts'
import { invalid, Refusal } from '../../../lib/errors/refusal.ts'
import { formatAmount } from '../../../lib/money/amounts.ts'
import { quantityOf } from '../../../lib/quantity.ts'
import type { VariantInput, VariantPatch } from '../../../schemas/catalogue/variants.ts'
import type { Change } from '../../shared/change.ts'
import { differences, recordEvent } from '../../shared/events/record.ts'
import { findSettings } from '../../shop/settings/read.ts'
import { followVariants } from '../products/follow.ts'
import { expectNotArchived, type Product } from '../products/read.ts'
import { changedVariant, newVariant, type VariantFields } from './input.ts'
import type { Variant } from './read.ts'
import { insertVariant, releaseKeys, skusOf, storeVariant } from './store.ts'
import { expectFreeVariants } from './taken.ts'

/** What changes of a stored variant, or a new one. */
export type VariantEdit =
  | { before: Variant; fields: VariantPatch; at: string }
  | {
      before: null
      fields: VariantInput
      at: string
      /** It begins archived, as some do in a file of a whole catalogue. */
      isArchived?: boolean
    }

interface Entered {
  id: number | null
  before: Variant | null
  fields: VariantFields
  /** What a new one begins with, in thousandths. */
  stock: number
  isArchived: boolean
  at: string
}

/**
 * @param product as it is stored now
 * @returns the ids of the variants, in the order of the edits
 * @throws Refusal `product_archived`, `variant_archived`, `unit_in_use`, `sku_taken`, `barcode_taken`, `options_taken`,
 * `invalid_input`; pointers begin with the `at` of the edit
 */
export async function saveVariants(
  change: Change,
  product: Product,
  edits: readonly VariantEdit[],
): Promise<number[]> {
  expectNotArchived(product)
  const { currency } = await findSettings(change)
  const entered = enteredVariants(product, edits, currency)
  await expectUnits(change, entered)
  await expectFreeVariants(change, product.id, entered)
  const stored = entered.filter(({ before }) => before !== null)
  const changed = stored.filter((one) => Object.keys(changesOf(one, currency)).length > 0)
  await releaseKeys(
    change,
    changed.flatMap(({ id }) => id ?? []),
  )
  for (const one of changed) await storeChanged(change, product, one, currency)
  for (const one of entered) {
    if (!one.before) one.id = await storeNew(change, product, one, { currency, entered })
  }
  if (changed.length > 0 || stored.length < entered.length) await followVariants(change, product.id)
  return entered.flatMap(({ id }) => id ?? [])
}

/** @throws Refusal `invalid_input` that names every wrong field, `variant_archived` */
function enteredVariants(
  product: Product,
  edits: readonly VariantEdit[],
  currency: string,
): Entered[] {
  const problems = new Problems()
  const entered = edits.map((edit) => {
    const frame = { currency, names: product.options, at: edit.at }
    if (edit.before?.archivedAt) throw variantArchived()
    return problems.take((): Entered => {
      const { before, at } = edit
      const isArchived = edit.before === null && edit.isArchived === true
      const { stock, ...fields } =
        edit.before === null
          ? newVariant(edit.fields, frame)
          : { ...changedVariant(edit.fields, edit.before, frame), stock: 0 }
      expectOwnImage(product, fields.imageId, at)
      return { id: before?.id ?? null, before, fields, stock, isArchived, at }
    })
  })
  problems.refuseAny()
  return entered.filter((one) => one !== undefined)
}

function expectOwnImage({ images }: Product, imageId: number | null, at: string): void {
  if (imageId === null || images.some(({ id }) => id === imageId)) return
  const detail = 'The product has no such photo.'
  throw invalid({ pointer: `${at}/imageId`, code: 'reference', detail })
}

/** @throws Refusal `unit_in_use`: 3 pieces are not 3 metres */
async function expectUnits(change: Change, entered: readonly Entered[]): Promise<void> {
  for (const { before, fields, at } of entered) {
    if (!before || fields.unit === before.unit) continue
    const moved = await change.get(sql`
      SELECT 1 AS one FROM stock_movements WHERE variant_id = ${before.id} LIMIT 1`)
    if (!moved) continue
    const words = 'Its stock was counted in this unit already. Add a variant with the other unit.'
    const errors = [{ pointer: `${at}/unit`, code: 'unit_in_use', detail: words }]
    throw new Refusal('conflict', 'unit_in_use', words, { errors })
  }
}

async function storeChanged(change: Change, product: Product, one: Entered, currency: string) {
  const { fields } = one
  const variant = one.id ?? 0
  await storeVariant(change, variant, fields)
  const data = { variant, sku: fields.sku, fields: changesOf(one, currency) }
  await recordEvent(change, 'product.variant_updated', product.id, data)
}

const changesOf = ({ before, fields }: Entered, currency: string) =>
  before ? differences(factsOf(before, currency), factsOf(fields, currency)) : {}

const factsOf = (fields: VariantFields, currency: string) => ({
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

async function storeNew(
  change: Change,
  product: Product,
  one: Entered,
  { currency, entered }: { currency: string; entered: readonly Entered[] },
): Promise<number> {
  const { id: variant, sku } = await insertVariant(change, product, one, skusOf(entered))
  const price = formatAmount(one.fields.price, currency)
  const stock = quantityOf(one.stock)
  await recordEvent(change, 'product.variant_added', product.id, { variant, sku, price, stock })
  if (one.isArchived)
    await recordEvent(change, 'product.variant_archived', product.id, { variant, sku })
  return variant
}

const variantArchived = () =>
  new Refusal(
    'conflict',
    'variant_archived',
    'This variant is archived. Restore it before you change it.',
  )
