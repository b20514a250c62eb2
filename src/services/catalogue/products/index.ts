// Products: create, update, archive and restore.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { Problems } from '../../../lib/errors/input-problems.ts'
import { type FieldError, invalid, Refusal } from '../../../lib/errors/refusal.ts'
import { formatAmount } from '../../../lib/money/amounts.ts'
import { quantityOf } from '../../../lib/quantity.ts'
import { foldText, normalizeLine, trimToNull } from '../../../lib/text/normalize.ts'
import type { ProductInput, ProductPatch } from '../../../schemas/catalogue/products.ts'
import type { VariantInput } from '../../../schemas/catalogue/variants.ts'
import type { EventData } from '../../../schemas/events/types.ts'
import { archiveRow, restoreRow } from '../../shared/archive.ts'
import type { Change } from '../../shared/change.ts'
import { differences, recordEvent } from '../../shared/events/record.ts'
import { type ExpectedVersion, expectVersion } from '../../shared/versions.ts'
import { findSettings } from '../../shop/settings/read.ts'
import { freeSlug, slugOf } from '../slugs.ts'
import { updateVariant } from '../variants/index.ts'
import { newVariant } from '../variants/input.ts'
import { insertVariant, skusOf } from '../variants/store.ts'
import { expectFreeVariants } from '../variants/taken.ts'
import { followVariants } from './follow.ts'
import { changeOptions, optionNames } from './options.ts'
import { expectNotArchived, getProduct, type Product } from './read.ts'

/** What a file may say of a new product beside its input. */
interface Given {
  slug?: string
  /** Its variants begin archived; a current one must follow. */
  isArchived?: boolean
}

/**
 * With `price` it gets one variant, with `variants` those.
 * @throws Refusal `invalid_input` naming every wrong field, `sku_taken`, `barcode_taken`, `options_taken`
 */
export async function createProduct(
  change: Change,
  input: ProductInput,
  { slug, isArchived = false }: Given = {},
): Promise<Product> {
  const { currency } = await findSettings(change)
  const problems = new Problems()
  const options = problems.take(() => optionNames(input.options ?? [])) ?? []
  const inputs = problems.take(() => variantsIn(input)) ?? []
  const read = inputs.map(({ variant, at }) =>
    problems.take(() => {
      const { stock, ...fields } = newVariant(variant, { currency, names: options, at })
      return { id: null, fields, stock, isArchived, at }
    }),
  )
  problems.add(await categoryProblem(change, input.categoryId))
  problems.refuseAny()
  const variants = read.filter((one) => one !== undefined)
  await expectFreeVariants(change, null, variants)
  const fields = fieldsOf({ ...input, options }, EMPTY)
  const row = await change.get<{ id: number }>(sql`
    INSERT INTO products (name, name_folded, search_text, slug, description, care, category_id, kind,
                          options, featured, lowest_price, highest_price, created_at, updated_at)
    VALUES (${fields.name}, ${foldText(fields.name)}, '',
            ${await freeSlug(change, sql`products`, slug ?? slugOf(fields.name, 'product'))},
            ${fields.description}, ${fields.care}, ${fields.categoryId}, ${fields.kind},
            ${JSON.stringify(options)}, ${fields.featured ? 1 : 0}, 0, 0, ${change.at}, ${change.at})
    RETURNING id`)
  if (!row) throw new Error('INSERT ... RETURNING brought no row')
  const product = { id: row.id, name: fields.name }
  for (const variant of variants) await insertVariant(change, product, variant, skusOf(variants))
  await followVariants(change, row.id)
  const created = await getProduct(change, row.id)
  await recordEvent(change, 'product.created', row.id, {
    name: created.name,
    kind: created.kind,
    variants: created.variants.map(({ id, sku, price, stock }) => ({
      id,
      sku,
      price: formatAmount(price, currency),
      stock: quantityOf(stock),
    })),
  })
  return created
}

/** The variants that were entered, each with its place in the input. */
function variantsIn(input: ProductInput): { variant: VariantInput; at: string }[] {
  const { variants, price, stock, sku, cost, supplier, barcode, unit, lowStockAt } = input
  const single = { price, stock, sku, cost, supplier, barcode, unit, lowStockAt }
  if (!variants) {
    if (price === undefined) throw invalid(problem('/price', 'required', 'Enter a price.'))
    return [{ variant: { ...single, price } as VariantInput, at: '' }]
  }
  const extra = Object.entries(single).filter(([, value]) => value !== undefined)
  if (extra.length === 0) {
    return variants.map((variant, at) => ({ variant, at: `/variants/${at}` }))
  }
  throw invalid(
    ...extra.map(([name]) =>
      problem(`/${name}`, 'unexpected', `With "variants", each of them has its own "${name}".`),
    ),
  )
}

const problem = (pointer: string, code: string, detail: string): FieldError => ({
  pointer,
  code,
  detail,
})

interface Fields {
  name: string
  description: string | null
  care: string | null
  categoryId: number | null
  kind: Product['kind']
  featured: boolean
  options: string[]
}

const EMPTY: Fields = {
  name: '',
  description: null,
  care: null,
  categoryId: null,
  kind: 'ready_made',
  featured: false,
  options: [],
}

function fieldsOf(input: ProductPatch, before: Fields): Fields {
  const text = (field: 'description' | 'care') =>
    input[field] === undefined ? before[field] : trimToNull(input[field])
  return {
    name: input.name === undefined ? before.name : normalizeLine(input.name),
    description: text('description'),
    care: text('care'),
    categoryId: input.categoryId === undefined ? before.categoryId : input.categoryId,
    kind: input.kind ?? before.kind,
    featured: input.featured ?? before.featured,
    options: input.options ?? before.options,
  }
}

/**
 * The slug stays, so that addresses do. Options keep their values by name; one with a new name in the place of another is that
 * one renamed.
 * @throws Refusal `not_found`, `stale_version`, `product_archived`, `option_in_use`, `several_variants`, `invalid_input`
 */
export async function updateProduct(
  change: Change,
  id: number,
  patch: ProductPatch,
  version?: ExpectedVersion,
): Promise<Product> {
  const before = await getProduct(change, id)
  expectVersion('product', before.version, version)
  expectNotArchived(before)
  const problems = new Problems()
  const options = problems.take(() => optionNames(patch.options ?? before.options)) ?? []
  problems.add(await categoryProblem(change, patch.categoryId))
  problems.refuseAny()
  if (patch.price !== undefined) await setPrice(change, before, patch.price)
  const old = { ...before, featured: before.featured === 1 }
  const fields = fieldsOf({ ...patch, options }, old)
  const data = differences(old, fields)
  if (Object.keys(data).length === 0) return getProduct(change, id)
  await change.run(sql`
    UPDATE products
    SET name = ${fields.name}, name_folded = ${foldText(fields.name)},
        description = ${fields.description}, care = ${fields.care}, category_id = ${fields.categoryId},
        kind = ${fields.kind}, featured = ${fields.featured ? 1 : 0}, version = version + 1,
        updated_at = ${change.at}
    WHERE id = ${id}`)
  if (data.options) await changeOptions(change, before, options)
  await followVariants(change, id)
  await recordEvent(change, 'product.updated', id, data)
  return getProduct(change, id)
}

async function setPrice(
  change: Change,
  { variants }: Product,
  price: string | number,
): Promise<void> {
  const [variant, second] = variants
  if (variant && !second) {
    await updateVariant(change, variant.id, { price })
    return
  }
  const words = 'This product has several variants. Change the price of each of them.'
  throw new Refusal('conflict', 'several_variants', words)
}

async function categoryProblem(db: Reader, id: number | null | undefined): Promise<FieldError[]> {
  if (id === undefined || id === null) return []
  const row = await db.get(sql`
    SELECT id FROM categories WHERE id = ${id} AND archived_at IS NULL`)
  return row ? [] : [problem('/categoryId', 'reference', 'There is no such category.')]
}

/** Orders keep its name and price. @throws Refusal `not_found`, `stale_version` */
export async function removeProduct(
  change: Change,
  id: number,
  version?: ExpectedVersion,
): Promise<void> {
  await archiveRow(change, 'product', await getProduct(change, id), version)
}

/** @param facts additional data of the event @throws Refusal `not_found` */
export async function restoreProduct(
  change: Change,
  id: number,
  facts: EventData<'product.restored'> = {},
): Promise<Product> {
  await restoreRow(change, 'product', await getProduct(change, id), facts)
  return getProduct(change, id)
}
