// Response schema of an order's public tracking page.
import { Type } from '@sinclair/typebox'
import { Amount, Nullable, Timestamp } from '../common.ts'
import { OrderStatus } from './status.ts'

export const TokenParams = Type.Object(
  {
    token: Type.String({
      minLength: 16,
      maxLength: 64,
      pattern: '^[\\w-]+$',
      description: '`trackingToken` of the order',
    }),
  },
  { additionalProperties: false },
)

export const TrackedOrderJson = Type.Object({
  number: Type.Integer({ examples: [1042] }),
  status: OrderStatus,
  deadline: Nullable(Type.String({ examples: ['2026-12-01'] })),
  items: Type.Array(Type.Object({ itemName: Type.String(), quantity: Type.Integer() })),
  images: Type.Array(
    Type.Object({
      url: Type.String({ description: 'JPEG, readable with the link alone' }),
      thumbnailUrl: Type.String(),
      width: Type.Integer(),
      height: Type.Integer(),
    }),
    { description: 'Shared photos' },
  ),
  totalAmount: Amount,
  balance: Amount,
  retainedAmount: {
    ...Amount,
    description: 'Cancellation fee: the part of the payments that is not refunded',
  },
  refundDue: { ...Amount, description: 'Amount still to refund' },
  currency: Type.String({ examples: ['EUR'] }),
  shop: Type.String({ description: 'Name of the shop' }),
  updatedAt: Timestamp,
})
