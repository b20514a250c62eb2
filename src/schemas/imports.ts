// A file that is imported: how it is asked for, and what is told of it.
import { type Static, Type } from '@sinclair/typebox'
import { Amount, Nullable } from './common.ts'

export const ImportQuery = Type.Object(
  {
    dryRun: Type.Optional(
      Type.Boolean({
        default: false,
        description:
          'true: nothing is saved, and the answer says what would be made and what is wrong',
      }),
    ),
  },
  { additionalProperties: false },
)
export type ImportQuery = Static<typeof ImportQuery>

export const ImportReportJson = Type.Object(
  {
    dryRun: Type.Boolean(),
    encoding: Type.String({
      description: 'How the letters were read; anything but UTF-8 is worth a look at the names',
      examples: ['utf-8', 'windows-1252', 'utf-16le'],
    }),
    lines: Type.Integer({ description: 'Lines of the file, without the first' }),
    made: Type.Integer({ description: 'New customers, or new orders' }),
    customersMade: Type.Integer({ description: 'New customers that came with the orders' }),
    known: Type.Integer({ description: 'What is there already, and was left as it is' }),
    ignoredColumns: Type.Array(Type.String(), {
      description: 'Names of columns that mean nothing here',
    }),
    problemCount: Type.Integer({
      description: 'All mistakes. Only a dry run has any: otherwise they are a refusal',
    }),
    problems: Type.Array(
      Type.Object({
        line: Type.Integer({ description: 'In the file, counted from 1' }),
        column: Type.String({ description: 'Empty when the whole line is meant' }),
        code: Type.String(),
        detail: Type.String({ description: 'A sentence for a person' }),
      }),
      { description: 'The first hundred, by line' },
    ),
    preview: Type.Array(
      Type.Object({
        line: Type.Integer(),
        reference: Nullable(Type.String()),
        customerName: Type.String(),
        phoneNumber: Type.String(),
        isNewCustomer: Type.Boolean({ description: 'Whether the customer is new too' }),
        items: Nullable(Type.Integer({ description: 'Of an order' })),
        totalAmount: Nullable(Amount),
      }),
      { description: 'The first twenty that are made' },
    ),
  },
  { $id: 'ImportReport' },
)
