// Schemas of handing an employee's open orders to somebody else.
import { type Static, Type } from '@sinclair/typebox'
import { Id, Nullable } from '../common.ts'

export const ReassignmentInput = Type.Object(
  {
    to: Nullable(
      Type.Integer({
        title: 'Employee',
        minimum: 1,
        description: 'Who takes the orders over; null: nobody, they become unassigned',
      }),
    ),
    orderIds: Type.Optional(
      Type.Array(Type.Integer({ minimum: 1 }), {
        title: 'Orders',
        minItems: 1,
        maxItems: 200,
        uniqueItems: true,
        description: 'Only these of their open orders; without it all of them',
      }),
    ),
    archive: Type.Optional(
      Type.Boolean({
        title: 'Archive',
        description:
          'Archives the employee in the transaction that moves the last order; needs `employees.write`',
      }),
    ),
  },
  {
    $id: 'ReassignmentInput',
    additionalProperties: false,
    examples: [{ to: null }],
  },
)
export type ReassignmentInput = Static<typeof ReassignmentInput>

export const Reassignment = Type.Object(
  {
    employeeId: Id,
    to: Nullable({ ...Id, description: 'Who has the orders now' }),
    moved: Type.Integer({ description: 'How many orders have moved', examples: [12] }),
    open: Type.Integer({ description: 'Open orders that the employee still has', examples: [0] }),
    archived: Type.Boolean({ description: 'Whether the employee is archived now' }),
  },
  { $id: 'Reassignment', additionalProperties: false },
)
export type Reassignment = Static<typeof Reassignment>
