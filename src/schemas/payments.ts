// A row of the ledger. Rows are added, never edited.
import { type Static, Type } from '@sinclair/typebox'
import { Amount, AmountInput, Id, Nullable, RequiredText, Text, Timestamp } from './common.ts'
import { PaymentKind, PaymentMethod } from './order-status.ts'

export const PaymentInput = Type.Object(
  {
    kind: Type.Optional(PaymentKind),
    amount: AmountInput,
    method: Type.Optional(PaymentMethod),
    note: Type.Optional(Nullable(Text('Note', 500))),
  },
  {
    $id: 'PaymentInput',
    additionalProperties: false,
    description: 'kind is `payment`, and method the first that the shop offers, unless given',
    examples: [{ kind: 'deposit', amount: '30.00', method: 'card' }],
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

/** As the services know it: the amount in smallest units. */
export interface Payment {
  id: number
  orderId: number
  kind: PaymentKind
  amount: number
  method: PaymentMethod
  note: string | null
  actor: string
  receivedAt: string
  /** The row that this one takes back. */
  reversesId: number | null
  /** The row that takes this one back. */
  reversedById: number | null
}

export const PaymentJson = Type.Object(
  {
    id: Id,
    orderId: Id,
    kind: PaymentKind,
    amount: Amount,
    method: PaymentMethod,
    note: Nullable(Type.String()),
    actor: Type.String({ description: 'Who recorded it' }),
    receivedAt: Timestamp,
    reversesId: Nullable(
      Type.Integer({ description: 'The `id` of the mistake that this row takes back' }),
    ),
    reversedById: Nullable(
      Type.Integer({ description: 'The `id` of the row that takes this one back' }),
    ),
  },
  { $id: 'Payment' },
)
export type PaymentJson = Static<typeof PaymentJson>
