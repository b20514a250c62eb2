// Response schema of the integrity check.
import { Type } from '@sinclair/typebox'
import { Id, Nullable } from '../common.ts'

const Count = (description: string) => Type.Integer({ description })

export const IntegrityJson = Type.Object(
  {
    ok: Type.Boolean({ description: 'No problems' }),
    checked: Type.Object({
      events: Count('Entries of the event log'),
      orders: Count('Orders, also archived ones'),
      items: Count('Their lines'),
      payments: Count('Rows of the ledger'),
      variants: Count('Variants of products, with their stock'),
    }),
    problems: Type.Array(
      Type.Object({
        table: Type.String({ examples: ['orders'] }),
        id: Nullable(Type.Integer({ description: 'The `id` of the row; null if it has none' })),
        orderNumber: Type.Optional(Type.Integer({ examples: [1042] })),
        detail: Type.String({ description: 'The problem; amounts in smallest units, as stored' }),
      }),
      { description: 'At most 100' },
    ),
    unlisted: Count('How many problems there are beyond those'),
    newestEvent: Nullable(
      Type.Object(
        { id: Id, hash: Type.String() },
        {
          description:
            'Last hash of the chain: stored elsewhere, it shows later whether the log was changed',
        },
      ),
    ),
  },
  { $id: 'Integrity' },
)
