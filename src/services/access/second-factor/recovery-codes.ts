// Recovery codes: ten codes, each good once, for somebody whose phone is lost. Only keyed hashes are stored.
import { randomInt } from 'node:crypto'
import { sql } from '../../../db/sql.ts'
import { keyedHash } from '../../../lib/encryption.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'

const CODES = 10
/** Without letters that look alike: codes are copied from paper. Twelve of them are 59 random bits. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const LENGTH = 12

/** Replaces the earlier ones. @returns the codes, such as `k7qd-mw2x-9hpr` */
export async function createRecoveryCodes(
  change: Change,
  key: Buffer,
  userId: number,
): Promise<string[]> {
  await change.run(sql`DELETE FROM recovery_codes WHERE user_id = ${userId}`)
  const codes = Array.from({ length: CODES }, createCode)
  for (const code of codes) {
    await change.run(sql`
      INSERT INTO recovery_codes (user_id, code_hash, created_at, updated_at)
      VALUES (${userId}, ${hashOf(key, userId, code)}, ${change.at}, ${change.at})`)
  }
  return codes
}

function createCode(): string {
  const letters = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)])
  return letters.join('').replace(/.{4}(?=.)/g, '$&-')
}

/** As typed: with or without hyphens and spaces, in any case. */
const hashOf = (key: Buffer, userId: number, code: string) =>
  keyedHash(key, `recovery ${userId} ${code.toLowerCase().replace(/[^a-z0-9]/g, '')}`)

/** @returns false if it is wrong or was used */
export async function spendRecoveryCode(
  change: Change,
  key: Buffer,
  userId: number,
  code: string,
): Promise<boolean> {
  const used = await change.run(sql`
    UPDATE recovery_codes
    SET used_at = ${change.at}, updated_at = ${change.at}
    WHERE user_id = ${userId} AND code_hash = ${hashOf(key, userId, code)} AND used_at IS NULL`)
  if (used === 0) return false
  const row = await change.get<{ left: number }>(sql`
    SELECT count(*) AS "left" FROM recovery_codes WHERE user_id = ${userId} AND used_at IS NULL`)
  await recordEvent(change, 'user.recovery_code_used', userId, { left: row?.left ?? 0 })
  return true
}
