// Reads a row of a product file: the product and the variant it names, with what it says of both. An empty field says
// nothing.
import { type Static, Type } from '@sinclair/typebox'
import { yieldToEventLoop } from '../../../lib/concurrency/event-loop.ts'
import type { NumberLocale } from '../../../lib/money/number-separators.ts'
import { foldText, normalizeLine } from '../../../lib/text/normalize.ts'
import { CategoryInput } from '../../../schemas/catalogue/categories.ts'
import {
  PRODUCT_KINDS,
  ProductInput,
  type ProductKind,
} from '../../../schemas/catalogue/products.ts'
import { QuantityInput, type Unit } from '../../../schemas/catalogue/quantities.ts'
import { VariantInput } from '../../../schemas/catalogue/variants.ts'
import { AmountInput, Name } from '../../../schemas/common.ts'
import { checkTyped } from '../../../schemas/validation/typed-input.ts'
import { isSlug, slugOf } from '../../catalogue/slugs.ts'
import type { PRODUCT_COLUMNS, Row } from '../columns.ts'
import { parseYesNo } from '../yes-no.ts'

export type Column = keyof typeof PRODUCT_COLUMNS
export type ProductRow = Row<Column>

const { name, description, care } = ProductInput.properties
const { sku, supplier, barcode } = VariantInput.properties

const option = Name('Option', 40)
const value = Name('Value', 60)

/** The fields that are validated as those of the API are. */
export const ImportedFields = Type.Partial(
  Type.Object({
    ...{ slug: Name('Slug', 100), productName: name, category: CategoryInput.properties.name },
    ...{ description, care, sku, supplier, barcode },
    price: { ...AmountInput, title: 'Price' },
    cost: { ...AmountInput, title: 'Cost' },
    lowStockAt: { ...QuantityInput, title: 'Low stock' },
    stock: { ...QuantityInput, title: 'Stock' },
    ...{ option1: option, option2: option, option3: option },
    ...{ value1: value, value2: value, value3: value },
  }),
)
type Fields = Static<typeof ImportedFields>
const TYPED = Object.keys(ImportedFields.properties) as (keyof Fields)[]

export interface Problem {
  column: Column | ''
  code: string
  detail: string
}

export interface Draft {
  line: number
  fields: Fields
  kind: ProductKind | undefined
  unit: Unit | undefined
  featured: boolean | undefined
  isProductArchived: boolean | undefined
  isArchived: boolean | undefined
  /** Names of the options, and the values by name; undefined if the row has none. */
  options: string[] | undefined
  values: Record<string, string>
  problems: Problem[]
}

export function readDraft({ line, values: typed }: ProductRow, place: NumberLocale): Draft {
  const given = Object.fromEntries(
    TYPED.flatMap((column) => (typed[column] === undefined ? [] : [[column, typed[column]]])),
  )
  const { value: fields, errors } = checkTyped(ImportedFields, given, place)
  const problems: Problem[] = errors.map(({ pointer, code, detail }) => ({
    column: pointer.slice(1) as Column,
    code,
    detail,
  }))
  const reading = { typed, problems }
  const draft = {
    line,
    fields,
    kind: oneOf(reading, 'kind', KINDS),
    unit: oneOf(reading, 'unit', UNITS),
    featured: yesNo(reading, 'featured'),
    isProductArchived: yesNo(reading, 'productArchived'),
    isArchived: yesNo(reading, 'archived'),
    ...optionsIn(reading, fields),
    problems,
  }
  problems.push(...shortened(typed), ...wrongSlug(fields), ...otherCurrency(typed, place))
  return draft
}

interface Reading {
  typed: ProductRow['values']
  problems: Problem[]
}

/** By the letters alone: 'Ready-made' is `ready_made`. */
const lettersOf = (text: string) => foldText(text).replace(/[^\p{L}]/gu, '')

const KINDS = new Map<string, ProductKind>(PRODUCT_KINDS.map((kind) => [lettersOf(kind), kind]))
const UNITS = new Map<string, Unit>([
  ...['piece', 'pieces', 'pc', 'pcs'].map((word) => [word, 'piece'] as const),
  ...['m', 'metre', 'metres', 'meter', 'meters'].map((word) => [word, 'm'] as const),
])

function oneOf<Value extends string>(
  { typed, problems }: Reading,
  column: Column,
  values: ReadonlyMap<string, Value>,
): Value | undefined {
  const text = typed[column]
  const found = text === undefined ? undefined : values.get(lettersOf(text))
  if (text !== undefined && !found) {
    const allowed = [...new Set(values.values())].join(', ')
    problems.push({ column, code: 'enum', detail: `Use one of: ${allowed}.` })
  }
  return found
}

function yesNo({ typed, problems }: Reading, column: Column): boolean | undefined {
  const text = typed[column]
  const answer = text === undefined ? undefined : parseYesNo(text)
  if (text !== undefined && answer === undefined) {
    const detail = `"${text.slice(0, 40)}" is neither yes nor no. Write one of them, or leave it empty.`
    problems.push({ column, code: 'enum', detail })
  }
  return answer
}

const PAIRS = [
  ['option1', 'value1'],
  ['option2', 'value2'],
  ['option3', 'value3'],
] as const

function optionsIn({ problems }: Reading, fields: Fields) {
  const names: string[] = []
  const values: Record<string, string> = {}
  for (const [option, value] of PAIRS) {
    const name = fields[option] === undefined ? undefined : normalizeLine(fields[option])
    if (name === undefined) {
      if (fields[value] === undefined) continue
      const detail = `Enter in ${option} what this value is of, such as Size.`
      problems.push({ column: option, code: 'required', detail })
    } else if (names.some((other) => foldText(other) === foldText(name))) {
      const detail = `The option "${name}" is in this line twice. Remove one of them.`
      problems.push({ column: option, code: 'duplicate', detail })
    } else {
      names.push(name)
      if (fields[value] !== undefined) values[name] = normalizeLine(fields[value])
    }
  }
  return { options: names.length > 0 ? names : undefined, values }
}

/** '4.00638E+12': its last digits are gone. */
const shortened = (typed: ProductRow['values']): Problem[] =>
  (['sku', 'barcode'] as const)
    .filter((column) => /^\d([.,]\d+)?E\+\d+$/i.test(typed[column] ?? ''))
    .map((column) => ({
      column,
      code: 'shortened',
      detail:
        'The spreadsheet has shortened this number. Format the column as text there, and enter it again.',
    }))

function wrongSlug({ slug }: Fields): Problem[] {
  if (slug === undefined || isSlug(slug)) return []
  const detail = `A slug has small letters, digits and hyphens. Write "${slugOf(slug, 'product')}".`
  return [{ column: 'slug', code: 'pattern', detail }]
}

function otherCurrency({ currency }: ProductRow['values'], place: NumberLocale): Problem[] {
  if (currency === undefined || currency.toUpperCase() === place.currency) return []
  const detail = `These prices are in ${currency.slice(0, 10)}, and the shop sells in ${place.currency}. Convert them, and write ${place.currency} here.`
  return [{ column: 'currency', code: 'currency', detail }]
}

const NUMBERS = ['price', 'cost', 'stock', 'lowStockAt'] as const

/**
 * A file whose numbers are all plain, one of them with a point that can only be a decimal one (12.5), is read so
 * throughout: in a shop that writes 12,5 the 1.125 metres of our own export would be ambiguous otherwise.
 */
export async function numberLocale(
  rows: readonly ProductRow[],
  place: NumberLocale,
): Promise<NumberLocale> {
  const pause = yieldToEventLoop()
  let isPoint = false
  for (const { values } of rows) {
    await pause()
    for (const column of NUMBERS) {
      const text = values[column] ?? ''
      if (!/^(\d+(\.\d+)?)?$/.test(text)) return place
      isPoint ||= /\.(\d{1,2}|\d{4,})$/.test(text)
    }
  }
  return isPoint ? { ...place, locale: 'en' } : place
}

/** Where a row names its product: by slug, else by the slug that its name gives. */
export const slugIn = ({ fields: { slug, productName } }: Draft): string | undefined =>
  slug ?? (productName === undefined ? undefined : slugOf(productName, 'product'))
