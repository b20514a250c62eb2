// Role schemas: a named set of permissions, with limits.
import { type Static, Type } from '@sinclair/typebox'
import {
  Amount,
  AmountInput,
  Id,
  Name,
  Nullable,
  OneOf,
  ref,
  Timestamp,
  Version,
} from '../common.ts'
import { PercentInput, PercentText } from '../shared/percents.ts'
import { PermissionJson } from './permissions.ts'
import { Tier } from './tiers.ts'

/** Roles that every shop has. `owner` has every permission, `customer` none; both stay as they are. */
export const GIVEN_ROLES = ['owner', 'manager', 'counter', 'maker', 'customer'] as const
export type GivenRole = (typeof GIVEN_ROLES)[number]

const LimitsInput = Type.Object(
  {
    discount: Type.Optional(Nullable(PercentInput)),
    refund: Type.Optional(Nullable(AmountInput)),
  },
  {
    additionalProperties: false,
    description:
      '`discount`: the largest discount of an order or item, in percent; `refund`: the largest refund or reversed payment. null: any',
    examples: [{ discount: '10', refund: '50.00' }],
  },
)

const fields = {
  name: Name('Name', 60, { examples: ['Weekend help'] }),
  permissions: Type.Array(ref(PermissionJson), {
    title: 'Permissions',
    maxItems: 100,
    uniqueItems: true,
    description: 'What accounts of the role may do',
    examples: [['orders.read', 'orders.move', 'customers.read']],
  }),
  limits: Type.Optional(LimitsInput),
  requiresSecondFactor: Type.Optional(
    Type.Boolean({
      title: 'Two-step sign-in',
      description:
        'Accounts of the role need a second factor: from their next sign-in on, nothing else is open before its set-up. The one field that can be changed of Owner and Customer.',
      examples: [false],
    }),
  ),
}

export const RoleInput = Type.Object(fields, {
  $id: 'RoleInput',
  additionalProperties: false,
  examples: [
    {
      name: 'Weekend help',
      permissions: ['orders.read', 'orders.move', 'customers.read'],
      limits: { discount: '10', refund: '50.00' },
    },
  ],
})
export type RoleInput = Static<typeof RoleInput>

export const RolePatch = Type.Partial(Type.Object(fields), {
  $id: 'RolePatch',
  additionalProperties: false,
  minProperties: 1,
  description: 'Fields that are left out stay as they are. `permissions` replaces all of them.',
  examples: [{ permissions: ['orders.read', 'orders.write'] }],
})
export type RolePatch = Static<typeof RolePatch>

export const RoleJson = Type.Object(
  {
    id: Id,
    name: Type.String({ examples: ['Weekend help'] }),
    tier: Tier,
    given: Nullable(
      OneOf(GIVEN_ROLES, { description: 'Which of the roles that every shop has; null: its own' }),
    ),
    permissions: Type.Array(ref(PermissionJson), { description: 'What its accounts may do' }),
    limits: Type.Object(
      { discount: Nullable(PercentText), refund: Nullable(Amount) },
      {
        description:
          'The largest discount in percent, and the largest refund or reversed payment; null: any',
      },
    ),
    requiresSecondFactor: Type.Boolean({
      description: 'Whether its accounts need a second factor',
      examples: [false],
    }),
    users: Type.Integer({ description: 'How many accounts have it', examples: [2] }),
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { $id: 'Role', additionalProperties: false },
)
export type RoleJson = Static<typeof RoleJson>
