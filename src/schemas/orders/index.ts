// Request schemas of orders; the response schemas are in json.ts.
import { type Static, Type } from '@sinclair/typebox'
import { AmountInput, Day, Id, listQuery, Nullable, OneOf, RequiredText, Text } from '../common.ts'
import { CustomerInput } from '../people/customers.ts'
import { changesQuery, references } from '../shared/references.ts'
import { NewItem, OrderItemInput } from './items.ts'
import { LedgerInput } from './payments.ts'
import { discountInput } from './prices.ts'
import {
  ORDER_STATUSES,
  OrderStatus,
  PAYMENT_STATUSES,
  PaymentStatus,
  statusList,
} from './status.ts'

const Deadline = Type.String({
  title: 'Due date',
  maxLength: 35,
  description: "A day (until its end in the shop's time zone) or a timestamp with its offset",
  examples: ['2026-12-01'],
})

const content = {
  employeeId: Type.Optional(Nullable({ ...Id, title: 'Employee' })),
  deadline: Type.Optional(Nullable(Deadline)),
  shippingAddress: Type.Optional(Nullable(Text('Shipping address', 500))),
  notes: Type.Optional(Nullable(Text('Notes', 4000, { description: 'Visible to the customer' }))),
  internalNotes: Type.Optional(
    Nullable(Text('Internal notes', 4000, { description: 'Staff only' })),
  ),
  ...references,
}

const DeliveryMethod = OneOf(['pickup', 'delivery'], {
  title: 'Delivery',
  description: '`delivery` needs a `shippingAddress`',
})

const orderDiscount = Type.Optional(discountInput('the sum of all items'))

const newCustomer = {
  ...CustomerInput,
  $id: undefined,
  description: 'A new customer, instead of `customerId`',
}

const oneToHundred = {
  title: 'Items',
  minItems: 1,
  maxItems: 100,
  'x-hint': 'Add at least one item.',
}

export const OrderInput = Type.Object(
  {
    customerId: Type.Optional({ ...Id, title: 'Customer' }),
    customer: Type.Optional(newCustomer),
    ...content,
    deliveryMethod: Type.Optional(DeliveryMethod),
    items: Type.Array(NewItem, oneToHundred),
    discount: orderDiscount,
    deposit: Type.Optional({
      ...LedgerInput,
      description: 'Payment recorded with the order; default `kind`: `deposit`',
    }),
  },
  {
    $id: 'OrderInput',
    additionalProperties: false,
    examples: [
      {
        customer: { name: 'Amina Bello', phoneNumber: '+44 20 7946 0018' },
        deadline: '2026-12-01',
        items: [{ itemName: 'Bridal gown, hem and bustle', quantity: 1, unitPrice: '125.50' }],
      },
    ],
  },
)
export type OrderInput = Static<typeof OrderInput>

export const OrderPatch = Type.Object(
  {
    customerId: Type.Optional({ ...Id, title: 'Customer' }),
    customer: Type.Optional(newCustomer),
    ...content,
    items: Type.Optional(Type.Array(OrderItemInput, oneToHundred)),
    discount: orderDiscount,
  },
  {
    $id: 'OrderPatch',
    additionalProperties: false,
    minProperties: 1,
    description:
      'Fields that are left out stay as they are; null empties a field; `items` replaces the whole list, and an item that carries its `id` stays the same item, with its discount unless another or null is given. The order keeps the tax it was taken with.',
    examples: [{ deadline: '2026-12-05', notes: 'Pick up after six' }],
  },
)
export type OrderPatch = Static<typeof OrderPatch>

/** API clients may change the status together with the fields. */
export const OrderUpdate = Type.Object(
  { ...OrderPatch.properties, status: Type.Optional(OrderStatus) },
  {
    $id: 'OrderUpdate',
    additionalProperties: false,
    minProperties: 1,
    description: `${OrderPatch.description} \`status\` moves the order as \`PUT /api/orders/{id}/status\` does, after the other changes and together with them.`,
    examples: [{ deadline: '2026-12-05', notes: 'Pick up after six', status: 'in_progress' }],
  },
)
export type OrderUpdate = Static<typeof OrderUpdate>

export const StatusInput = Type.Object(
  {
    status: Type.Optional(OrderStatus),
    paymentStatus: Type.Optional(PaymentStatus),
    retainedAmount: Type.Optional({
      ...AmountInput,
      title: 'Cancellation fee',
      description:
        'With `status: "cancelled"`: the cancellation fee, default 0; the rest of the payments is `refundDue`',
    }),
    overrideReason: Type.Optional(
      RequiredText('Reason', 500, {
        description: 'Reason for a move without the required payment; needs `orders.override`',
      }),
    ),
  },
  {
    $id: 'StatusInput',
    additionalProperties: false,
    minProperties: 1,
    description: '`paymentStatus: "paid"` records a payment of the balance',
    examples: [{ status: 'in_progress' }],
  },
)
export type StatusInput = Static<typeof StatusInput>

export const ORDER_SORTS = [
  '-createdAt',
  'createdAt',
  'deadline',
  '-deadline',
  'number',
  '-number',
  'totalAmount',
  '-totalAmount',
] as const
export type OrderSort = (typeof ORDER_SORTS)[number]

/** For synchronization by API clients; pages do not offer it. */
export const CHANGE_SORTS = ['updatedAt', '-updatedAt'] as const
export type ChangeSort = (typeof CHANGE_SORTS)[number]

export const OrderFilter = Type.Object(
  {
    status: Type.Optional(statusList(ORDER_STATUSES)),
    paymentStatus: Type.Optional(statusList(PAYMENT_STATUSES)),
    employeeId: Type.Optional(
      Type.String({
        pattern: '^(none|[1-9]\\d{0,14})(,(none|[1-9]\\d{0,14}))*$',
        description: 'One or several ids; `none`: orders without an employee',
        'x-hint': 'employeeId must be one or several ids, separated by commas, or "none".',
        'x-list': { type: 'string', pattern: '^(none|[1-9]\\d{0,14})$' },
        examples: ['1,none'],
      }),
    ),
    customerId: Type.Optional({ ...Id, description: 'Orders of this customer only' }),
    from: Type.Optional({
      ...Day,
      description: "Created on or after this day, in the shop's time zone",
    }),
    to: Type.Optional({
      ...Day,
      description: "Created on or before this day, in the shop's time zone",
    }),
    dueFrom: Type.Optional({
      ...Day,
      description: "Due on or after this day, in the shop's time zone",
    }),
    dueTo: Type.Optional({
      ...Day,
      description: "Due on or before this day, in the shop's time zone",
    }),
    overdue: Type.Optional(
      Type.Boolean({ description: 'true: open orders after their deadline; false: all others' }),
    ),
    search: Type.Optional(
      Type.String({
        'x-text': 'line',
        maxLength: 100,
        description:
          'Order number (1042 or #1042), customer name, phone digits or (by staff) e-mail, or item; without regard to case',
      }),
    ),
    archived: Type.Optional(
      Type.Boolean({ description: 'true: archived orders instead of current ones' }),
    ),
    ...changesQuery,
  },
  { additionalProperties: false },
)
export type OrderFilter = Static<typeof OrderFilter>

export const OrderQuery = Type.Object(
  {
    ...OrderFilter.properties,
    sort: Type.Optional(
      Type.Unsafe<OrderSort | ChangeSort>({
        type: 'string',
        enum: [...ORDER_SORTS, ...CHANGE_SORTS],
        description:
          '`-createdAt` unless given; with `updatedSince` or `externalReference` only `updatedAt`, which they come in, and `-updatedAt`. A minus sign means descending. Rows that share a value come by id; no deadline counts as the latest.',
      }),
    ),
    ...listQuery,
  },
  { additionalProperties: false },
)
export type OrderQuery = Static<typeof OrderQuery>
