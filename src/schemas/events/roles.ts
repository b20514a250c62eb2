// Event types of roles, with the schema of each one's data.
import { Type } from '@sinclair/typebox'
import { Nullable } from '../common.ts'
import { changes, shapesOf } from './shapes.ts'

const role = shapesOf('role')

const name = Type.String()
/** Text, so that an event stays valid when a later version drops a permission. */
const permissions = Type.Array(Type.String(), { description: 'Names of permissions' })
const discountLimit = Nullable(Type.String({ description: 'Percent; null: any discount' }))
const requiresSecondFactor = Type.Boolean({ description: 'Accounts need a second factor' })
const refundLimit = Nullable(Type.String({ description: 'Decimal; null: any amount' }))

export const ROLE_EVENTS = {
  'role.created': role('A role was added', {
    ...{ name, permissions, discountLimit, refundLimit },
    requiresSecondFactor: Type.Optional(requiresSecondFactor),
  }),
  'role.updated': role(
    'A role was changed',
    changes({ name, permissions, discountLimit, refundLimit, requiresSecondFactor }),
  ),
  'role.deleted': role('A role was deleted', { name }),
}
