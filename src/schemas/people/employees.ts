// Employee schemas.
import { type Static, Type } from '@sinclair/typebox'
import { Id, listQuery, Name, Nullable, PhoneNumber, Timestamp, Version } from '../common.ts'

const fields = {
  name: Name('Name', 120, { examples: ['Rosa Lindqvist'] }),
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
  description: 'Omitted fields stay unchanged',
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

export const EmployeeQuery = Type.Object(
  {
    search: Type.Optional(
      Type.String({ 'x-text': 'line', maxLength: 100, description: 'In name and phone digits' }),
    ),
    archived: Type.Optional(
      Type.Boolean({ default: false, description: 'Archived ones instead of current ones' }),
    ),
    ...listQuery,
  },
  { additionalProperties: false },
)
export type EmployeeQuery = Static<typeof EmployeeQuery>
