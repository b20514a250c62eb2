// Second factor: a code of an authenticator app (TOTP) that sign-in asks for after the password.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { decrypt, deriveKey, encrypt } from '../../../lib/encryption.ts'
import { invalid, Refusal } from '../../../lib/errors/refusal.ts'
import { createTotpSecret, fromBase32, stepOfCode, toBase32 } from '../../../lib/totp.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { expectGrantable } from '../roles/granting.ts'
import { getRole } from '../roles/index.ts'
import { getUser } from '../users/index.ts'
import { createRecoveryCodes } from './recovery-codes.ts'

/** The key of stored secrets. If the secret of the server is lost, an owner resets the second factors. */
export const secondFactorKey = (cookieSecret: string): Buffer =>
  deriveKey(cookieSecret, 'hemline second factors')

export interface FactorStatus {
  /** Since when sign-in asks for a code; null: it does not. */
  since: string | null
  recoveryCodesLeft: number
  /** The role requires it. */
  isRequired: boolean
}

export async function getFactorStatus(db: Reader, userId: number): Promise<FactorStatus> {
  const row = await db.get<{
    since: string | null
    left: number
    requiredSince: string | null
  }>(sql`
    SELECT f.confirmed_at AS since, r.second_factor_since AS "requiredSince",
           (SELECT count(*) FROM recovery_codes c
            WHERE c.user_id = u.id AND c.used_at IS NULL) AS "left"
    FROM users u
    LEFT JOIN second_factors f ON f.user_id = u.id
    LEFT JOIN roles r ON r.id = u.role_id
    WHERE u.id = ${userId}`)
  const { since = null, left = 0, requiredSince = null } = row ?? {}
  return { since, recoveryCodesLeft: left, isRequired: requiredSince !== null }
}

export interface StoredFactor {
  secret: string
  confirmedAt: string | null
  lastStep: number | null
}

export function findFactor(db: Reader, userId: number): Promise<StoredFactor | undefined> {
  return db.get<StoredFactor>(sql`
    SELECT secret, confirmed_at AS "confirmedAt", last_step AS "lastStep"
    FROM second_factors
    WHERE user_id = ${userId}`)
}

/** @returns undefined if the key is another than the one that encrypted it */
export function totpSecretOf(key: Buffer, userId: number, { secret }: StoredFactor) {
  const text = decrypt(key, secret, contextOf(userId))
  return text === undefined ? undefined : fromBase32(text)
}

const contextOf = (userId: number) => `user ${userId}`

/**
 * Begins the set-up with a new secret; sign-in asks for nothing until it is confirmed.
 * @returns the secret in base32
 * @throws Refusal `second_factor_on`
 */
export async function beginSetup(change: Change, key: Buffer, userId: number): Promise<string> {
  const factor = await findFactor(change, userId)
  if (factor?.confirmedAt) throw alreadyOn()
  const secret = toBase32(createTotpSecret())
  await change.run(sql`
    INSERT INTO second_factors (user_id, secret, created_at, updated_at)
    VALUES (${userId}, ${encrypt(key, secret, contextOf(userId))}, ${change.at}, ${change.at})
    ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, updated_at = excluded.updated_at`)
  return secret
}

/** The secret in base32 of a set-up that was begun and is not confirmed. */
export async function findSetup(
  db: Reader,
  key: Buffer,
  userId: number,
): Promise<string | undefined> {
  const factor = await findFactor(db, userId)
  if (!factor || factor.confirmedAt) return undefined
  return decrypt(key, factor.secret, contextOf(userId))
}

/**
 * Turns the second factor on, by a code that shows that the app has the secret.
 * @returns the recovery codes, to be shown once
 * @throws Refusal `second_factor_on`, `second_factor_not_begun`, `invalid_input`
 */
export async function confirmSetup(
  change: Change,
  key: Buffer,
  userId: number,
  code: string,
): Promise<string[]> {
  const factor = await findFactor(change, userId)
  if (factor?.confirmedAt) throw alreadyOn()
  const secret = factor && totpSecretOf(key, userId, factor)
  if (!secret) throw notBegun()
  const step = stepOfCode(secret, code.replace(/\s/g, ''), Date.parse(change.at), null)
  if (step === undefined) throw wrongCode()
  await change.run(sql`
    UPDATE second_factors
    SET confirmed_at = ${change.at}, last_step = ${step}, updated_at = ${change.at}
    WHERE user_id = ${userId}`)
  const codes = await createRecoveryCodes(change, key, userId)
  await recordEvent(change, 'user.second_factor_enabled', userId, {})
  return codes
}

export const wrongCode = () =>
  invalid({
    pointer: '/code',
    code: 'wrong',
    detail: 'This code is wrong or was used already. Wait for the next one in your app.',
  })

/** @throws Refusal `second_factor_off` */
export async function turnOff(change: Change, userId: number): Promise<void> {
  if (!(await deleteFactor(change, userId))) throw isOff()
  await recordEvent(change, 'user.second_factor_disabled', userId, {})
}

/**
 * For somebody who has lost phone and recovery codes: they sign in with the password alone, and set it up anew.
 * @throws Refusal `not_found`, `more_rights`, `second_factor_off`
 */
export async function resetFactor(change: Change, userId: number): Promise<void> {
  const user = await getUser(change, userId)
  expectGrantable(change, await getRole(change, user.roleId))
  if (!(await deleteFactor(change, userId))) throw isOff()
  await recordEvent(change, 'user.second_factor_reset', userId, {})
}

async function deleteFactor(change: Change, userId: number): Promise<boolean> {
  const factor = await findFactor(change, userId)
  await change.run(sql`DELETE FROM second_factors WHERE user_id = ${userId}`)
  return factor?.confirmedAt != null
}

const alreadyOn = () =>
  new Refusal(
    'conflict',
    'second_factor_on',
    'Two-step sign-in is on already. Turn it off first, to set it up on another phone.',
  )

const notBegun = () =>
  new Refusal(
    'conflict',
    'second_factor_not_begun',
    'The set-up of two-step sign-in was not begun, or is not valid any more. Begin it again.',
  )

export const isOff = () => new Refusal('conflict', 'second_factor_off', 'Two-step sign-in is off.')
