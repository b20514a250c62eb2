// What people change about their own account. A new password needs the present one.
import type { ProfilePatch, User } from '../schemas/users.ts'
import { checkPassword, hashPassword } from './passwords.ts'
import { type FieldError, invalid, Refusal } from './refusal.ts'
import { checkedAccount, type SignInContext } from './sign-in.ts'
import { updateUser } from './users.ts'
import type { Viewer } from './viewers.ts'

/**
 * Changes the viewer's own account; a new password ends all their other sessions.
 * @throws Refusal `invalid_input`, `stale_version`, `sign_in_locked`
 */
export async function updateProfile(
  context: SignInContext,
  viewer: Viewer,
  { password, currentPassword, ...fields }: ProfilePatch,
  version?: number,
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
  if (currentPassword === undefined) throw invalid(wrong('required', 'Type your present password.'))
  try {
    await checkedAccount(context, { email, password: currentPassword })
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'sign_in_failed') throw error
    throw invalid(wrong('wrong', 'That is not your present password.'))
  }
  return hashPassword(password)
}

const wrong = (code: string, detail: string): FieldError => ({
  pointer: '/currentPassword',
  code,
  detail,
})
