// Profile: people edit their own account. A new password requires the current one.

import { type FieldError, invalid, Refusal } from '../../lib/errors/refusal.ts'
import type { ProfilePatch, User } from '../../schemas/access/users.ts'
import type { ExpectedVersion } from '../shared/versions.ts'
import { type SignInContext, verifyCredentials } from './sign-in/index.ts'
import { checkPassword, hashPassword } from './sign-in/passwords.ts'
import { updateUser } from './users/index.ts'
import type { Viewer } from './viewers.ts'

/** A new password ends all other sessions. @throws Refusal `invalid_input`, `stale_version`, `sign_in_locked` */
export async function updateProfile(
  context: SignInContext,
  viewer: Viewer,
  { password, currentPassword, ...fields }: ProfilePatch,
  version?: ExpectedVersion,
): Promise<User> {
  const passwordHash =
    password === undefined
      ? undefined
      : await newPasswordHash(context, viewer, password, currentPassword)
  const changes = { ...fields, ...(passwordHash && { passwordHash }) }
  const keep = { version, keepSessionId: viewer.sessionId }
  return context.write((change) => updateUser(change, viewer.id, changes, keep))
}

async function newPasswordHash(
  context: SignInContext,
  { email }: Viewer,
  password: string,
  currentPassword: string | undefined,
): Promise<string> {
  checkPassword(password, email)
  await expectCurrentPassword(context, email, currentPassword)
  return hashPassword(password)
}

/** @throws Refusal `invalid_input`, `sign_in_locked` */
export async function expectCurrentPassword(
  context: SignInContext,
  email: string,
  currentPassword: string | undefined,
): Promise<void> {
  if (currentPassword === undefined) throw invalid(wrong('required', 'Type your current password.'))
  try {
    await verifyCredentials(context, { email, password: currentPassword })
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'sign_in_failed') throw error
    throw invalid(wrong('wrong', 'This is not your current password. Try again.'))
  }
}

const wrong = (code: string, detail: string): FieldError => ({
  pointer: '/currentPassword',
  code,
  detail,
})
