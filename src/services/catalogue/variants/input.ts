// Reads what was entered of variants: checks amounts, quantities and options, all at once.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { Problems } from '../../../lib/errors/input-problems.ts'
import { type FieldError, invalid } from '../../../lib/errors/refusal.ts'
import { parseAmount } from '../../../lib/money/amounts.ts'
import { parseQuantity } from '../../../lib/quantity.ts'
import { foldText, normalizeLine } from '../../../lib/text/normalize.ts'
import type { Unit } from '../../../schemas/catalogue/quantities.ts'
import type { VariantInput, VariantPatch } from '../../../schemas/catalogue/variants.ts'

export interface VariantFields {
  /** Empty: to be made from the name and the options. */
  sku: string
  options: Record<string, string>
  price: number
  cost: number | null
  supplier: string | null
  barcode: string | null
  unit: Unit
  lowStockAt: number | null
  imageId: number | null
}

const EMPTY: Omit<VariantFields, 'price'> = {
  sku: '',
  options: {},
  cost: null,
  supplier: null,
  barcode: null,
  unit: 'piece',
  lowStockAt: null,
  imageId: null,
}

export interface Frame {
  currency: string
  /** Names of the product's options. */
  names: readonly string[]
  /** Where the variant is in the input, as a JSON Pointer: `/variants/0`, or nothing. */
  at: string
}

/** @throws Refusal `invalid_input` naming every wrong field */
export function newVariant(input: VariantInput, frame: Frame): VariantFields & { stock: number } {
  const problems = new Problems()
  const fields = problems.take(() => variantOf(input, EMPTY, frame))
  const stock = problems.take(() => {
    const isWhole = (input.unit ?? EMPTY.unit) === 'piece'
    return parseQuantity(input.stock ?? 0, isWhole, `${frame.at}/stock`)
  })
  return { ...problems.results({ fields }).fields, stock: stock ?? 0 }
}

/** @throws Refusal `invalid_input` naming every wrong field */
export const changedVariant = (
  patch: VariantPatch,
  before: VariantFields,
  frame: Frame,
): VariantFields => variantOf(patch, before, frame)

function variantOf(
  input: VariantPatch,
  before: Omit<VariantFields, 'price'> & { price?: number },
  { currency, names, at }: Frame,
): VariantFields {
  const problems = new Problems()
  const unit = input.unit ?? before.unit
  const price = problems.take(() =>
    input.price === undefined ? before.price : parseAmount(input.price, currency, `${at}/price`),
  )
  const cost = problems.take(() => {
    if (input.cost === undefined || input.cost === null) return input.cost
    return parseAmount(input.cost, currency, `${at}/cost`)
  })
  const lowStockAt = problems.take(() => {
    if (input.lowStockAt === undefined || input.lowStockAt === null) return input.lowStockAt
    return parseQuantity(input.lowStockAt, unit === 'piece', `${at}/lowStockAt`)
  })
  const options = problems.take(() =>
    namedOptions(input.options ?? before.options, names, `${at}/options`),
  )
  problems.refuseAny()
  return {
    sku: input.sku === undefined ? before.sku : normalizeLine(input.sku),
    options: options ?? {},
    price: price ?? 0,
    cost: given(cost, before.cost),
    supplier: given(line(input.supplier), before.supplier),
    barcode: given(line(input.barcode), before.barcode),
    unit,
    lowStockAt: given(lowStockAt, before.lowStockAt),
    imageId: given(input.imageId, before.imageId),
  }
}

/** Null clears a field, undefined leaves it. */
const given = <Value>(value: Value | null | undefined, before: Value | null): Value | null =>
  value === undefined ? before : value

const line = (text: string | null | undefined) => (text ? normalizeLine(text) : text)

/** The values in the order of the product's options, under their names. */
function namedOptions(
  values: Record<string, string>,
  names: readonly string[],
  pointer: string,
): Record<string, string> {
  const typed = new Map(
    Object.entries(values).map(([name, value]) => [foldText(name), normalizeLine(value)]),
  )
  const missing = names.filter((name) => !typed.get(foldText(name)))
  const unknown = Object.keys(values).filter(
    (name) => !names.some((known) => foldText(known) === foldText(name)),
  )
  const errors: FieldError[] = [
    ...missing.map((name) => problem(pointer, name, `Enter a value for "${name}".`)),
    ...unknown.map((name) => problem(pointer, name, unknownOption(name, names))),
  ]
  if (errors.length > 0) throw invalid(...errors)
  return Object.fromEntries(names.map((name) => [name, typed.get(foldText(name)) ?? '']))
}

const problem = (pointer: string, name: string, detail: string): FieldError => ({
  pointer: `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
  code: 'option',
  detail,
})

const unknownOption = (name: string, names: readonly string[]) =>
  names.length === 0
    ? `The product has no options, so "${name}" has no place.`
    : `The product has no option "${name}". It has: ${names.join(', ')}.`

/** One for each combination of values. */
export const optionsKey = (options: Record<string, string>): string =>
  Object.values(options).map(foldText).join('\u001f')

/**
 * 'Evening gown' in S -> 'EVENING-GOWN-S', with a number if that is taken.
 * @param wanted folded SKUs of variants that are stored next
 */
export async function freeSku(
  db: Reader,
  productName: string,
  options: Record<string, string>,
  wanted: ReadonlySet<string>,
): Promise<string> {
  const words = [productName, ...Object.values(options)].map(skuPart).filter(Boolean)
  const start = words.join('-').slice(0, 34).replace(/-+$/, '') || 'ITEM'
  for (let number = 1; ; number += 1) {
    const sku = number === 1 ? start : `${start}-${number}`
    if (wanted.has(foldText(sku))) continue
    const taken = await db.get(
      sql`SELECT 1 AS one FROM variants WHERE sku_folded = ${foldText(sku)}`,
    )
    if (!taken) return sku
  }
}

/** Letters and digits of every script, in capitals. */
const skuPart = (text: string): string =>
  [
    ...foldText(text)
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
      .toUpperCase(),
  ]
    .slice(0, 24)
    .join('')
    .replace(/^-+|-+$/g, '')
