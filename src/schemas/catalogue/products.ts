// Product schemas.
import { type Static, Type } from '@sinclair/typebox'
import {
  Amount,
  AmountInput,
  Id,
  Name,
  Nullable,
  ref,
  Text,
  Timestamp,
  Version,
} from '../common.ts'
import { ProductImageJson } from './images.ts'
import { ProductKind } from './kinds.ts'
import { Quantity, QuantityInput } from './quantities.ts'

import { MOST_OPTIONS, MOST_VARIANTS, Variant, VariantInput, variantFields } from './variants.ts'

export { PRODUCT_KINDS, ProductKind, PUBLIC_KINDS } from './kinds.ts'
export {
  FacetQuery,
  optionValue,
  optionValues,
  PRODUCT_SORTS,
  type ProductFilter,
  ProductQuery,
  type ProductSort,
  productFilter,
  ShelfQuery,
} from './product-list.ts'

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

const CategoryOfProduct = Nullable(
  Type.Object({
    id: Id,
    name: Type.String(),
    slug: Type.String({ description: 'In addresses' }),
  }),
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
  stockQuantity: {
    ...Quantity,
    description: 'The sum of its variants: for staff on hand, for customers available',
  },
  available: {
    ...Quantity,
    description: 'In stock and kept by nobody; `made_to_order` can be ordered without stock',
  },
}
const times = { createdAt: Timestamp, updatedAt: Timestamp }

/** One shape for all readers: choosing among two would make a long list slow. */
export const Product = Type.Object(
  {
    ...shown,
    variants: Type.Array(ref(Variant), { description: 'The current ones, in their order' }),
    reserved: Type.Optional({ ...Quantity, description: 'Staff only: kept by active holds' }),
    version: Type.Optional({ ...Version, description: 'Staff only; increases with every change' }),
    archivedAt: Type.Optional(Nullable({ ...Timestamp, description: 'Staff only' })),
    ...times,
  },
  { $id: 'Product', description: 'A product with its variants' },
)

export const FacetJson = Type.Object(
  {
    option: Nullable(Type.String({ description: 'Name of the option; null: the categories' })),
    values: Type.Array(
      Type.Object({
        value: Type.String({
          description: 'For the query: `option.<name>=<value>`, or `category=<value>`',
        }),
        label: Type.String({ description: 'As the shop writes it' }),
        products: Type.Integer({
          description: 'How many products the list has with this choice alone of its facet',
        }),
      }),
    ),
  },
  { $id: 'Facet', description: 'Choices by which a list of products can be narrowed' },
)
