// Event types of orders and payments, with the schema of each one's data.
import { Type } from '@sinclair/typebox'
import { Quantity } from '../catalogue/quantities.ts'
import { Amount, Id, Nullable, RequiredText } from '../common.ts'
import { DiscountJson, TaxModeJson } from '../orders/prices.ts'
import { OrderStatus, PaymentKind, PaymentStatus } from '../orders/status.ts'
import { PaymentMethod } from '../shop/payment-methods.ts'
import { changed, changes, metadata, shapesOf, text, undoes } from './shapes.ts'

const order = shapesOf('order')

const prices = {
  subtotal: Amount,
  discount: DiscountJson,
  discountAmount: Amount,
  taxAmount: Amount,
  netAmount: Amount,
  totalAmount: Amount,
}
/** Tax settings as of the order's creation. */
const tax = {
  taxMode: TaxModeJson,
  taxRate: text('Percent'),
  taxLabel: Nullable(text('Name of the tax')),
}
const items = Type.Array(
  Type.Object({
    id: Id,
    variantId: Type.Optional(Type.Integer({ description: 'What was sold of the catalogue' })),
    itemName: Type.String(),
    description: Nullable(Type.String()),
    quantity: Type.Integer(),
    unitPrice: Amount,
    discount: DiscountJson,
  }),
  { description: 'All lines of the order' },
)
const deadline = Nullable(text('A day, or a moment in UTC'))

const payment = {
  kind: PaymentKind,
  amount: Amount,
  currency: text('ISO 4217'),
  method: PaymentMethod,
  paidAmount: changed(Amount, 'Paid amount of the order'),
  paymentStatus: Type.Optional(changed(PaymentStatus, 'If the payment status changed')),
}

const override = Type.Object(
  {
    code: text('The overridden rule: `deposit_required` or `balance_due`'),
    missing: { ...Amount, description: 'Missing amount' },
    reason: RequiredText('Reason', 500, { description: 'Reason' }),
  },
  { description: 'Override of a payment rule' },
)

const material = {
  item: { ...Id, description: 'The `id` of the item' },
  variant: { ...Id, description: 'The `id` of the variant' },
  sku: Type.String(),
  quantity: Quantity,
}

const image = { ...Id, description: 'The `id` of the photo' }

export const ORDER_EVENTS = {
  'order.placed': order('An order was taken', {
    number: Type.Integer({ description: 'Number of the order' }),
    customerId: Id,
    employeeId: Nullable(Type.Integer()),
    deadline,
    ...prices,
    ...tax,
    items,
  }),
  'order.updated': order(
    'Fields or items of an order were changed',
    changes({
      customerId: Id,
      employeeId: Nullable(Type.Integer()),
      deadline,
      shippingAddress: Nullable(Type.String()),
      notes: Nullable(Type.String()),
      internalNotes: Nullable(Type.String()),
      externalReference: Nullable(Type.String()),
      metadata,
      items,
      ...prices,
      retainedAmount: Amount,
    }),
  ),
  'order.status_updated': order('The garment moved on, or a move was undone', {
    status: changed(OrderStatus, 'Status before and after'),
    retainedAmount: Type.Optional(
      changed(Amount, 'Cancellation fee: the part of the payments that is not refunded'),
    ),
    override: Type.Optional(override),
    undoes,
  }),
  'order.images_added': order('Photos were added', {
    images: Type.Array(Id, { description: 'Ids of the photos' }),
  }),
  'order.image_removed': order('A photo was deleted', { image }),
  'order.image_shared': order('A photo is shown behind the tracking link', { image }),
  'order.image_unshared': order('A photo is no longer shown there', { image }),
  'order.material_issued': order('Material of the stock was issued to an item', material),
  'order.material_returned': order('Material was given back to the stock', material),
  'order.tracking_renewed': order('The order has a new tracking link', {}),
  'order.tracking_revoked': order('The tracking link was withdrawn', {}),
  'order.archived': order('The order left the lists', {}),
  'order.restored': order('The order is back in the lists', { undoes }),
  'payment.recorded': order('A deposit or a payment came in, or a refund went out', payment),
  'payment.reversed': order('A row of the ledger was taken back', {
    reversesId: { ...Id, description: 'The `id` of the reversed row' },
    ...payment,
    reason: Nullable(text('Why')),
    undoes,
  }),
}
