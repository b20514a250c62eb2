// Schemas of the material that is issued to an item.
import { type Static, Type } from '@sinclair/typebox'
import { Quantity, QuantityInput, Unit } from '../catalogue/quantities.ts'
import { Amount, Id, ref, Timestamp } from '../common.ts'

export const MaterialInput = Type.Object(
  {
    variantId: { ...Id, title: 'Material', description: 'The `id` of the variant' },
    quantity: { ...QuantityInput, title: 'Quantity' },
  },
  {
    $id: 'MaterialInput',
    additionalProperties: false,
    examples: [{ variantId: 1, quantity: 3.5 }],
  },
)
export type MaterialInput = Static<typeof MaterialInput>

export const MaterialReturn = Type.Object(
  { quantity: Type.Optional({ ...QuantityInput, title: 'Quantity' }) },
  {
    $id: 'MaterialReturn',
    additionalProperties: false,
    description: 'Without a `quantity` all that is left of it',
    examples: [{ quantity: 0.5 }],
  },
)

export const MaterialJson = Type.Object(
  {
    id: Id,
    itemId: { ...Id, description: 'The `id` of the item' },
    variantId: Id,
    productName: Type.String(),
    sku: Type.String(),
    unit: Unit,
    issued: Quantity,
    givenBack: Quantity,
    unitCost: { ...Amount, description: 'Of one unit, when it was issued' },
    cost: { ...Amount, description: 'Of what is used: `issued` less `givenBack`' },
    createdAt: Timestamp,
  },
  { $id: 'Material', description: 'Material of the stock that was issued to an item' },
)

export const MaterialsJson = Type.Object({
  data: Type.Array(ref(MaterialJson)),
  cost: { ...Amount, description: 'Of all material of the item' },
})
