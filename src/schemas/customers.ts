// A customer: whom the shop works for.
import { type Static, Type } from '@sinclair/typebox'
import {
  Email,
  Id,
  listQuery,
  Nullable,
  PhoneNumber,
  RequiredText,
  Text,
  Timestamp,
  Version,
} from './common.ts'

const fields = {
  name: RequiredText('Name', 120, { examples: ['Amina Bello'] }),
  phoneNumber: PhoneNumber,
  email: Type.Optional(Nullable(Email)),
  address: Type.Optional(Nullable(Text('Address', 500, { examples: ['4 Mill Lane, Leeds'] }))),
  notes: Type.Optional(
    Nullable(Text('Notes', 2000, { examples: ['Prefers hems one centimetre longer'] })),
  ),
}

export const CustomerInput = Type.Object(fields, {
  $id: 'CustomerInput',
  additionalProperties: false,
})
export type CustomerInput = Static<typeof CustomerInput>

export const CustomerPatch = Type.Partial(Type.Object(fields), {
  $id: 'CustomerPatch',
  additionalProperties: false,
  minProperties: 1,
  description: 'Fields that are left out stay as they are; null empties a field',
})
export type CustomerPatch = Static<typeof CustomerPatch>

export const Customer = Type.Object(
  {
    id: Id,
    name: Type.String(),
    phoneNumber: Type.String(),
    email: Nullable(Type.String()),
    address: Nullable(Type.String()),
    notes: Nullable(Type.String()),
    version: Version,
    archivedAt: Nullable(Timestamp),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { $id: 'Customer' },
)
export type Customer = Static<typeof Customer>

export const CustomerQuery = Type.Object(
  {
    search: Type.Optional(
      Type.String({ maxLength: 100, description: 'In name, phone digits, e-mail' }),
    ),
    archived: Type.Optional(
      Type.Boolean({ default: false, description: 'The archived ones instead' }),
    ),
    ...listQuery,
  },
  { additionalProperties: false },
)
export type CustomerQuery = Static<typeof CustomerQuery>
