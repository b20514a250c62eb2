// Items of an order as they are entered: a name and a price, or a product of the catalogue that has them.
import { type Static, Type } from '@sinclair/typebox'
import { AmountInput, Name, Nullable, Text } from '../common.ts'
import { discountInput } from './prices.ts'

const catalogueId = { minimum: 1, maximum: Number.MAX_SAFE_INTEGER }
const itemFields = {
  itemName: Type.Optional(
    Name('Item', 120, {
      description: 'Of a product its name unless given',
      examples: ['Bridal gown, hem and bustle'],
    }),
  ),
  productId: Type.Optional(
    Type.Integer({
      title: 'Product',
      ...catalogueId,
      description: 'A product with one variant, instead of `variantId`',
    }),
  ),
  variantId: Type.Optional(
    Nullable(
      Type.Integer({
        title: 'Variant',
        ...catalogueId,
        description:
          'What is sold of the catalogue: its stock is taken. null takes the item off the catalogue',
      }),
    ),
  ),
  description: Type.Optional(Nullable(Text('Description', 2000))),
  quantity: Type.Integer({
    title: 'Quantity',
    minimum: 1,
    maximum: 9999,
    'x-number': 'count',
    examples: [1],
  }),
  unitPrice: Type.Optional({
    ...AmountInput,
    title: 'Price',
    description: 'Of a product its price unless given',
  }),
  discount: Type.Optional(discountInput('`quantity` times `unitPrice`')),
}
/** A name and a price, or a product that has them. */
const named = {
  'x-needs-one-of': [
    ['itemName', 'variantId', 'productId'],
    ['unitPrice', 'variantId', 'productId'],
  ],
}
export const NewItem = Type.Object(itemFields, { additionalProperties: false, ...named })

/** With the id of an existing item, that item is updated. */
export const OrderItemInput = Type.Object(
  {
    id: Type.Optional(
      Type.Integer({
        title: 'Item',
        minimum: 1,
        maximum: Number.MAX_SAFE_INTEGER,
        description: 'The `id` of an existing item; omitted for a new one',
      }),
    ),
    ...itemFields,
  },
  { additionalProperties: false, ...named },
)
export type OrderItemInput = Static<typeof OrderItemInput>
