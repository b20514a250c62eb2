// Fields of the product form: reads what was typed, and makes the input of the service from it.

import { formatAmount } from '../../../../lib/money/amounts.ts'
import { formatLocalAmount, formatLocalNumber } from '../../../../lib/money/local-format.ts'
import { quantityOf } from '../../../../lib/quantity.ts'
import { MOST_OPTIONS } from '../../../../schemas/catalogue/variants.ts'
import type { Settings } from '../../../../schemas/shop/settings.ts'
import type { Product } from '../../../../services/catalogue/products/read.ts'
import type { Variant } from '../../../../services/catalogue/variants/read.ts'
import type { VariantRow } from '../../../../views/contexts/catalogue/products.ts'
import { type ByField, type Form, valuesOf } from '../../forms.ts'

/** What variants differ in: a name, and the values that were typed to make variants of. */
export interface TypedOption {
  name: string
  values: string
}

export interface ProductFormState {
  values: ByField
  options: TypedOption[]
  rows: VariantRow[]
  /** Ids of variants to archive. */
  removed: number[]
}

export const BLANK_ROW: VariantRow = {
  id: '',
  version: '',
  values: [],
  sku: '',
  price: '',
  cost: '',
  stock: '',
  lowStockAt: '',
  barcode: '',
  supplier: '',
}

/** Names of options that have values but no name, by their place. */
export const USUAL_NAMES = ['Size', 'Colour', 'Style'] as const

/** A product of 200 variants has 2,600 fields. */
export const MOST_FIELDS = 2_800

export function readProductForm(form: Form): ProductFormState {
  const values = valuesOf(form)
  const slots = Array.from({ length: MOST_OPTIONS }, (_, at) => ({
    name: (values[`options.${at}.name`] ?? '').trim(),
    values: (values[`options.${at}.values`] ?? '').trim(),
  }))
  const rows = rowNumbers(values).map((at) => rowOf(values, at))
  const isStored = Boolean(values.removed) || rows.some(({ id }) => id)
  const used = slots.flatMap(({ name, values: typed }, at) => {
    const isUsed = typed !== '' || rows.some((row) => row.values[at]?.trim())
    return isUsed || (name !== '' && isStored) ? [at] : []
  })
  return {
    values,
    options: used.map((at) => ({
      name: slots[at]?.name || (USUAL_NAMES[at] ?? ''),
      values: slots[at]?.values ?? '',
    })),
    rows: rows.map((row) => ({ ...row, values: used.map((at) => row.values[at] ?? '') })),
    removed: (values.removed ?? '').split(/\s+/).map(Number).filter(Boolean),
  }
}

const ROW = /^variants\.(\d{1,3})\./

function rowNumbers(values: ByField): number[] {
  const numbers = Object.keys(values).flatMap((name) => ROW.exec(name)?.[1] ?? [])
  return [...new Set(numbers.map(Number))].sort((a, b) => a - b)
}

function rowOf(values: ByField, at: number): VariantRow {
  const text = (field: string) => values[`variants.${at}.${field}`] ?? ''
  return {
    id: text('id'),
    version: text('version'),
    values: USUAL_NAMES.map((_, option) => text(`values.${option}`)),
    sku: text('sku'),
    price: text('price'),
    cost: text('cost'),
    stock: text('stock'),
    lowStockAt: text('lowStockAt'),
    barcode: text('barcode'),
    supplier: text('supplier'),
  }
}

/** The form of a stored product. */
export function productFields(product: Product, settings: Settings): ProductFormState {
  const units = new Set(product.variants.map(({ unit }) => unit))
  return {
    values: {
      name: product.name,
      kind: product.kind,
      categoryId: String(product.categoryId ?? ''),
      description: product.description ?? '',
      care: product.care ?? '',
      featured: product.featured ? 'true' : '',
      unit: units.size === 1 ? ([...units][0] ?? '') : '',
    },
    options: product.options.map((name) => ({ name, values: '' })),
    rows: product.variants.map((variant) => variantRow(variant, settings)),
    removed: [],
  }
}

function variantRow(variant: Variant, { currency, locale }: Settings): VariantRow {
  const amount = (units: number | null) =>
    units === null ? '' : formatLocalAmount(formatAmount(units, currency), { locale, currency })
  const quantity = (thousandths: number | null) =>
    thousandths === null ? '' : formatLocalNumber(String(quantityOf(thousandths)), locale)
  return {
    id: String(variant.id),
    version: String(variant.version),
    values: Object.values(variant.options),
    sku: variant.sku,
    price: amount(variant.price),
    cost: amount(variant.cost),
    stock: quantity(variant.stock),
    lowStockAt: quantity(variant.lowStockAt),
    barcode: variant.barcode ?? '',
    supplier: variant.supplier ?? '',
  }
}

/** What both services take of the product itself. */
export const productContent = ({ values, options }: ProductFormState) => ({
  name: values.name?.trim() ?? '',
  description: values.description?.trim() || null,
  care: values.care?.trim() || null,
  categoryId: values.categoryId || null,
  kind: values.kind || 'ready_made',
  featured: values.featured === 'true',
  options: options.map(({ name }) => name),
})

/** A new variant as it was typed; blank fields are left out. */
export function newVariantOf(row: VariantRow, { options, values }: ProductFormState) {
  const { price, sku, cost, stock, lowStockAt, barcode, supplier } = row
  const typed = { sku, cost, stock, lowStockAt, barcode, supplier, unit: values.unit ?? '' }
  return {
    ...filled(typed),
    // Missing, it is named as such; blank, it would be no number.
    ...filled({ price: price.trim() || (values.price ?? '') }),
    ...(options.length > 0 && { options: optionValues(row, options) }),
  }
}

/** What changes of a stored variant: a blank field is cleared. Its stock is changed by movements only. */
export function variantPatchOf(row: VariantRow, { options, values }: ProductFormState) {
  const { cost, lowStockAt, barcode, supplier } = row
  const nullable = { cost, lowStockAt, barcode, supplier }
  return {
    price: row.price.trim(),
    ...filled({ sku: row.sku, unit: values.unit ?? '' }),
    ...Object.fromEntries(
      Object.entries(nullable).map(([name, value]) => [name, value.trim() || null]),
    ),
    options: optionValues(row, options),
  }
}

const filled = (fields: ByField): ByField =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value.trim() ? [[name, value.trim()]] : [])),
  )

const optionValues = ({ values }: VariantRow, options: readonly TypedOption[]): ByField =>
  Object.fromEntries(
    options.flatMap(({ name }, at) => (values[at]?.trim() ? [[name, values[at].trim()]] : [])),
  )
