// Profile: people edit their own account. A new password requires the current one.

import { invalid, Refusal } from '../../lib/errors/refusal.ts'
import type { ProfilePatch, User } from '../../schemas/access/users.ts'
import type { ExpectedVersion } from '../shared/versions.ts'
import { expectGoodPassword } from './passwords/rules.ts'
import { type Account, type SignInContext, verifyCredentials } from './sign-in/index.ts'
import { hashPassword } from './sign-in/passwords.ts'
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
  { email, fullName }: Viewer,
  password: string,
  currentPassword: string | undefined,
): Promise<string> {
  await expectGoodPassword(context.db, password, { email, fullName })
  await expectCurrentPassword(context, email, currentPassword)
  return hashPassword(password)
}

const CURRENT = '/currentPassword'

/** @throws Refusal `invalid_input`, `sign_in_locked` */
export async function expectCurrentPassword(
  context: SignInContext,
  email: string,
  currentPassword: string | undefined,
): Promise<void> {
  if (currentPassword === undefined) {
    const detail = 'Type your current password.'
    throw invalid({ pointer: CURRENT, code: 'required', detail })
  }
  await expectOwnPassword(context, { email, password: currentPassword }, CURRENT)
}

/** @param pointer the field of the password @throws Refusal `invalid_input`, `sign_in_locked` */
export async function expectOwnPassword(
  context: SignInContext,
  credentials: { email: string; password: string },
  pointer: string,
): Promise<Account> {
  try {
    return await verifyCredentials(context, credentials)
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'sign_in_failed') throw error
    const detail = 'This is not your current password. Try again.'
    throw invalid({ pointer, code: 'wrong', detail })
  }
}
