// Checkout: what a buyer sends to turn a cart into an order.
import { type Static, Type } from '@sinclair/typebox'
import { AmountInput, Email, Id, Name, Nullable, OneOf, PhoneNumber, Text } from '../common.ts'
import { OrderJson } from '../orders/json.ts'
import { DeliveryKind } from '../shop/delivery-methods.ts'

export const CheckoutInput = Type.Object(
  {
    name: Name('Name', 120, { examples: ['Amina Bello'] }),
    email: Type.Optional(Nullable(Email)),
    phoneNumber: Type.Optional(Nullable(PhoneNumber)),
    deliveryMethod: Type.Optional({
      ...DeliveryKind,
      title: 'Delivery',
      description: 'The first method of this kind; or give `deliveryMethodId`',
    }),
    deliveryMethodId: Type.Optional({
      ...Id,
      title: 'Delivery',
      description: 'One of `deliveryMethods` of the cart; the first unless given',
    }),
    shippingAddress: Type.Optional(Nullable(Text('Address', 500))),
    notes: Type.Optional(Nullable(Text('Note', 2000))),
    payment: Type.Optional(
      OneOf(['later', 'online'], {
        title: 'Payment',
        description: '`later`: at pick-up, or as the shop says; the default',
      }),
    ),
    expectedTotal: Type.Optional({
      ...AmountInput,
      title: 'Total',
      description:
        'The total that the buyer agreed to: another one is 409 `price_changed`. Without it, a price that changed since the item was added is',
    }),
  },
  {
    $id: 'CheckoutInput',
    additionalProperties: false,
    'x-needs-one-of': [['email', 'phoneNumber']],
    examples: [{ name: 'Amina Bello', phoneNumber: '+44 20 7946 0018', deliveryMethod: 'pickup' }],
  },
)
export type CheckoutInput = Static<typeof CheckoutInput>

export const PlacedOrderJson = Type.Object(
  {
    ...OrderJson.properties,
    trackingUrl: Type.String({
      description: 'Where the buyer follows the order',
      examples: ['https://shop.example/track-order/tMTZ0mZ0Rz6ph8Tm1h5zZQ'],
    }),
  },
  { $id: 'PlacedOrder', description: 'An order as its buyer sees it' },
)
