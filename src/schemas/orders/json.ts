// Response schemas of orders.
import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { Amount, Id, Nullable, ref, Timestamp, Version } from '../common.ts'
import { referencesJson } from '../shared/references.ts'
import { PaymentJson } from './payments.ts'
import { OrderImageJson } from './photos.ts'
import { DiscountJson, TaxModeJson } from './prices.ts'
import { Channel, OrderStatus, PaymentStatus } from './status.ts'

const described = <Schema extends TSchema>(schema: Schema, description: string): Schema => ({
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
    orderId: described(Id, 'The `id` of the order'),
    productId: Nullable(Type.Integer({ description: 'What was sold of the catalogue; else null' })),
    variantId: Nullable(Type.Integer({ description: 'The variant of that product' })),
    itemName: Type.String(),
    description: Nullable(Type.String()),
    quantity: Type.Integer(),
    unitPrice: Amount,
    discount: DiscountJson,
    discountAmount: described(Amount, 'Amount of `discount`'),
    lineTotal: described(Amount, '`quantity` times `unitPrice`, less `discountAmount`'),
    createdAt: described(Timestamp, 'Time it was added'),
    updatedAt: described(Timestamp, 'Time of the last change'),
  },
  { $id: 'OrderItem' },
)

const summary = {
  id: Id,
  number: Type.Integer({
    description: 'Order number for people; without gaps',
    examples: [1042],
  }),
  customerId: Id,
  employeeId: Nullable(Type.Integer({ description: 'Assigned employee; null without one' })),
  status: OrderStatus,
  paymentStatus: PaymentStatus,
  subtotal: described(Amount, 'The sum of all `lineTotal`'),
  discount: DiscountJson,
  discountAmount: described(Amount, 'Amount of `discount`'),
  taxMode: TaxModeJson,
  taxRate: Type.String({
    description: 'Percent, at most 3 decimals; the setting at the time of creation',
    examples: ['20'],
  }),
  taxLabel: Nullable(Type.String({ description: 'Name of the tax', examples: ['VAT'] })),
  taxAmount: described(Amount, 'The tax that `totalAmount` contains'),
  netAmount: described(Amount, '`totalAmount` less `taxAmount`'),
  totalAmount: described(
    Amount,
    'What is to be paid: `subtotal` less `discountAmount`, and with `taxAmount` where tax is `exclusive`',
  ),
  paidAmount: described(Amount, 'Payments minus refunds'),
  balance: described(
    Amount,
    'What is still owed: `totalAmount` less `paidAmount`; nothing of an order that is cancelled, or refunded',
  ),
  requiredDeposit: described(Amount, 'Deposit required before work starts'),
  missingDeposit: described(Amount, 'Unpaid part of the required deposit'),
  retainedAmount: described(
    Amount,
    'Cancellation fee: the part of the payments that is not refunded',
  ),
  refundDue: described(
    Amount,
    'Of a cancelled order: `paidAmount` minus `retainedAmount`, still to refund',
  ),
  currency: Type.String({ description: 'ISO 4217', examples: ['EUR'] }),
  dateOfCreation: described(
    Timestamp,
    'When the order was taken, which an import can set (column `takenOn`); `createdAt` is when it was entered here',
  ),
  deadline: Nullable(
    Type.String({
      description:
        'As promised, in one of two forms: a day (`2026-12-01`: to the end of that day in the shop), or a moment in UTC (`2026-12-01T15:00:00.000Z`)',
      examples: ['2026-12-01'],
    }),
  ),
  overdue: Type.Boolean({ description: 'Open and past its deadline' }),
  channel: described(Channel, 'Channel through which the order came'),
  shippingAddress: Nullable(Type.String()),
  notes: Nullable(Type.String({ description: 'Visible to the customer' })),
  internalNotes: Type.Optional(Nullable(Type.String({ description: 'Staff only' }))),
  externalReference: Type.Optional(referencesJson.externalReference),
  metadata: Type.Optional(referencesJson.metadata),
  trackingToken: Nullable(
    Type.String({
      description:
        'For `GET /api/track/{token}` and the page `/track-order/{token}`; null while the link is withdrawn',
    }),
  ),
  version: Version,
  archivedAt: Nullable(described(Timestamp, 'Time of archiving')),
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
  { $id: 'Order', description: 'An order with its items, photos and payments' },
)
export type OrderJson = Static<typeof OrderJson>
