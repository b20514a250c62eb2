// Event types of user accounts, with the schema of each one's data.
import { Type } from '@sinclair/typebox'
import { Tier } from '../access/tiers.ts'
import { Nullable, OneOf } from '../common.ts'
import { THEMES } from '../shared/theme.ts'
import { changed, changes, shapesOf, text } from './shapes.ts'

const user = shapesOf('user')

const email = Type.String()
const fullName = Type.String()
const roleName = Type.String({ description: 'What the role is called' })

export const USER_EVENTS = {
  'user.created': user('An account was opened', {
    email,
    fullName,
    role: Tier,
    roleName: Type.Optional(roleName),
  }),
  'user.updated': user('An account was changed', {
    ...changes({
      email,
      fullName,
      firstName: Nullable(Type.String()),
      lastName: Nullable(Type.String()),
      role: Tier,
      roleName,
      phoneNumber: Nullable(Type.String()),
      address: Nullable(Type.String()),
      isActive: Type.Boolean(),
      employeeId: Nullable(Type.Integer()),
      customerId: Nullable(Type.Integer()),
      theme: OneOf(THEMES),
    }),
    passwordChanged: Type.Optional(Type.Boolean({ description: 'The password was changed' })),
    pinChanged: Type.Optional(Type.Boolean({ description: 'The PIN was set or removed' })),
  }),
  'user.avatar_changed': user('The picture of an account was changed', {
    avatar: changed(Nullable(text('SHA-256 of the bytes')), 'Before and after; null: none'),
  }),
  'user.deleted': user('An account was deleted', { email }),
  'user.signed_in': user('Somebody signed in', {
    device: Type.Optional(text('The shared tablet on which somebody switched by PIN')),
  }),
  'user.signed_out': user('Somebody signed out', {}),
  'user.session_revoked': user('A session was ended by the program', {
    reason: text('`token_reused`: a refresh token was used twice'),
  }),
  'user.sign_in_locked': user('Too many wrong passwords: signing in is locked for a while', {
    tries: Type.Integer({ description: 'Number of attempts' }),
    from: text('`one device`, `one address`, `many addresses` or `shared tablets` (wrong PINs)'),
    secondFactor: Type.Optional(
      Type.Boolean({ description: 'Wrong codes of the second factor, after a right password' }),
    ),
  }),
  'user.second_factor_enabled': user('Somebody turned their second factor on', {}),
  'user.second_factor_disabled': user('Somebody turned their second factor off', {}),
  'user.second_factor_reset': user('The second factor of somebody else was removed', {}),
  'user.recovery_code_used': user('A recovery code was used in place of the second factor', {
    left: Type.Integer({ description: 'Number of unused codes' }),
  }),
  'user.recovery_codes_renewed': user(
    'Somebody made new recovery codes; those from before are good no more',
    {},
  ),
  'user.password_link_created': user('A one-time link that sets a password was made', {
    expiresAt: Type.String({ description: 'Until when it is valid' }),
  }),
  'user.password_link_used': user('A password was set by a one-time link', {}),
  'user.session_ended': user('A signed-in device was signed out from another one', {
    device: text('Browser and system, such as `Chrome on Android`'),
  }),
}
