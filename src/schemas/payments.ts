// A row of the ledger. Rows are added, never edited.
import { type Static, Type } from '@sinclair/typebox'
import { Amount, AmountInput, Id, Nullable, Text, Timestamp } from './common.ts'
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
    description: 'kind is `payment` and method `cash` unless given',
    examples: [{ kind: 'deposit', amount: '30.00', method: 'card' }],
  },
)
export type PaymentInput = Static<typeof PaymentInput>

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
  },
  { $id: 'Payment' },
)
export type PaymentJson = Static<typeof PaymentJson>
