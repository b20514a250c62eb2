// Lists of products: query parameters, and the filter that follows from them.
import { Type } from '@sinclair/typebox'
import { AmountInput, Id, listQuery, OneOf } from '../common.ts'
import { PRODUCT_KINDS, type ProductKind } from './kinds.ts'

export const PRODUCT_SORTS = ['name', '-createdAt', 'price', '-price'] as const
export type ProductSort = (typeof PRODUCT_SORTS)[number]

const anyKind = `(${PRODUCT_KINDS.join('|')})`
const kindList = Type.String({
  pattern: `^${anyKind}(,${anyKind})*$`,
  description: 'One or several',
  'x-hint': `A kind must be one of: ${PRODUCT_KINDS.join(', ')}; several are separated by commas.`,
  'x-list': { type: 'string', enum: PRODUCT_KINDS },
})

const price = (description: string) => Type.Optional({ ...AmountInput, description })

export const productFilter = {
  search: Type.Optional(
    Type.String({
      'x-text': 'line',
      maxLength: 100,
      description: 'In name, description and SKU, without regard to case and accents',
    }),
  ),
  categoryId: Type.Optional({ ...Id, description: 'Products of this category' }),
  category: Type.Optional(
    Type.String({ maxLength: 120, description: 'The same, by the slug of the category' }),
  ),
  kind: Type.Optional(kindList),
  featured: Type.Optional(
    Type.Boolean({ description: 'true: only featured products; false: only the others' }),
  ),
  available: Type.Optional(
    Type.Boolean({
      description:
        'true: only products of which something is available; false: only those of which nothing is',
    }),
  ),
  priceMin: price('Lowest price of a variant'),
  priceMax: price('Highest price of a variant'),
  archived: Type.Optional(
    Type.Boolean({
      default: false,
      description: 'Archived ones instead of current ones; for staff',
    }),
  ),
}

/** `category_id`, `price_min` and `price_max` are other spellings of the same parameters. */
const filterFields = {
  ...productFilter,
  category_id: productFilter.categoryId,
  price_min: productFilter.priceMin,
  price_max: productFilter.priceMax,
}

/** `option.Size=S`: only products of which that is available. */
const optionFilter = {
  additionalProperties: false,
  patternProperties: {
    '^option\\..{1,40}$': Type.String({ maxLength: 4000, 'x-list': { type: 'string' } }),
  },
}

export const FacetQuery = Type.Object(filterFields, optionFilter)

export const ProductQuery = Type.Object(
  {
    ...filterFields,
    sort: Type.Optional(
      OneOf(PRODUCT_SORTS, {
        default: 'name',
        description: '`price` is the lowest price of a product; a minus sign means descending',
      }),
    ),
    ...listQuery,
  },
  optionFilter,
)

/** As the shop's country writes it. */
const TypedPrice = Type.Optional(Type.String({ maxLength: 20 }))

/** What visitors of the storefront can ask for, by the address of a page. */
export const ShelfQuery = Type.Object(
  {
    search: productFilter.search,
    category: productFilter.category,
    kind: productFilter.kind,
    available: productFilter.available,
    priceMin: TypedPrice,
    priceMax: TypedPrice,
    sort: Type.Optional(OneOf(PRODUCT_SORTS)),
    page: listQuery.page,
  },
  optionFilter,
)

export interface ProductFilter {
  search?: string
  categoryId?: number
  category?: string
  kinds?: readonly ProductKind[]
  featured?: boolean
  available?: boolean
  /** true: of some variant no more than its mark is available. */
  low?: boolean
  /** Smallest currency units. */
  priceMin?: number
  priceMax?: number
  archived?: boolean
  /** Chosen values of each option, folded: any of an option's, and all options. */
  options?: Readonly<Record<string, readonly string[]>>
}

/** A value as `option.<name>` takes it. */
export const optionValue = (value: string) => value.replace(/[\\,]/g, '\\$&')

/** The values of `option.<name>=S,M`; a comma that belongs to a value has a backslash before it. */
export const optionValues = (text: string): string[] =>
  (text.match(/(?:\\.|[^,\\])+/gsu) ?? []).map((value) => value.replace(/\\(.)/gsu, '$1'))
