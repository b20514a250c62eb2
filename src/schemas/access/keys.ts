// API key schemas: a program under its own name, with permissions as its scopes.
import { type Static, Type } from '@sinclair/typebox'
import { Amount, Id, listQuery, Name, Nullable, ref, Timestamp, Version } from '../common.ts'
import { PercentText } from '../shared/percents.ts'
import { PermissionJson } from './permissions.ts'

const fields = {
  name: Name('Name', 60, {
    description:
      'What the history calls the program: "Website" appears there as "Website (API key)"',
    examples: ['Website'],
  }),
  scopes: Type.Array(ref(PermissionJson), {
    title: 'Scopes',
    'x-hint': 'Choose at least one thing that the program may do.',
    minItems: 1,
    maxItems: 100,
    uniqueItems: true,
    description: 'Permissions of the key: exactly these, none is added',
    examples: [['orders.read', 'orders.write']],
  }),
  expiresAt: Type.Optional(
    Nullable(
      Type.String({
        title: 'End',
        maxLength: 35,
        description:
          "Until when it works: a day (until its end in the shop's time zone) or a timestamp with its offset; null: until it is revoked",
        examples: ['2099-12-31'],
      }),
    ),
  ),
  addresses: Type.Optional(
    Type.Array(Type.String({ maxLength: 60, examples: ['203.0.113.7'] }), {
      title: 'Addresses',
      maxItems: 50,
      description:
        'IP addresses and ranges (CIDR), IPv4 and IPv6, from which the key may be used; empty: from everywhere',
      examples: [['203.0.113.7', '2001:db8::/48']],
    }),
  ),
}

export const KeyInput = Type.Object(fields, {
  $id: 'KeyInput',
  additionalProperties: false,
  examples: [{ name: 'Website', scopes: ['orders.read', 'orders.write'], expiresAt: '2099-12-31' }],
})
export type KeyInput = Static<typeof KeyInput>

export const KeyPatch = Type.Partial(Type.Object(fields), {
  $id: 'KeyPatch',
  additionalProperties: false,
  minProperties: 1,
  description:
    'Fields that are left out stay as they are. `scopes` and `addresses` replace all of them; limits stay those of the day on which the key was made.',
  examples: [{ scopes: ['orders.read'] }],
})
export type KeyPatch = Static<typeof KeyPatch>

const shown = {
  id: Id,
  name: Type.String({ examples: ['Website'] }),
  prefix: Type.String({
    description: 'The first characters of the key',
    examples: ['hml_Zr3kQ9aB'],
  }),
  scopes: Type.Array(ref(PermissionJson), { description: 'Permissions of the key' }),
  limits: Type.Object(
    { discount: Nullable(PercentText), refund: Nullable(Amount) },
    {
      description:
        'The largest discount in percent, and the largest refund or reversed payment: as its maker had them; null: any',
    },
  ),
  expiresAt: Nullable({
    ...Timestamp,
    description: 'Until when it works; null: until it is revoked',
  }),
  addresses: Type.Array(Type.String(), {
    description: 'Addresses and ranges from which it may be used; empty: from everywhere',
  }),
  createdById: Nullable({
    ...Id,
    description: 'The account that made it; null for a key, or a deleted account',
  }),
  createdBy: Type.String({ description: 'Who made it', examples: ['Rosa Lindqvist'] }),
  lastUsedAt: Nullable({
    ...Timestamp,
    description: 'Its last use, to the minute; null: never used',
  }),
  revokedAt: Nullable({
    ...Timestamp,
    description: 'When it was revoked; null for one that was not',
  }),
  version: Version,
  createdAt: Timestamp,
  updatedAt: Timestamp,
}

export const KeyJson = Type.Object(shown, { $id: 'Key', additionalProperties: false })
export type KeyJson = Static<typeof KeyJson>

export const NewKeyJson = Type.Object(
  {
    ...shown,
    key: Nullable(
      Type.String({
        description:
          'The key: shown this once, and stored nowhere. null when an idempotency key is repeated: the first answer had it',
        examples: ['hml_an-example-of-43-characters-that-opens-nothing'],
      }),
    ),
  },
  { $id: 'NewKey', additionalProperties: false },
)
export type NewKeyJson = Static<typeof NewKeyJson>

export const KeyQuery = Type.Object(
  {
    revoked: Type.Optional(
      Type.Boolean({ description: 'true: only revoked ones; false, unless given: all others' }),
    ),
    ...listQuery,
  },
  { additionalProperties: false },
)
export type KeyQuery = Static<typeof KeyQuery>
