// Limits wrong codes of an account and of an address; counted before the code is looked up, so concurrent ones all count.
import { sql } from '../../../db/sql.ts'
import { Refusal } from '../../../lib/errors/refusal.ts'
import { hashSecret } from '../../../lib/secrets.ts'
import type { Change } from '../../shared/change.ts'

export interface ClaimSource {
  userId: number
  address: string
}

const LOCK_MINUTES = 15
const MOST = 5
/** All customers in a shop may share its address. */
const MOST_OF_ADDRESS = 30

interface Tries {
  failures: number
  updatedAt: string
}

/** @throws Refusal `claim_locked` (429) with `retryAfter` */
export async function countClaim(change: Change, source: ClaimSource): Promise<void> {
  const [own, address] = subjects(source)
  await countOne(change, own, MOST)
  await countOne(change, address, MOST_OF_ADDRESS)
}

const subjects = ({ userId, address }: ClaimSource) =>
  [`claim:${userId}`, `claim-address:${hashSecret(address)}`] as const

async function countOne(change: Change, subject: string, most: number): Promise<void> {
  const tries = await change.get<Tries>(sql`
    SELECT failures, updated_at AS "updatedAt" FROM sign_in_failures WHERE subject = ${subject}`)
  const ends = tries ? Date.parse(tries.updatedAt) + LOCK_MINUTES * 60_000 : 0
  const left = Math.ceil((ends - Date.parse(change.at)) / 1000)
  const failures = tries && left > 0 ? tries.failures : 0
  if (failures >= most) throw locked(left)
  await change.run(sql`
    INSERT INTO sign_in_failures (subject, failures, locked_until, created_at, updated_at)
    VALUES (${subject}, ${failures + 1}, NULL, ${change.at}, ${change.at})
    ON CONFLICT (subject) DO UPDATE
    SET failures = excluded.failures, updated_at = excluded.updated_at`)
}

export const clearClaims = (change: Change, source: ClaimSource) =>
  change.run(sql`DELETE FROM sign_in_failures WHERE subject = ${subjects(source)[0]}`)

const locked = (retryAfter: number) =>
  new Refusal(
    'too_many',
    'claim_locked',
    `There were too many wrong codes. Wait ${Math.ceil(retryAfter / 60)} minutes, then try again, or ask the shop for a new code.`,
    { retryAfter },
  )
