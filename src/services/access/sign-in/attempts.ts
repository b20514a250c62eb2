// Rate limits of sign-in attempts, without locking out the owner of an account. Failures of unknown devices are counted
// per account and address, per address, and per account. A known device has a count of its own; at addresses where the
// account or staff is signed in, only the first two apply.
import { sql } from '../../../db/sql.ts'
import { Refusal } from '../../../lib/errors/refusal.ts'
import { hashSecret } from '../../../lib/secrets.ts'
import type { EventData } from '../../../schemas/events/types.ts'
import { type Change, SYSTEM } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { secondsAfter } from '../sessions/index.ts'

export interface SignInLimits {
  /** Consecutive failures for one account from one address, or on one known device. */
  maxFailures: number
  /** Failures from an address for any account; higher, because all tablets of a shop share one address. */
  maxFailuresOfAddress: number
  /** Failures for an account from any address: distributed guessing. */
  maxFailuresOfAccount: number
  lockSeconds: number
}

/** The source of an attempt. Unknown accounts are counted alike, so that the response does not reveal them. */
export interface AttemptSource {
  email: string
  address: string
  userId: number | undefined
  deviceId: string | null
}

interface Tries {
  failures: number
  lockedUntil: string | null
  updatedAt: string
}

interface Count {
  subject: string
  max: number
  from: 'one device' | 'one address' | 'many addresses'
}

/**
 * Counts an attempt before its password is verified, so that concurrent attempts all count. A lockout is an event of
 * the account.
 * @returns the counted keys, for `clearAttempts`
 * @throws Refusal `sign_in_locked` with `retryAfter`
 */
export async function countAttempt(
  change: Change,
  tryer: AttemptSource,
  limits: SignInLimits,
): Promise<string[]> {
  const counts = await countsOf(change, tryer, limits)
  let locked: EventData<'user.sign_in_locked'> | undefined
  for (const count of counts) {
    const tries = await countFailure(change, count, limits.lockSeconds)
    const isOfAccount = count.subject !== addressOf(tryer)
    if (tries >= count.max && isOfAccount) locked = { tries, from: count.from }
  }
  const { userId } = tryer
  if (locked && userId) {
    const bySystem = { ...change, actor: SYSTEM }
    await recordEvent(bySystem, 'user.sign_in_locked', userId, locked)
  }
  return counts.map(({ subject }) => subject)
}

/**
 * Counts an attempt at the code after a right password: per account, and apart on a device where the account signed in
 * before, so that a stranger who knows the password cannot lock out its owner.
 * @returns the counted keys, for `clearAttempts`
 * @throws Refusal `sign_in_locked` with `retryAfter`
 */
export async function countCodeAttempt(
  change: Change,
  { userId, deviceId }: { userId: number; deviceId: string | null },
  { maxFailures: max, lockSeconds }: SignInLimits,
): Promise<string[]> {
  const from = deviceId ? 'one device' : 'many addresses'
  const subject = `code:${hashSecret(`${deviceId ?? ''} ${userId}`)}`
  const tries = await countFailure(change, { subject, max }, lockSeconds, 'codes')
  if (tries >= max) {
    const bySystem = { ...change, actor: SYSTEM }
    const data = { tries, from, secondFactor: true }
    await recordEvent(bySystem, 'user.sign_in_locked', userId, data)
  }
  return [subject]
}

type Source = Omit<AttemptSource, 'userId'>

const deviceOf = ({ email, deviceId }: Source) => `device:${hashSecret(`${deviceId} ${email}`)}`
const pairOf = ({ email, address }: Source) => `pair:${hashSecret(`${address} ${email}`)}`
const addressOf = ({ address }: Source) => `address:${hashSecret(address)}`
const accountOf = ({ email }: Source) => `account:${hashSecret(email)}`

/** Of an account that is erased; counts of single devices and addresses do not tell whose they were. */
export const forgetAccount = (change: Change, email: string) =>
  change.run(sql`
    DELETE FROM sign_in_failures WHERE subject = ${`account:${hashSecret(email)}`}`)

async function countsOf(
  change: Change,
  tryer: AttemptSource,
  limits: SignInLimits,
): Promise<Count[]> {
  const { maxFailures, maxFailuresOfAddress, maxFailuresOfAccount } = limits
  const isKnownAddress = await isUsedByUs(change, tryer)
  if (tryer.deviceId) return [{ subject: deviceOf(tryer), max: maxFailures, from: 'one device' }]
  const counts: Count[] = [
    { subject: pairOf(tryer), max: maxFailures, from: 'one address' },
    { subject: addressOf(tryer), max: maxFailuresOfAddress, from: 'one address' },
  ]
  if (isKnownAddress) return counts
  return [
    ...counts,
    { subject: accountOf(tryer), max: maxFailuresOfAccount, from: 'many addresses' },
  ]
}

/** Whether this account, or any employee, is signed in at the address. Customers don't count: anybody can be one. */
async function isUsedByUs(change: Change, { email, address }: AttemptSource): Promise<boolean> {
  const session = await change.get(sql`
    SELECT s.id
    FROM sessions s
    JOIN users u ON u.id = s.user_id
    WHERE s.address_hash = ${hashSecret(address)} AND s.revoked_at IS NULL
      AND s.expires_at > ${change.at} AND u.is_active = 1
      AND (u.email = ${email} OR u.role <> 'customer')
    LIMIT 1`)
  return session !== undefined
}

/** @returns the failures in a row @throws Refusal `sign_in_locked` with `retryAfter` */
export async function countFailure(
  change: Change,
  { subject, max }: Pick<Count, 'subject' | 'max'>,
  lockSeconds: number,
  what: 'passwords' | 'codes' = 'passwords',
): Promise<number> {
  const tries = await change.get<Tries>(sql`
    SELECT failures, locked_until AS "lockedUntil", updated_at AS "updatedAt"
    FROM sign_in_failures
    WHERE subject = ${subject}`)
  if (tries?.lockedUntil && tries.lockedUntil > change.at)
    throw lockedRefusal(tries.lockedUntil, change.at, what)
  const over = tries && secondsAfter(tries.updatedAt, lockSeconds) <= change.at
  const failures = (tries && !over ? tries.failures : 0) + 1
  const lockedUntil = failures >= max ? secondsAfter(change.at, lockSeconds) : null
  await change.run(sql`
    INSERT INTO sign_in_failures (subject, failures, locked_until, created_at, updated_at)
    VALUES (${subject}, ${failures}, ${lockedUntil}, ${change.at}, ${change.at})
    ON CONFLICT (subject) DO UPDATE
    SET failures = excluded.failures, locked_until = excluded.locked_until,
        updated_at = excluded.updated_at`)
  return failures
}

function lockedRefusal(until: string, at: string, what: string): Refusal {
  const retryAfter = Math.max(1, Math.ceil((Date.parse(until) - Date.parse(at)) / 1000))
  const minutes = Math.ceil(retryAfter / 60)
  const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`
  return new Refusal(
    'too_many',
    'sign_in_locked',
    `There were too many wrong ${what}. Wait ${wait}, then try again, or sign in on a device where you did before.`,
    { retryAfter },
  )
}

/**
 * After a correct password, resets the count of this device (or account and address); the other counts are reduced by
 * this attempt.
 * @param counted the result of `countAttempt`
 */
export async function clearAttempts(change: Change, [own, ...others]: string[]): Promise<void> {
  await change.run(sql`DELETE FROM sign_in_failures WHERE subject = ${own ?? ''}`)
  for (const subject of others) {
    await change.run(sql`
      UPDATE sign_in_failures
      SET failures = failures - 1, locked_until = NULL, updated_at = ${change.at}
      WHERE subject = ${subject} AND failures > 0`)
  }
}

/** After a new password: what its owner tried before, here and elsewhere, locks them out no longer. */
export async function forgetAttempts(change: Change, source: Source): Promise<void> {
  for (const subject of [deviceOf(source), pairOf(source), accountOf(source)]) {
    await change.run(sql`DELETE FROM sign_in_failures WHERE subject = ${subject}`)
  }
}

export function deleteOldAttempts(change: Change, days = 7): Promise<number> {
  const before = secondsAfter(change.at, -days * 86_400)
  return change.run(sql`DELETE FROM sign_in_failures WHERE updated_at < ${before}`)
}
