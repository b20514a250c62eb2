// Delivery methods of the shop: how an order that was placed online reaches its buyer, and what that costs.
import { type Static, Type } from '@sinclair/typebox'
import { Amount, AmountInput, Id, Name, Nullable, OneOf, Text } from '../common.ts'

export const DELIVERY_KINDS = ['pickup', 'delivery'] as const
export const DeliveryKind = OneOf(DELIVERY_KINDS, {
  title: 'Kind',
  description: '`pickup` in the shop; `delivery` goes to an address',
})
export type DeliveryKind = Static<typeof DeliveryKind>

export const DeliveryMethodInput = Type.Object(
  {
    id: Type.Optional({ ...Id, description: 'Of a method that stays; left out for a new one' }),
    kind: DeliveryKind,
    name: Name('Name', 60, { examples: ['Courier, next day'] }),
    price: { ...AmountInput, title: 'Price', examples: ['6.50'] },
    freeFrom: Type.Optional(
      Nullable({
        ...AmountInput,
        title: 'Free from',
        description: 'Sum of the items from which it costs nothing; null: never free',
        examples: ['150.00'],
      }),
    ),
    note: Type.Optional(Nullable(Text('Note', 200, { examples: ['Two to three working days'] }))),
  },
  { additionalProperties: false },
)
export type DeliveryMethodInput = Static<typeof DeliveryMethodInput>

export const DeliveryMethods = Type.Array(DeliveryMethodInput, {
  title: 'Delivery methods',
  minItems: 1,
  maxItems: 10,
  description: 'In the order in which buyers see them. A method that is left out is deleted',
  'x-hint': 'Keep at least one way to get an order.',
})

export const DeliveryMethodJson = Type.Object(
  {
    id: Id,
    kind: DeliveryKind,
    name: Type.String(),
    price: Amount,
    freeFrom: Nullable(Amount),
    note: Nullable(Type.String()),
  },
  { description: 'A way in which orders reach their buyers' },
)
export type DeliveryMethodJson = Static<typeof DeliveryMethodJson>
