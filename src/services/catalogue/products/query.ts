// Query parameters of product lists as a filter: both spellings of a name, options, and what contradicts itself.
import type { Static } from '@sinclair/typebox'
import { type FieldError, Refusal } from '../../../lib/errors/refusal.ts'
import { parseAmount } from '../../../lib/money/amounts.ts'
import { foldText } from '../../../lib/text/normalize.ts'
import {
  type FacetQuery,
  optionValues,
  type ProductFilter,
  type ProductKind,
  PUBLIC_KINDS,
} from '../../../schemas/catalogue/products.ts'
import type { Reading } from '../categories.ts'

type Query = Static<typeof FacetQuery>

interface Place {
  currency: string
  /** Customers never see material. */
  reading: Reading
}

/** @throws Refusal `contradicting_parameters` (422), `invalid_parameter` (400) */
export function productFilterOf(query: Query, { currency, reading }: Place): ProductFilter {
  const { price_min, price_max, category_id } = query
  const categoryId = either({ categoryId: query.categoryId, category_id })
  const lowest = either({ priceMin: query.priceMin, price_min })
  const highest = either({ priceMax: query.priceMax, price_max })
  const priceMin = amount(lowest, currency, '/priceMin')
  const priceMax = amount(highest, currency, '/priceMax')
  if (priceMin !== undefined && priceMax !== undefined && priceMin > priceMax) {
    throw contradicting('/priceMin', 'The lowest price is above the highest one.')
  }
  const { search, category, featured, available, archived } = query
  const kinds = kindsOf(query.kind, reading)
  const options = optionsIn(query)
  return {
    ...(search !== undefined && { search }),
    ...(categoryId !== undefined && { categoryId }),
    ...(category !== undefined && { category }),
    ...(kinds && { kinds }),
    ...(featured !== undefined && { featured }),
    ...(available !== undefined && { available }),
    ...(priceMin !== undefined && { priceMin }),
    ...(priceMax !== undefined && { priceMax }),
    ...(archived && { archived }),
    ...(Object.keys(options).length > 0 && { options }),
  }
}

/** The value of a parameter with two names. */
function either<Value>(spellings: Record<string, Value | undefined>): Value | undefined {
  const given = Object.entries(spellings).filter(([, value]) => value !== undefined)
  const [first, second] = given
  if (first && second && first[1] !== second[1]) {
    const detail = `"${first[0]}" and "${second[0]}" are one parameter. Give one of them.`
    throw contradicting(`/${second[0]}`, detail)
  }
  return first?.[1]
}

function amount(typed: string | number | undefined, currency: string, pointer: string) {
  if (typed === undefined) return undefined
  try {
    return parseAmount(typed, currency, pointer)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // In a body it would be 422.
    throw new Refusal('unreadable', 'invalid_parameter', error.message, error.extras)
  }
}

function kindsOf(typed: string | undefined, reading: Reading): readonly ProductKind[] | undefined {
  const wanted = typed?.split(',') as ProductKind[] | undefined
  if (reading === 'staff') return wanted
  return wanted ? PUBLIC_KINDS.filter((kind) => wanted.includes(kind)) : PUBLIC_KINDS
}

const OPTION = 'option.'

function optionsIn(query: object): Record<string, string[]> {
  // Without a prototype: an option may be called `__proto__`.
  const options: Record<string, string[]> = Object.create(null)
  for (const [name, text] of Object.entries(query) as [string, unknown][]) {
    if (!name.startsWith(OPTION) || typeof text !== 'string') continue
    const option = foldText(name.slice(OPTION.length))
    const values = optionValues(text).map(foldText)
    if (Object.hasOwn(options, option))
      throw contradicting(`/${name}`, 'This option is there twice.')
    options[option] = values.filter(Boolean)
  }
  return options
}

function contradicting(pointer: string, detail: string): Refusal {
  const errors: FieldError[] = [{ pointer, code: 'contradiction', detail }]
  return new Refusal('invalid', 'contradicting_parameters', detail, { errors })
}
