// User account schemas: who may sign in, with which role.
import { type Static, Type } from '@sinclair/typebox'
import {
  Email,
  Id,
  listQuery,
  Name,
  Nullable,
  OneOf,
  PhoneNumber,
  Text,
  Timestamp,
  Version,
} from '../common.ts'
import { Theme } from '../shared/theme.ts'
import { TIERS, Tier } from './tiers.ts'

export const Password = Type.String({
  title: 'Password',
  minLength: 8,
  maxLength: 200,
  description:
    '8 to 200 characters. Refused as `too_common`: passwords that many people use, and the name of the shop or person',
  examples: ['velvet-hem-and-seven-buttons'],
})

/** An existing password: without rules, since it is only compared. */
export const TypedPassword = Type.String({
  title: 'Password',
  minLength: 1,
  maxLength: 200,
  examples: ['velvet-hem-and-seven-buttons'],
})

/** Without `roleId`: `admin` is an owner, `staff` works at the counter, `customer` is a customer. */
const roleId = Type.Integer({
  title: 'Role',
  minimum: 1,
  description: 'The role, of `GET /api/roles`; it decides the tier, `role`',
  examples: [3],
})

const TierInput = {
  ...Tier,
  description:
    'Instead of `roleId`: `admin` stands for the role Owner, `staff` for Counter, `customer` for Customer',
}

const FullName = Name('Name', 120, { examples: ['Rosa Lindqvist'] })

/** Given besides `fullName`, both must be in it; given alone, they make it. */
export const nameParts = {
  firstName: Type.Optional(
    Nullable(
      Name('First name', 120, {
        description: 'With `lastName` instead of `fullName`; together with it, a part of it',
        examples: ['Rosa'],
      }),
    ),
  ),
  lastName: Type.Optional(
    Nullable(
      Name('Last name', 120, { description: 'As with `firstName`', examples: ['Lindqvist'] }),
    ),
  ),
}

const contact = {
  phoneNumber: Type.Optional(Nullable(PhoneNumber)),
  address: Type.Optional(Nullable(Text('Address', 500, { examples: ['4 Mill Lane, Leeds'] }))),
}
const links = {
  employeeId: Type.Optional(Nullable(Type.Integer({ title: 'Employee', minimum: 1 }))),
  customerId: Type.Optional(Nullable(Type.Integer({ title: 'Customer', minimum: 1 }))),
}

export const UserInput = Type.Object(
  {
    email: Email,
    password: Password,
    fullName: Type.Optional(FullName),
    ...nameParts,
    role: Type.Optional(TierInput),
    roleId: Type.Optional(roleId),
    ...contact,
    ...links,
  },
  {
    $id: 'UserInput',
    additionalProperties: false,
    description: 'One of `fullName`, `firstName` and `lastName` is required',
    'x-needs-one-of': [['fullName', 'firstName', 'lastName']],
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
    ...nameParts,
    role: TierInput,
    roleId,
    isActive: Type.Boolean({ title: 'Can sign in', examples: [true] }),
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
    ...nameParts,
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
    firstName: Nullable(Type.String()),
    lastName: Nullable(Type.String()),
    fullName: Type.String(),
    avatarUrl: Nullable(
      Type.String({
        description: 'The picture, for staff and the person; changes with the bytes',
        examples: ['/api/users/1/avatar?v=0f1c6c1e8a'],
      }),
    ),
    role: Tier,
    roleId: { ...Id, description: 'The role, of `GET /api/roles`' },
    phoneNumber: Nullable(Type.String()),
    address: Nullable(Type.String()),
    isActive: Type.Boolean({ description: 'Whether sign-in is enabled' }),
    employeeId: Nullable(Id),
    customerId: Nullable(Id),
    theme: Theme,
    hasPin: Type.Boolean({
      description: 'Whether they can switch to their name on a shared tablet',
    }),
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { $id: 'User', additionalProperties: false },
)
export type User = Static<typeof UserJson>

export const UserQuery = Type.Object(
  {
    search: Type.Optional(
      Type.String({ 'x-text': 'line', maxLength: 100, description: 'In name and e-mail' }),
    ),
    role: Type.Optional(OneOf(TIERS, { description: 'Only accounts of this role' })),
    active: Type.Optional(
      Type.Boolean({ description: 'Only enabled accounts, or only disabled ones' }),
    ),
    ...listQuery,
  },
  { additionalProperties: false },
)
export type UserQuery = Static<typeof UserQuery>
