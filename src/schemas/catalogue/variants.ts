// Variant schemas: what is bought and counted. Every product has at least one.
import { type Static, Type } from '@sinclair/typebox'
import {
  Amount,
  AmountInput,
  Id,
  listQuery,
  Name,
  Nullable,
  Timestamp,
  Version,
} from '../common.ts'
import { ProductKind } from './kinds.ts'
import { Quantity, QuantityInput, Unit } from './quantities.ts'

/** Most options of a product. */
export const MOST_OPTIONS = 3
export const MOST_VARIANTS = 200

const sku = Name('SKU', 40, {
  description: 'Unique, without regard to case; made from the name and the options if omitted',
  examples: ['GOWN-S'],
})

export const OptionValues = Type.Record(
  Type.String({ minLength: 1, maxLength: 40 }),
  Type.String({ minLength: 1, maxLength: 60, pattern: '\\S', 'x-text': 'line' }),
  {
    description: 'A value for each of the product\'s options, such as `{"Size": "S"}`',
    maxProperties: MOST_OPTIONS,
    examples: [{ Size: 'S' }],
  },
)
export type OptionValues = Static<typeof OptionValues>

/** What may be entered of a variant, also of the only one of a simple product. */
export const variantFields = {
  sku: Type.Optional(sku),
  cost: Type.Optional(
    Nullable({ ...AmountInput, title: 'Cost', description: 'What one unit costs the shop' }),
  ),
  supplier: Type.Optional(
    Nullable(Name('Supplier', 120, { description: 'Where the shop buys it' })),
  ),
  barcode: Type.Optional(
    Nullable(Name('Barcode', 40, { description: 'As a scanner types it; unique' })),
  ),
  unit: Type.Optional(Unit),
  lowStockAt: Type.Optional(
    Nullable({
      ...QuantityInput,
      title: 'Low stock',
      description: 'With this much or less available it is low; null: never',
    }),
  ),
}

const price = { ...AmountInput, title: 'Price' }
const imageId = Type.Optional(
  Nullable({ ...Id, title: 'Photo', description: 'The `id` of one of the product’s photos' }),
)
const opening = {
  stock: Type.Optional({ ...QuantityInput, title: 'Stock', description: 'On hand at the start' }),
}

export const VariantInput = Type.Object(
  { options: Type.Optional(OptionValues), price, ...variantFields, ...opening, imageId },
  {
    $id: 'VariantInput',
    additionalProperties: false,
    examples: [{ options: { Size: 'S' }, price: '240.00', stock: 2 }],
  },
)
export type VariantInput = Static<typeof VariantInput>

export const VariantPatch = Type.Partial(
  Type.Object({ options: OptionValues, price, ...variantFields, imageId }),
  {
    $id: 'VariantPatch',
    additionalProperties: false,
    minProperties: 1,
    description:
      'Omitted fields stay unchanged; null clears a field. Stock is changed by movements only',
    examples: [{ price: '240.00' }],
  },
)
export type VariantPatch = Static<typeof VariantPatch>

/** For everybody. */
const shown = {
  id: Id,
  productId: { ...Id, description: 'The `id` of the product' },
  sku: Type.String({ description: 'Its number in the shop, unique' }),
  options: Type.Record(Type.String(), Type.String(), {
    description: 'Its value of each option of the product',
  }),
  price: Amount,
  unit: Unit,
  available: { ...Quantity, description: 'What can be bought now: stock less active holds' },
  imageUrl: Nullable(Type.String({ description: 'Its own photo' })),
}

/** For staff. */
const inside = {
  productName: Type.String({ description: 'The name of the product' }),
  kind: ProductKind,
  barcode: Nullable(Type.String({ description: 'As a scanner types it' })),
  cost: Nullable({ ...Amount, description: 'What one unit costs the shop' }),
  supplier: Nullable(Type.String({ description: 'Where the shop buys it' })),
  stock: { ...Quantity, description: 'On hand' },
  reserved: { ...Quantity, description: 'Kept by active holds' },
  lowStockAt: Nullable({ ...Quantity, description: 'With this much or less it is low' }),
  isLow: Type.Boolean({ description: 'No more than `lowStockAt` is available' }),
  imageId: Nullable({ ...Id, description: 'The `id` of its own photo' }),
  version: Version,
  archivedAt: Nullable(Timestamp),
  createdAt: Timestamp,
  updatedAt: Timestamp,
}

/** One shape for all readers: choosing among two would make a long list slow. */
export const Variant = Type.Object(
  { ...shown, ...Type.Partial(Type.Object(inside)).properties },
  {
    $id: 'Variant',
    description:
      'What is bought and counted. Only staff, with `products.read`, gets `productName` and what follows it',
  },
)

export const VariantQuery = Type.Object(
  {
    productId: Type.Optional({ ...Id, description: 'Variants of this product' }),
    search: Type.Optional(
      Type.String({ 'x-text': 'line', maxLength: 100, description: 'In product name and SKU' }),
    ),
    sku: Type.Optional(
      Type.String({ 'x-text': 'line', maxLength: 40, description: 'The variant with this SKU' }),
    ),
    barcode: Type.Optional(
      Type.String({ 'x-text': 'line', maxLength: 40, description: 'The one with this barcode' }),
    ),
    low: Type.Optional(
      Type.Boolean({ description: 'true: only those with low stock; false: only the others' }),
    ),
    archived: Type.Optional(
      Type.Boolean({ default: false, description: 'Archived ones instead of current ones' }),
    ),
    ...listQuery,
  },
  { additionalProperties: false },
)
export type VariantQuery = Static<typeof VariantQuery>
