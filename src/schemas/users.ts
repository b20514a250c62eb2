// An account: who may sign in, and what they may do.
import { type Static, Type } from '@sinclair/typebox'
import {
  Email,
  Id,
  listQuery,
  Nullable,
  OneOf,
  PhoneNumber,
  RequiredText,
  Text,
  Timestamp,
  Version,
} from './common.ts'
import { ROLES, Role } from './roles.ts'

export const THEMES = ['system', 'light', 'dark'] as const
export const Theme = OneOf(THEMES, { title: 'Appearance' })
export type Theme = Static<typeof Theme>

/** A new password. */
export const Password = Type.String({
  title: 'Password',
  minLength: 8,
  maxLength: 200,
  description: '8 to 200 characters, and not the e-mail address',
  examples: ['velvet-hem-and-seven-buttons'],
})

/** A password that is asked for: whatever is typed, the answer is only right or wrong. */
export const TypedPassword = Type.String({
  title: 'Password',
  minLength: 1,
  maxLength: 200,
  examples: ['velvet-hem-and-seven-buttons'],
})

const FullName = RequiredText('Name', 120, { examples: ['Rosa Lindqvist'] })
const contact = {
  phoneNumber: Type.Optional(Nullable(PhoneNumber)),
  address: Type.Optional(Nullable(Text('Address', 500, { examples: ['4 Mill Lane, Leeds'] }))),
}
const links = {
  employeeId: Type.Optional(Nullable(Type.Integer({ title: 'Employee', minimum: 1 }))),
  customerId: Type.Optional(Nullable(Type.Integer({ title: 'Customer', minimum: 1 }))),
}

export const UserInput = Type.Object(
  { email: Email, password: Password, fullName: FullName, role: Role, ...contact, ...links },
  {
    $id: 'UserInput',
    additionalProperties: false,
    examples: [
      {
        email: 'rosa@example.com',
        password: 'velvet-hem-and-seven-buttons',
        fullName: 'Rosa Lindqvist',
        role: 'staff',
      },
    ],
  },
)
export type UserInput = Static<typeof UserInput>

export const UserPatch = Type.Partial(
  Type.Object({
    email: Email,
    password: Password,
    fullName: FullName,
    role: Role,
    isActive: Type.Boolean({ title: 'May sign in', examples: [true] }),
    ...contact,
    ...links,
  }),
  {
    $id: 'UserPatch',
    additionalProperties: false,
    minProperties: 1,
    description:
      'Fields that are left out stay as they are; null empties a field. A new password and ' +
      '`isActive: false` end all sessions of the person.',
    examples: [{ role: 'staff' }],
  },
)
export type UserPatch = Static<typeof UserPatch>

export const ProfilePatch = Type.Partial(
  Type.Object({
    fullName: FullName,
    ...contact,
    theme: Theme,
    password: Password,
    currentPassword: TypedPassword,
  }),
  {
    $id: 'ProfilePatch',
    additionalProperties: false,
    minProperties: 1,
    description:
      'A new `password` needs the `currentPassword`; it ends all other sessions of the person.',
    examples: [{ theme: 'dark' }],
  },
)
export type ProfilePatch = Static<typeof ProfilePatch>

export const UserJson = Type.Object(
  {
    id: Id,
    email: Type.String(),
    fullName: Type.String(),
    role: Role,
    phoneNumber: Nullable(Type.String()),
    address: Nullable(Type.String()),
    isActive: Type.Boolean({ description: 'Whether the person may sign in' }),
    employeeId: Nullable(Id),
    customerId: Nullable(Id),
    theme: Theme,
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { $id: 'User', additionalProperties: false },
)
export type User = Static<typeof UserJson>

export const UserQuery = Type.Object(
  {
    search: Type.Optional(Type.String({ maxLength: 100, description: 'In name and e-mail' })),
    role: Type.Optional(OneOf(ROLES, { description: 'Only accounts of this role' })),
    active: Type.Optional(
      Type.Boolean({ description: 'Only those who may sign in, or only others' }),
    ),
    ...listQuery,
  },
  { additionalProperties: false },
)
export type UserQuery = Static<typeof UserQuery>
