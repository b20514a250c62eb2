// What a check of the books answers.
import { Type } from '@sinclair/typebox'
import { Id, Nullable } from './common.ts'

const Count = (description: string) => Type.Integer({ description })

export const IntegrityJson = Type.Object(
  {
    ok: Type.Boolean({ description: 'Nothing is wrong' }),
    checked: Type.Object({
      events: Count('Entries of the event log'),
      orders: Count('Orders, also archived ones'),
      items: Count('Their lines'),
      payments: Count('Rows of the ledger'),
    }),
    problems: Type.Array(
      Type.Object({
        table: Type.String({ examples: ['orders'] }),
        id: Nullable(Type.Integer({ description: 'Of the row; null where it has none' })),
        orderNumber: Type.Optional(Type.Integer({ examples: [1042] })),
        detail: Type.String({ description: 'What is wrong; amounts in smallest units, as stored' }),
      }),
      { description: 'The first hundred' },
    ),
    unlisted: Count('How many problems there are beyond those'),
    newestEvent: Nullable(
      Type.Object(
        { id: Id, hash: Type.String() },
        { description: 'The end of the hash chain: keep it elsewhere, and compare it one day' },
      ),
    ),
  },
  { $id: 'Integrity' },
)
