// Carts: what buyers send and see.
import { type Static, Type } from '@sinclair/typebox'
import { Amount, Id, Nullable, ref } from '../common.ts'
import { DeliveryMethodJson } from '../shop/delivery-methods.ts'

/** Pieces of one variant. */
export const MOST_OF_ONE = 99
/** Different variants, with those saved for later. */
export const MOST_LINES = 100

const quantity = {
  title: 'Quantity',
  maximum: MOST_OF_ONE,
  'x-number': 'count',
  examples: [1],
}

export const CartItemInput = Type.Object(
  {
    productId: Type.Optional({
      ...Id,
      title: 'Product',
      description: 'A product with one variant, instead of `variantId`',
    }),
    variantId: Type.Optional({ ...Id, title: 'Variant' }),
    quantity: Type.Optional(
      Type.Integer({
        ...quantity,
        minimum: 1,
        description: 'Added to what the cart has; 1 unless given',
      }),
    ),
  },
  {
    $id: 'CartItemInput',
    additionalProperties: false,
    'x-needs-one-of': [['productId', 'variantId']],
    examples: [{ variantId: 1, quantity: 1 }],
  },
)
export type CartItemInput = Static<typeof CartItemInput>

export const CartItemPatch = Type.Object(
  {
    quantity: Type.Optional(
      Type.Integer({ ...quantity, minimum: 0, description: '0 removes the item' }),
    ),
    savedForLater: Type.Optional(
      Type.Boolean({ title: 'Save for later', description: 'true: set aside, not ordered' }),
    ),
  },
  {
    $id: 'CartItemPatch',
    additionalProperties: false,
    minProperties: 1,
    examples: [{ quantity: 2 }],
  },
)
export type CartItemPatch = Static<typeof CartItemPatch>

export const CartItemJson = Type.Object(
  {
    id: Id,
    productId: Id,
    variantId: Id,
    productName: Type.String({ description: 'With the options', examples: ['Evening gown, S'] }),
    slug: Type.String({ description: 'Of the product, in addresses' }),
    options: Type.Record(Type.String(), Type.String()),
    imageUrl: Nullable(Type.String()),
    quantity: Type.Integer(),
    unitPrice: Amount,
    priceBefore: Nullable({
      ...Amount,
      description: 'The price when it was added, if it was another one; else null',
    }),
    lineTotal: Amount,
    available: Nullable(
      Type.Integer({ description: 'How many there are; null: made to order, not limited' }),
    ),
    isOffered: Type.Boolean({ description: 'false: not sold any more; remove it to check out' }),
  },
  { $id: 'CartItem' },
)

export const CartJson = Type.Object(
  {
    cartToken: Nullable(
      Type.String({
        description:
          'Of a guest: send it as `Cart-Token`. null for an account, and before the first item',
      }),
    ),
    currency: Type.String({ description: 'ISO 4217', examples: ['EUR'] }),
    items: Type.Array(ref(CartItemJson)),
    saved: Type.Array(ref(CartItemJson), {
      description: 'Saved for later: not part of the sums',
    }),
    subtotal: { ...Amount, description: 'Sum of the items' },
    delivery: { ...Amount, description: 'Of the chosen delivery method, the first unless chosen' },
    deliveryMethodId: Nullable({ ...Id, description: 'The delivery method that the sums are for' }),
    deliveryMethods: Type.Array(
      Type.Object({
        ...DeliveryMethodJson.properties,
        cost: { ...Amount, description: 'What it costs for this cart' },
      }),
      { description: 'To choose from' },
    ),
    tax: {
      ...Amount,
      description: 'In the total, or added to it, as `taxMode` of the shop has it',
    },
    total: { ...Amount, description: 'What the order will cost' },
  },
  { $id: 'Cart', description: 'A cart at the prices of now' },
)
export type CartJson = Static<typeof CartJson>
