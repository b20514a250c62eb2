// Product schemas.
import { type Static, Type } from '@sinclair/typebox'
import {
  Amount,
  AmountInput,
  Id,
  listQuery,
  Name,
  Nullable,
  OneOf,
  ref,
  Text,
  Timestamp,
  Version,
} from '../common.ts'
import { Quantity, QuantityInput } from './quantities.ts'
import {
  MOST_OPTIONS,
  MOST_VARIANTS,
  PublicVariant,
  Variant,
  VariantInput,
  variantFields,
} from './variants.ts'

export const PRODUCT_KINDS = ['ready_made', 'made_to_order', 'material'] as const
export const ProductKind = OneOf(PRODUCT_KINDS, {
  title: 'Kind',
  description:
    '`ready_made` is sold from stock, `made_to_order` is a model that is made for the customer, `material` is what the workshop uses; customers do not see material',
})
export type ProductKind = Static<typeof ProductKind>

/** What customers see. */
export const PUBLIC_KINDS = ['ready_made', 'made_to_order'] as const satisfies ProductKind[]

const optionNames = Type.Array(Name('Option', 40, { examples: ['Size'] }), {
  title: 'Options',
  maxItems: MOST_OPTIONS,
  description: 'What its variants differ in, by name',
  examples: [['Size', 'Colour']],
})

const content = {
  name: Name('Name', 120, { examples: ['Evening gown'] }),
  description: Type.Optional(Nullable(Text('Description', 4000))),
  care: Type.Optional(Nullable(Text('Care', 1000, { examples: ['Dry clean only'] }))),
  categoryId: Type.Optional(Nullable({ ...Id, title: 'Category' })),
  kind: Type.Optional(ProductKind),
  featured: Type.Optional(
    Type.Boolean({ title: 'Featured', description: 'Shown on the home page of the shop' }),
  ),
}

export const ProductInput = Type.Object(
  {
    ...content,
    options: Type.Optional(optionNames),
    price: Type.Optional({ ...AmountInput, title: 'Price' }),
    stock: Type.Optional({ ...QuantityInput, title: 'Stock', description: 'On hand at the start' }),
    ...variantFields,
    variants: Type.Optional(
      Type.Array(Type.Omit(VariantInput, ['imageId', '$id'], { additionalProperties: false }), {
        title: 'Variants',
        minItems: 1,
        maxItems: MOST_VARIANTS,
        description: 'Instead of `price`, `stock` and the other fields of a single variant',
      }),
    ),
  },
  {
    $id: 'ProductInput',
    additionalProperties: false,
    description: 'With `price` it has one variant, with `variants` those',
    examples: [
      { name: 'Silk scarf', price: '48.00', stock: 5 },
      {
        name: 'Evening gown',
        options: ['Size'],
        variants: [
          { options: { Size: 'S' }, price: '240.00', stock: 1 },
          { options: { Size: 'M' }, price: '240.00', stock: 2 },
        ],
      },
    ],
  },
)
export type ProductInput = Static<typeof ProductInput>

export const ProductPatch = Type.Partial(
  Type.Object({ ...content, options: optionNames, price: { ...AmountInput, title: 'Price' } }),
  {
    $id: 'ProductPatch',
    additionalProperties: false,
    minProperties: 1,
    description:
      'Omitted fields stay unchanged; null clears a field. `price` is for a product with one variant',
    examples: [{ featured: true }],
  },
)
export type ProductPatch = Static<typeof ProductPatch>

export const ProductImageJson = Type.Object(
  {
    id: Id,
    productId: Id,
    url: Type.String(),
    thumbnailUrl: Type.String(),
    contentType: Type.String(),
    size: Type.Integer(),
    width: Type.Integer(),
    height: Type.Integer(),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { $id: 'ProductImage' },
)

const CategoryOfProduct = Nullable(
  Type.Object({ id: Id, name: Type.String(), slug: Type.String() }),
)

const shown = {
  id: Id,
  name: Type.String(),
  slug: Type.String(),
  description: Nullable(Type.String()),
  care: Nullable(Type.String()),
  kind: ProductKind,
  categoryId: Nullable(Id),
  category: CategoryOfProduct,
  price: { ...Amount, description: 'The lowest price of its variants' },
  highestPrice: Amount,
  currency: Type.String({ description: 'ISO 4217' }),
  featured: Type.Boolean(),
  imageUrl: Nullable(Type.String({ description: 'The first photo' })),
  images: Type.Array(ref(ProductImageJson)),
  options: Type.Array(Type.Object({ name: Type.String(), values: Type.Array(Type.String()) })),
  stockQuantity: { ...Quantity, description: 'On hand, the sum of its variants' },
  available: { ...Quantity, description: 'What can be bought now' },
}
const times = { createdAt: Timestamp, updatedAt: Timestamp }

export const PublicProduct = Type.Object(
  { ...shown, variants: Type.Array(ref(PublicVariant)), ...times },
  { $id: 'PublicProduct', description: 'A product as customers see it' },
)

export const Product = Type.Object(
  {
    ...shown,
    reserved: { ...Quantity, description: 'Kept by active holds' },
    variants: Type.Array(ref(Variant)),
    version: Version,
    archivedAt: Nullable(Timestamp),
    ...times,
  },
  { $id: 'Product', description: 'A product as staff sees it' },
)

export const PRODUCT_SORTS = ['name', '-createdAt', 'price', '-price'] as const
export type ProductSort = (typeof PRODUCT_SORTS)[number]

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
  kind: Type.Optional(ProductKind),
  featured: Type.Optional(Type.Boolean({ description: 'true: only featured products' })),
  available: Type.Optional(
    Type.Boolean({ description: 'true: only products of which something is available' }),
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
export const ProductQuery = Type.Object(
  {
    ...productFilter,
    category_id: productFilter.categoryId,
    price_min: productFilter.priceMin,
    price_max: productFilter.priceMax,
    sort: Type.Optional(
      OneOf(PRODUCT_SORTS, {
        default: 'name',
        description: '`price` is the lowest price of a product; a minus sign means descending',
      }),
    ),
    ...listQuery,
  },
  {
    additionalProperties: false,
    // `option.Size=S`: only products of which that is available.
    patternProperties: { '^option\\.[^=&]{1,40}$': Type.String({ maxLength: 200 }) },
  },
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
