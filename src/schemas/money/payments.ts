// Schemas of the payments list, the cash sheet and outstanding balances.
import { type Static, Type } from '@sinclair/typebox'
import { Amount, Day, Id, listQuery, Nullable, OneOf, Timestamp } from '../common.ts'
import { PaymentJson } from '../orders/payments.ts'
import { PAYMENT_KINDS, statusList } from '../orders/status.ts'
import { PAYMENT_METHODS, PaymentMethod } from '../shop/payment-methods.ts'

const several = (what: string, values: readonly string[]) => ({
  ...statusList(values),
  'x-hint': `${what} must be one of: ${values.join(', ')}; several are separated by commas.`,
})

export const PaymentFilter = Type.Object(
  {
    from: Type.Optional({ ...Day, description: "First day, in the shop's time zone" }),
    to: Type.Optional({ ...Day, description: "Last day, in the shop's time zone" }),
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
  { $id: 'LedgerRow', description: 'A payment with its order and customer' },
)
export type LedgerRowJson = Static<typeof LedgerRowJson>

const flow = {
  in: { ...Amount, description: 'Deposits and payments' },
  out: { ...Amount, description: 'Refunds' },
  corrected: {
    ...Amount,
    description: 'Sum of reversals; may be negative',
    examples: ['-30.00'],
  },
  net: { ...Amount, description: '`in` minus `out` plus `corrected`; may be negative' },
}

export const CashSheetJson = Type.Object(
  {
    day: Day,
    currency: Type.String({ description: 'ISO 4217', examples: ['EUR'] }),
    ...flow,
    byMethod: Type.Array(Type.Object({ method: PaymentMethod, ...flow })),
    byPerson: Type.Array(
      Type.Object({
        person: Type.String({ description: 'Name of the user who recorded it' }),
        ...flow,
      }),
    ),
    rows: Type.Array(Type.Object(LedgerRowJson.properties)),
  },
  { $id: 'CashSheet', description: "Payments of one day in the shop's time zone" },
)
export type CashSheetJson = Static<typeof CashSheetJson>

export const CashSheetQuery = Type.Object(
  { day: Type.Optional({ ...Day, description: "A day in the shop's time zone; default: today" }) },
  { additionalProperties: false },
)

export const OWING_SORTS = ['-balance', 'oldestDue'] as const
export type OwingSort = (typeof OWING_SORTS)[number]

export const OwingQuery = Type.Object(
  {
    sort: Type.Optional(
      OneOf(OWING_SORTS, {
        default: '-balance',
        description: 'Largest balance first, or earliest due date first',
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
    orders: Type.Integer({ description: 'Number of orders with a balance' }),
    balance: { ...Amount, description: 'Total balance' },
    oldestDueAt: Nullable({
      ...Timestamp,
      description: 'Earliest deadline of these orders; null without any',
    }),
  },
  { $id: 'Owing' },
)
export type OwingJson = Static<typeof OwingJson>
