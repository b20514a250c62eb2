// What an order is made of when it comes in; how it goes out is in order-json.ts.
import { type Static, Type } from '@sinclair/typebox'
import { AmountInput, Day, Id, listQuery, Nullable, RequiredText, Text } from './common.ts'
import { CustomerInput } from './customers.ts'
import {
  ORDER_STATUSES,
  OrderStatus,
  PAYMENT_STATUSES,
  PaymentStatus,
  statusList,
} from './order-status.ts'
import { PaymentInput } from './payments.ts'
import { discountInput } from './prices.ts'

const itemFields = {
  itemName: RequiredText('Item', 120, { examples: ['Bridal gown, hem and bustle'] }),
  description: Type.Optional(Nullable(Text('Description', 2000))),
  quantity: Type.Integer({ title: 'Quantity', minimum: 1, maximum: 9999, examples: [1] }),
  unitPrice: { ...AmountInput, title: 'Price' },
  discount: Type.Optional(discountInput('`quantity` times `unitPrice`')),
}
const NewItem = Type.Object(itemFields, { additionalProperties: false })

/** An item of an order that is there already; with its id it stays the same item. */
export const OrderItemInput = Type.Object(
  {
    id: Type.Optional(
      Type.Integer({
        title: 'Item',
        minimum: 1,
        maximum: Number.MAX_SAFE_INTEGER,
        description: 'Of an item that is there already; left out for a new one',
      }),
    ),
    ...itemFields,
  },
  { additionalProperties: false },
)
export type OrderItemInput = Static<typeof OrderItemInput>

const Deadline = Type.String({
  title: 'Deadline',
  maxLength: 35,
  description: 'A day (2026-12-01: to the end of that day in the shop) or a moment with its offset',
  examples: ['2026-12-01'],
})

const content = {
  employeeId: Type.Optional(Nullable({ ...Id, title: 'Employee' })),
  deadline: Type.Optional(Nullable(Deadline)),
  shippingAddress: Type.Optional(Nullable(Text('Shipping address', 500))),
  notes: Type.Optional(
    Nullable(Text('Notes', 4000, { description: 'The customer may read these' })),
  ),
  internalNotes: Type.Optional(
    Nullable(Text('Internal notes', 4000, { description: 'Staff only' })),
  ),
}

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
    items: Type.Array(NewItem, oneToHundred),
    discount: orderDiscount,
    deposit: Type.Optional({
      ...PaymentInput,
      $id: undefined,
      description: 'Taken together with the order; `kind` is `deposit` unless given',
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

export const StatusInput = Type.Object(
  {
    status: Type.Optional(OrderStatus),
    paymentStatus: Type.Optional(PaymentStatus),
    retainedAmount: Type.Optional({
      ...AmountInput,
      title: 'What is kept',
      description:
        'With `status: "cancelled"`: what the shop keeps of the payments, 0 unless given; the rest is `refundDue`',
    }),
    overrideReason: Type.Optional(
      RequiredText('Reason', 500, {
        description: 'Why an administrator lets the move pass without the money that is missing',
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

export const OrderFilter = Type.Object(
  {
    status: Type.Optional(statusList(ORDER_STATUSES)),
    paymentStatus: Type.Optional(statusList(PAYMENT_STATUSES)),
    employeeId: Type.Optional(
      Type.String({
        pattern: '^(none|[1-9]\\d{0,14})(,(none|[1-9]\\d{0,14}))*$',
        description: 'Ids separated by commas; `none` for orders nobody has taken',
        'x-hint': 'employeeId must be one or several ids, separated by commas, or "none".',
        'x-list': { type: 'string', pattern: '^(none|[1-9]\\d{0,14})$' },
        examples: ['1,none'],
      }),
    ),
    customerId: Type.Optional({ ...Id, description: 'Orders of this customer only' }),
    from: Type.Optional({ ...Day, description: 'Created on this day of the shop or later' }),
    to: Type.Optional({ ...Day, description: 'Created on this day of the shop or earlier' }),
    dueFrom: Type.Optional({ ...Day, description: 'Due on this day of the shop or later' }),
    dueTo: Type.Optional({ ...Day, description: 'Due on this day of the shop or earlier' }),
    overdue: Type.Optional(
      Type.Boolean({ description: 'true: open, and its deadline has passed; false: all others' }),
    ),
    search: Type.Optional(
      Type.String({
        maxLength: 100,
        description:
          'Order number (1042 or #1042), customer name, phone digits or e-mail, or item; without regard to case',
      }),
    ),
    archived: Type.Optional(Type.Boolean({ description: 'true: the archived ones instead' })),
  },
  { additionalProperties: false },
)
export type OrderFilter = Static<typeof OrderFilter>

export const OrderQuery = Type.Object(
  {
    ...OrderFilter.properties,
    sort: Type.Optional(
      Type.Unsafe<OrderSort>({
        type: 'string',
        enum: [...ORDER_SORTS],
        default: '-createdAt',
        description:
          'A minus sign means descending. Rows that share a value come by id; no deadline counts as the latest.',
      }),
    ),
    ...listQuery,
  },
  { additionalProperties: false },
)
export type OrderQuery = Static<typeof OrderQuery>
