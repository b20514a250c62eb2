// Payments of all orders: the list, the sheet of a day, and who still owes.
import { type Static, Type } from '@sinclair/typebox'
import { Amount, Day, Id, listQuery, Nullable, OneOf, Timestamp } from './common.ts'
import { PAYMENT_KINDS, PAYMENT_METHODS, PaymentMethod, statusList } from './order-status.ts'
import { PaymentJson } from './payments.ts'

const several = (what: string, values: readonly string[]) => ({
  ...statusList(values),
  'x-hint': `${what} must be one of: ${values.join(', ')}; several are separated by commas.`,
})

export const PaymentFilter = Type.Object(
  {
    from: Type.Optional({ ...Day, description: 'Recorded on this day of the shop or later' }),
    to: Type.Optional({ ...Day, description: 'Recorded on this day of the shop or earlier' }),
    method: Type.Optional(several('The method', PAYMENT_METHODS)),
    kind: Type.Optional(several('The kind', PAYMENT_KINDS)),
  },
  { additionalProperties: false },
)
export type PaymentFilter = Static<typeof PaymentFilter>

export const PaymentQuery = Type.Object(
  { ...PaymentFilter.properties, ...listQuery },
  { additionalProperties: false },
)
export type PaymentQuery = Static<typeof PaymentQuery>

export const LedgerRowJson = Type.Object(
  {
    ...PaymentJson.properties,
    orderNumber: Type.Integer({ examples: [1042] }),
    customerId: Id,
    customerName: Type.String({ examples: ['Amina Bello'] }),
  },
  { $id: 'LedgerRow', description: 'A payment with the order that it belongs to' },
)
export type LedgerRowJson = Static<typeof LedgerRowJson>

const flow = {
  in: { ...Amount, description: 'Deposits and payments' },
  out: { ...Amount, description: 'Refunds' },
  corrected: {
    ...Amount,
    description: 'What reversals of mistakes add or, with a minus sign, take away',
    examples: ['-30.00'],
  },
  net: { ...Amount, description: '`in` less `out`, with `corrected`; may be below zero' },
}

export const CashSheetJson = Type.Object(
  {
    day: Day,
    currency: Type.String({ description: 'ISO 4217', examples: ['EUR'] }),
    ...flow,
    byMethod: Type.Array(Type.Object({ method: PaymentMethod, ...flow })),
    byPerson: Type.Array(
      Type.Object({ person: Type.String({ description: 'Who recorded it' }), ...flow }),
    ),
    rows: Type.Array(Type.Object(LedgerRowJson.properties)),
  },
  { $id: 'CashSheet', description: 'All money of one day of the shop' },
)
export type CashSheetJson = Static<typeof CashSheetJson>

export const CashSheetQuery = Type.Object(
  { day: Type.Optional({ ...Day, description: 'A day of the shop; today unless given' }) },
  { additionalProperties: false },
)

export const OWING_SORTS = ['-balance', 'oldestDue'] as const
export type OwingSort = (typeof OWING_SORTS)[number]

export const OwingQuery = Type.Object(
  {
    sort: Type.Optional(
      OneOf(OWING_SORTS, {
        default: '-balance',
        description: 'Who owes most first, or whose order is due longest',
      }),
    ),
    ...listQuery,
  },
  { additionalProperties: false },
)
export type OwingQuery = Static<typeof OwingQuery>

export const OwingJson = Type.Object(
  {
    customerId: Id,
    name: Type.String({ examples: ['Amina Bello'] }),
    phoneNumber: Type.String({ examples: ['+44 20 7946 0018'] }),
    orders: Type.Integer({ description: 'How many of their orders are not paid' }),
    balance: { ...Amount, description: 'What they owe in all' },
    oldestDueAt: Nullable({
      ...Timestamp,
      description: 'The earliest deadline among these orders; null when none has one',
    }),
  },
  { $id: 'Owing' },
)
export type OwingJson = Static<typeof OwingJson>
