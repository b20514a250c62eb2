// An order as programs see it.
import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { Amount, Id, Nullable, ref, Timestamp, Version } from './common.ts'
import { Channel, OrderStatus, PaymentStatus } from './order-status.ts'
import { PaymentJson } from './payments.ts'
import { DiscountJson, TaxModeJson } from './prices.ts'

const told = <Schema extends TSchema>(schema: Schema, description: string): Schema => ({
  ...schema,
  description,
})

const Person = Type.Object({
  id: Id,
  name: Type.String(),
  phoneNumber: Type.Optional(Type.String({ description: 'Staff only, unless it is your own' })),
})

export const OrderItemJson = Type.Object(
  {
    id: Id,
    itemName: Type.String(),
    description: Nullable(Type.String()),
    quantity: Type.Integer(),
    unitPrice: Amount,
    discount: DiscountJson,
    discountAmount: told(Amount, 'What `discount` comes to'),
    lineTotal: told(Amount, '`quantity` times `unitPrice`, less `discountAmount`'),
  },
  { $id: 'OrderItem' },
)

export const OrderImageJson = Type.Object(
  {
    id: Id,
    url: Type.String({ examples: ['/api/orders/1/images/1'] }),
    thumbnailUrl: Type.String({ examples: ['/api/orders/1/images/1?size=thumb'] }),
    contentType: Type.String({ examples: ['image/jpeg'] }),
    size: Type.Integer({ description: 'Bytes of the display size' }),
    width: Type.Integer(),
    height: Type.Integer(),
    shared: Type.Boolean({ description: 'Shown behind the tracking link' }),
    createdAt: Timestamp,
  },
  { $id: 'OrderImage' },
)

export const OrderImagePatch = Type.Object(
  {
    shared: Type.Boolean({ description: 'Whether the customer sees it behind the tracking link' }),
  },
  { $id: 'OrderImagePatch', additionalProperties: false, examples: [{ shared: true }] },
)

const summary = {
  id: Id,
  number: Type.Integer({
    description: 'What people call the order; without gaps',
    examples: [1042],
  }),
  customerId: Id,
  employeeId: Nullable(Type.Integer({ description: 'Who makes it; null: nobody yet' })),
  status: OrderStatus,
  paymentStatus: PaymentStatus,
  subtotal: told(Amount, 'The sum of all `lineTotal`'),
  discount: DiscountJson,
  discountAmount: told(Amount, 'What `discount` takes off the `subtotal`'),
  taxMode: TaxModeJson,
  taxRate: Type.String({
    description: 'Percent, at most 3 decimals; as the settings said when the order was taken',
    examples: ['20'],
  }),
  taxLabel: Nullable(Type.String({ description: 'What the tax is called', examples: ['VAT'] })),
  taxAmount: told(Amount, 'The tax that `totalAmount` contains'),
  netAmount: told(Amount, '`totalAmount` less `taxAmount`'),
  totalAmount: told(
    Amount,
    'What is to be paid: `subtotal` less `discountAmount`, and with `taxAmount` where tax is `exclusive`',
  ),
  paidAmount: told(Amount, 'What was paid, less what was given back'),
  balance: told(Amount, 'What is still owed: `totalAmount` less `paidAmount`'),
  requiredDeposit: told(Amount, 'What the shop asks for before work starts'),
  missingDeposit: told(Amount, 'What is still to come of it'),
  retainedAmount: told(Amount, 'What is kept of the payments of a cancelled order'),
  refundDue: told(
    Amount,
    'Of a cancelled order: what was paid and is not kept, so is still to be given back',
  ),
  currency: Type.String({ description: 'ISO 4217', examples: ['EUR'] }),
  dateOfCreation: told(Timestamp, 'When the order was taken'),
  deadline: Nullable(
    Type.String({
      description: 'As promised: a day, or a moment in UTC',
      examples: ['2026-12-01'],
    }),
  ),
  overdue: Type.Boolean({ description: 'Open, and the deadline has passed' }),
  channel: told(Channel, 'Where the order was taken'),
  shippingAddress: Nullable(Type.String()),
  notes: Nullable(Type.String({ description: 'The customer may read these' })),
  internalNotes: Type.Optional(Nullable(Type.String({ description: 'Staff only' }))),
  trackingToken: Nullable(
    Type.String({
      description:
        'For `GET /api/track/{token}` and the page `/track-order/{token}`; null while the link is withdrawn',
    }),
  ),
  version: Version,
  archivedAt: Nullable(told(Timestamp, 'When the order left the lists')),
  customer: Person,
  employee: Nullable(Person),
  createdAt: Timestamp,
  updatedAt: Timestamp,
}

export const OrderSummaryJson = Type.Object(summary, {
  $id: 'OrderSummary',
  description: 'An order in a list: without items, photos and payments',
})
export type OrderSummaryJson = Static<typeof OrderSummaryJson>

export const OrderJson = Type.Object(
  {
    ...summary,
    items: Type.Array(ref(OrderItemJson)),
    images: Type.Array(ref(OrderImageJson)),
    payments: Type.Array(ref(PaymentJson)),
  },
  { $id: 'Order', description: 'An order with all that belongs to it' },
)
export type OrderJson = Static<typeof OrderJson>
