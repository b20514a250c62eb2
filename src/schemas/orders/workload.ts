// Response schema of an employee's workload, each number with the filter of its orders.
import { type Static, Type } from '@sinclair/typebox'
import { Id } from '../common.ts'
import { OPEN_FILTER } from './status.ts'

const Count = (description: string) => Type.Integer({ minimum: 0, description })

export const Workload = Type.Object(
  {
    employeeId: Id,
    open: Count(`Orders of \`?employeeId={id}&status=${OPEN_FILTER.status}\``),
    dueWithin7Days: Count('Of these, due from today to seven days ahead: `dueFrom` and `dueTo`'),
    overdue: Count('Orders of `?employeeId={id}&overdue=true`'),
  },
  { $id: 'Workload' },
)
export type Workload = Static<typeof Workload>
