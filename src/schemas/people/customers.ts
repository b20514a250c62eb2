// Customer schemas.
import { type Static, Type } from '@sinclair/typebox'
import {
  Amount,
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
import { changesQuery, references, referencesJson } from '../shared/references.ts'
import { consentInput, consentJson } from './consent.ts'

const fields = {
  name: Name('Name', 120, { examples: ['Amina Bello'] }),
  phoneNumber: PhoneNumber,
  email: Type.Optional(Nullable(Email)),
  address: Type.Optional(Nullable(Text('Address', 500, { examples: ['4 Mill Lane, Leeds'] }))),
  notes: Type.Optional(
    Nullable(Text('Notes', 2000, { examples: ['Prefers hems one centimetre longer'] })),
  ),
  ...consentInput,
}

/** Fields of the page's form. */
export const CustomerForm = Type.Object(fields, { additionalProperties: false })

export const CustomerInput = Type.Object(
  { ...fields, ...references },
  {
    $id: 'CustomerInput',
    additionalProperties: false,
  },
)
export type CustomerInput = Static<typeof CustomerInput>

export const CustomerPatch = Type.Partial(Type.Object({ ...fields, ...references }), {
  $id: 'CustomerPatch',
  additionalProperties: false,
  minProperties: 1,
  description: 'Omitted fields stay unchanged; null clears a field',
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
    ...consentJson,
    ...referencesJson,
    version: Version,
    archivedAt: Nullable(Timestamp),
    mergedInto: Nullable(
      Type.Integer({
        description: 'Into which customer this record was merged, by `id`; else null',
      }),
    ),
    erasedAt: Nullable({ ...Timestamp, description: 'Since when nothing is known of them' }),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { $id: 'Customer' },
)
export type Customer = Static<typeof Customer>

export const CustomerDetail = Type.Object(
  {
    ...Customer.properties,
    balance: { ...Amount, description: 'What they owe in all' },
    totalSpent: { ...Amount, description: 'Paid less refunded, on all their orders' },
    orderCount: Type.Integer({ description: 'Orders, without archived ones' }),
  },
  { $id: 'CustomerDetail', description: 'A customer with what they ordered, paid and owe' },
)

const Duplicate = Type.Object({
  id: Id,
  name: Type.String({ examples: ['Mira Patel'] }),
  same: Type.Array(OneOf(['phoneNumber', 'email']), { description: 'What both have in common' }),
})
export type Duplicate = Static<typeof Duplicate>

const PossibleDuplicates = Type.Array(Duplicate, {
  description: 'Customers with the same phone number, in any spelling, or the same e-mail',
})

export const NewCustomer = Type.Object(
  { ...Customer.properties, possibleDuplicates: PossibleDuplicates },
  { $id: 'NewCustomer', description: 'The customer who was added, and who it may be already' },
)

export const NewCustomerQuery = Type.Object(
  {
    unique: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'Refuse with 409 `possible_duplicate` when there may be such a customer',
      }),
    ),
  },
  { additionalProperties: false },
)
export type NewCustomerQuery = Static<typeof NewCustomerQuery>

export const MergeInput = Type.Object(
  { from: { ...Id, title: 'From', description: 'The record that goes into this one' } },
  { $id: 'MergeInput', additionalProperties: false, examples: [{ from: 2 }] },
)
export type MergeInput = Static<typeof MergeInput>

export const CustomerQuery = Type.Object(
  {
    search: Type.Optional(
      Type.String({
        'x-text': 'line',
        maxLength: 100,
        description: 'In name, phone digits, e-mail',
      }),
    ),
    archived: Type.Optional(
      Type.Boolean({ default: false, description: 'Archived ones instead of current ones' }),
    ),
    ...changesQuery,
    ...listQuery,
  },
  { additionalProperties: false },
)
export type CustomerQuery = Static<typeof CustomerQuery>
