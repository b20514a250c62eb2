// An employee: who makes the garment.
import { type Static, Type } from '@sinclair/typebox'
import { Id, listQuery, Nullable, PhoneNumber, RequiredText, Timestamp, Version } from './common.ts'

const fields = {
  name: RequiredText('Name', 120, { examples: ['Rosa Lindqvist'] }),
  phoneNumber: PhoneNumber,
}

export const EmployeeInput = Type.Object(fields, {
  $id: 'EmployeeInput',
  additionalProperties: false,
})
export type EmployeeInput = Static<typeof EmployeeInput>

export const EmployeePatch = Type.Partial(Type.Object(fields), {
  $id: 'EmployeePatch',
  additionalProperties: false,
  minProperties: 1,
  description: 'Fields that are left out stay as they are',
})
export type EmployeePatch = Static<typeof EmployeePatch>

export const Employee = Type.Object(
  {
    id: Id,
    name: Type.String(),
    phoneNumber: Type.String(),
    version: Version,
    archivedAt: Nullable(Timestamp),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { $id: 'Employee' },
)
export type Employee = Static<typeof Employee>

const Count = (description: string) => Type.Integer({ minimum: 0, description })

export const Workload = Type.Object(
  {
    employeeId: Id,
    open: Count('Orders of `?employeeId={id}&status=pending,in_progress,ready`'),
    dueWithin7Days: Count('Of these, due from today to seven days ahead: `dueFrom` and `dueTo`'),
    overdue: Count('Orders of `?employeeId={id}&overdue=true`'),
  },
  { $id: 'Workload' },
)
export type Workload = Static<typeof Workload>

export const EmployeeQuery = Type.Object(
  {
    search: Type.Optional(Type.String({ maxLength: 100, description: 'In name and phone digits' })),
    archived: Type.Optional(
      Type.Boolean({ default: false, description: 'The archived ones instead' }),
    ),
    ...listQuery,
  },
  { additionalProperties: false },
)
export type EmployeeQuery = Static<typeof EmployeeQuery>
