// Event types of API keys, with the schema of each one's data.
import { Type } from '@sinclair/typebox'
import { Nullable } from '../common.ts'
import { changes, shapesOf } from './shapes.ts'

const key = shapesOf('key')

const fields = {
  name: Type.String(),
  /** Text, so that an event stays valid when a later version drops a permission. */
  scopes: Type.Array(Type.String(), { description: 'Names of permissions' }),
  expiresAt: Nullable(Type.String({ description: 'Its end; null: none' })),
  addresses: Type.Array(Type.String(), {
    description: 'From where it may be used; empty: from everywhere',
  }),
}

export const KEY_EVENTS = {
  'key.created': key('An API key was made', {
    ...fields,
    discountLimit: Nullable(Type.String({ description: 'Percent; null: any discount' })),
    refundLimit: Nullable(Type.String({ description: 'Decimal; null: any amount' })),
  }),
  'key.updated': key('An API key was changed', changes(fields)),
  'key.revoked': key('An API key was revoked', { name: Type.String() }),
}
