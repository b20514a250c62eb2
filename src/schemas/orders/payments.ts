// Schemas of payments: ledger rows, which are added and never edited.
import { type Static, Type } from '@sinclair/typebox'
import {
  Amount,
  AmountInput,
  Id,
  IdParams,
  Nullable,
  RequiredText,
  Text,
  Timestamp,
} from '../common.ts'
import { PaymentMethod } from '../shop/payment-methods.ts'
import { OrderStatus, PaymentKind } from './status.ts'

export const PaymentParams = Type.Object(
  {
    ...IdParams.properties,
    paymentId: { ...Id, description: 'The `id` of a ledger row of this order' },
  },
  { additionalProperties: false },
)

export const LedgerInput = Type.Object(
  {
    kind: Type.Optional(PaymentKind),
    amount: AmountInput,
    method: Type.Optional(PaymentMethod),
    note: Type.Optional(Nullable(Text('Note', 500))),
  },
  {
    additionalProperties: false,
    description: 'Defaults: `kind` is `payment`, `method` the first one that the shop offers',
    examples: [{ kind: 'deposit', amount: '30.00', method: 'card' }],
  },
)
export type LedgerInput = Static<typeof LedgerInput>

/** A payment, and the status change that requires it. */
export const PaymentInput = Type.Object(
  {
    ...LedgerInput.properties,
    status: Type.Optional({
      ...OrderStatus,
      description:
        'Moves the order as `PUT /api/orders/{id}/status` does, after the payment and together with it',
    }),
  },
  {
    $id: 'PaymentInput',
    additionalProperties: false,
    description: LedgerInput.description,
    examples: [
      { kind: 'deposit', amount: '30.00', method: 'card' },
      { amount: '95.50', status: 'completed' },
    ],
  },
)
export type PaymentInput = Static<typeof PaymentInput>

export const ReversalInput = Type.Object(
  { reason: RequiredText('Reason', 500) },
  {
    $id: 'ReversalInput',
    additionalProperties: false,
    examples: [{ reason: 'Typed 300 instead of 30' }],
  },
)
export type ReversalInput = Static<typeof ReversalInput>

/** In the form of the services: the amount in smallest currency units. */
export interface Payment {
  id: number
  orderId: number
  kind: PaymentKind
  amount: number
  method: PaymentMethod
  note: string | null
  actor: string
  receivedAt: string
  /** The row that this one reverses. */
  reversesId: number | null
  /** The row that reverses this one. */
  reversedById: number | null
}

export const PaymentJson = Type.Object(
  {
    id: Id,
    orderId: Id,
    kind: PaymentKind,
    amount: Amount,
    method: PaymentMethod,
    note: Type.Optional(Nullable(Type.String({ description: 'Staff only' }))),
    actor: Type.Optional(
      Type.String({ description: 'Name of the user who recorded it; staff only' }),
    ),
    receivedAt: Timestamp,
    reversesId: Nullable(
      Type.Integer({ description: 'The `id` of the row that this row reverses' }),
    ),
    reversedById: Nullable(
      Type.Integer({ description: 'The `id` of the row that reverses this one' }),
    ),
  },
  { $id: 'Payment' },
)
export type PaymentJson = Static<typeof PaymentJson>
