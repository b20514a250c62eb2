// Slows guessing down: wrong passwords are counted for each account and for each address.
import { sql } from '../db/sql.ts'
import type { Change } from './change.ts'
import { Refusal } from './refusal.ts'
import { hashOf } from './secrets.ts'
import { secondsAfter } from './sessions.ts'

export interface SignInLimits {
  /** Wrong passwords in a row, for one account. */
  maxFailures: number
  /** The same for an address; more, because all tablets of a shop share one. */
  maxFailuresOfAddress: number
  lockSeconds: number
}

/** Who is trying. An unknown account is counted like a known one, so the answer does not tell them apart. */
export interface Tryer {
  email: string
  address: string
}

interface Tries {
  failures: number
  lockedUntil: string | null
  updatedAt: string
}

const accountOf = ({ email }: Tryer) => `account:${hashOf(email)}`
const addressOf = ({ address }: Tryer) => `address:${hashOf(address)}`

/**
 * Counts a try before its password is looked at, so that a hundred at once are a hundred tries.
 * @throws Refusal `sign_in_locked` with `retryAfter`
 */
export async function countTry(change: Change, tryer: Tryer, limits: SignInLimits): Promise<void> {
  await countOne(change, accountOf(tryer), limits.maxFailures, limits.lockSeconds)
  await countOne(change, addressOf(tryer), limits.maxFailuresOfAddress, limits.lockSeconds)
}

async function countOne(change: Change, subject: string, max: number, lockSeconds: number) {
  const tries = await change.get<Tries>(sql`
    SELECT failures, locked_until AS "lockedUntil", updated_at AS "updatedAt"
    FROM sign_in_failures
    WHERE subject = ${subject}`)
  if (tries?.lockedUntil && tries.lockedUntil > change.at)
    throw locked(tries.lockedUntil, change.at)
  const over = tries && secondsAfter(tries.updatedAt, lockSeconds) <= change.at
  const failures = (tries && !over ? tries.failures : 0) + 1
  const lockedUntil = failures >= max ? secondsAfter(change.at, lockSeconds) : null
  await change.run(sql`
    INSERT INTO sign_in_failures (subject, failures, locked_until, created_at, updated_at)
    VALUES (${subject}, ${failures}, ${lockedUntil}, ${change.at}, ${change.at})
    ON CONFLICT (subject) DO UPDATE
    SET failures = excluded.failures, locked_until = excluded.locked_until,
        updated_at = excluded.updated_at`)
}

function locked(until: string, at: string): Refusal {
  const retryAfter = Math.max(1, Math.ceil((Date.parse(until) - Date.parse(at)) / 1000))
  const minutes = Math.ceil(retryAfter / 60)
  const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`
  return new Refusal(
    'too_many',
    'sign_in_locked',
    `There were too many wrong passwords. Wait ${wait}, then try again.`,
    { retryAfter },
  )
}

/** The password was right: the account starts afresh, and the address gets its try back. */
export async function forgiveTry(change: Change, tryer: Tryer): Promise<void> {
  await change.run(sql`DELETE FROM sign_in_failures WHERE subject = ${accountOf(tryer)}`)
  await change.run(sql`
    UPDATE sign_in_failures
    SET failures = failures - 1, locked_until = NULL, updated_at = ${change.at}
    WHERE subject = ${addressOf(tryer)} AND failures > 0`)
}

/** Forgets tries of more than `days` ago: no lock lasts that long. */
export function forgetOldTries(change: Change, days = 7): Promise<number> {
  const before = secondsAfter(change.at, -days * 86_400)
  return change.run(sql`DELETE FROM sign_in_failures WHERE updated_at < ${before}`)
}
