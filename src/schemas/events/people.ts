// Event types of customers and employees, with the schema of each one's data.
import { Type } from '@sinclair/typebox'
import { PROOFS } from '../care/claims.ts'
import { Id, Nullable, OneOf } from '../common.ts'
import { consentJson } from '../people/consent.ts'
import { changes, metadata, shapesOf, text, undoes } from './shapes.ts'

const customer = shapesOf('customer')
const employee = shapesOf('employee')

const name = Type.String()
const from = { ...Id, description: 'The `id` of the other record' }
const fields = {
  email: Nullable(Type.String()),
  address: Nullable(Type.String()),
  notes: Nullable(Type.String()),
  externalReference: Nullable(Type.String()),
  metadata,
}
const people = { name, phoneNumber: Type.String() }

export const PEOPLE_EVENTS = {
  'customer.created': customer('A customer was added', { name }),
  'customer.updated': customer('A customer was changed', changes({ ...people, ...fields })),
  'customer.consent_changed': customer(
    'What the customer said about messages with offers and news was changed',
    changes(consentJson),
  ),
  'customer.archived': customer('A customer left the lists', {}),
  'customer.restored': customer('A customer is back in the lists', { undoes }),
  'customer.merged': customer('Another record of the same customer was merged into this one', {
    from,
    orders: Type.Array(Id, { description: 'Ids of the orders that came over' }),
    accounts: Type.Array(Id, { description: 'Ids of the accounts that came over' }),
    fields: Type.Object(changes({ phoneNumber: Type.String(), ...fields, ...consentJson }), {
      description: 'Fields that were filled from the other record, before and after',
    }),
    archivedAt: Nullable(text('When the other record had been archived before')),
  }),
  'customer.unmerged': customer('A merge was undone', {
    from,
    orders: Type.Array(Id, { description: 'Ids of the orders that went back' }),
    accounts: Type.Array(Id, { description: 'Ids of the accounts that went back' }),
    undoes,
  }),
  'customer.erased': customer('What was known of the customer was erased', {
    orders: Type.Array(Id, { description: 'Ids of their orders' }),
    redacted: Type.Array(Type.Object({ id: Id, hash: text('SHA-256 in hex') }), {
      description:
        'Earlier events whose texts were erased, each with the hash of what stands there now, computed with `null` as `previousHash`',
    }),
  }),
  'customer.code_created': customer('A code for the account was made at the counter', {}),
  'customer.invited': customer('The customer was invited to open an account', {}),
  'customer.account_linked': customer('The customer has an account from now on', {
    account: { ...Id, description: 'The `id` of the account' },
    how: OneOf(PROOFS, { description: 'What proved that the record is theirs' }),
  }),
  'employee.created': employee('An employee was added', { name }),
  'employee.updated': employee('An employee was changed', changes(people)),
  'employee.archived': employee('An employee left the lists', {}),
  'employee.restored': employee('An employee is back in the lists', { undoes }),
}
