// Password links: a one-time address, handed out by the shop, at which somebody sets a new password for their account.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { Refusal } from '../../../lib/errors/refusal.ts'
import { createSecret, hashSecret } from '../../../lib/secrets.ts'
import { type Change, NO_LIMITS } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { expectGrantable } from '../roles/granting.ts'
import { getRole } from '../roles/index.ts'
import { secondsAfter } from '../sessions/index.ts'
import { forgetAttempts } from '../sign-in/attempts.ts'
import { findAccount, type SignInContext } from '../sign-in/index.ts'
import { hasSignedIn } from '../sign-in/known-devices.ts'
import { hashPassword } from '../sign-in/passwords.ts'
import { getUser, updateUser } from '../users/index.ts'
import { expectGoodPassword } from './rules.ts'

const VALID_SECONDS = 24 * 3600

export interface PasswordLink {
  /** Path of the page; only a hash of its secret is stored. */
  path: string
  expiresAt: string
}

/** Replaces an earlier link of the account. @throws Refusal `not_found`, `more_rights`, `account_disabled` */
export async function createPasswordLink(change: Change, userId: number): Promise<PasswordLink> {
  const user = await getUser(change, userId)
  expectGrantable(change, await getRole(change, user.roleId))
  if (!user.isActive) throw isSwitchedOff()
  const secret = createSecret()
  const expiresAt = secondsAfter(change.at, VALID_SECONDS)
  await change.run(sql`
    INSERT INTO password_links (user_id, secret_hash, expires_at, created_at, updated_at)
    VALUES (${userId}, ${hashSecret(secret)}, ${expiresAt}, ${change.at}, ${change.at})
    ON CONFLICT (user_id) DO UPDATE
    SET secret_hash = excluded.secret_hash, expires_at = excluded.expires_at,
        updated_at = excluded.updated_at`)
  await recordEvent(change, 'user.password_link_created', userId, { expiresAt })
  return { path: `/auth/password/${secret}`, expiresAt }
}

const isSwitchedOff = () =>
  new Refusal(
    'forbidden',
    'account_disabled',
    'This account is switched off. Switch it on first, then make the link.',
  )

export interface LinkedAccount {
  id: number
  email: string
  fullName: string
}

/** @throws Refusal `not_found` for a link that is used, replaced or expired, or of an account that is switched off */
export async function getLinkedAccount(
  db: Reader,
  secret: string,
  now: string = new Date().toISOString(),
): Promise<LinkedAccount> {
  const account = await db.get<LinkedAccount>(sql`
    SELECT u.id, u.email, u.full_name AS "fullName"
    FROM password_links l
    JOIN users u ON u.id = l.user_id
    WHERE l.secret_hash = ${hashSecret(secret)} AND l.expires_at > ${now} AND u.is_active = 1`)
  if (!account) throw notValid()
  return account
}

const notValid = () =>
  new Refusal(
    'not_found',
    'not_found',
    'This link is not valid any more: each is good once, for 24 hours. Ask the shop for a new one.',
  )

/**
 * Sets the password, uses up the link, and ends all sessions of the account.
 * @throws Refusal `not_found`, `invalid_input`
 */
export async function setPasswordByLink(
  { db, write, address, device }: SignInContext,
  secret: string,
  password: string,
): Promise<void> {
  const linked = await getLinkedAccount(db, secret)
  await expectGoodPassword(db, password, linked)
  const passwordHash = await hashPassword(password)
  const before = await findAccount(db, linked.email)
  await write(async (change) => {
    const { id, fullName: name, email } = await getLinkedAccount(change, secret, change.at)
    // Counted, so that of two requests with the same link one is refused.
    const used = await change.run(sql`
      DELETE FROM password_links WHERE user_id = ${id} AND secret_hash = ${hashSecret(secret)}`)
    if (used === 0) throw notValid()
    const own = { ...change, actor: { userId: id, name, permissions: [], limits: NO_LIMITS } }
    await recordEvent(own, 'user.password_link_used', id, {})
    await updateUser(own, id, { passwordHash })
    const deviceId = hasSignedIn(device, before) ? (device?.id ?? null) : null
    await forgetAttempts(change, { email, address, deviceId })
  })
}

export async function deleteOldPasswordLinks(change: Change): Promise<number> {
  return change.run(sql`DELETE FROM password_links WHERE expires_at < ${change.at}`)
}
