// Enrolment: a tablet exchanges the code that was typed on it for a secret of its own.
import { sql } from '../../../db/sql.ts'
import { invalid } from '../../../lib/errors/refusal.ts'
import { createSecret, hashSecret } from '../../../lib/secrets.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { countFailure } from '../sign-in/attempts.ts'
import type { SignInContext } from '../sign-in/index.ts'
import type { Viewer } from '../viewers.ts'
import { readCode } from './codes.ts'

export interface Enrolment {
  id: number
  name: string
  /** For the cookie; only its hash is stored. */
  secret: string
}

/**
 * Somebody who is signed in there stays so; from then on their session is one of the tablet, and locks itself.
 * @throws Refusal `invalid_input` for a wrong or expired code, `sign_in_locked` after many wrong ones
 */
export async function enrolDevice(
  { write, address, limits }: SignInContext,
  typed: string,
  viewer: Viewer | null,
): Promise<Enrolment> {
  const subject = `enrol:${hashSecret(address)}`
  const max = limits.maxFailuresOfAddress
  await write((change) => countFailure(change, { subject, max }, limits.lockSeconds))
  return write(async (change) => {
    const enrolment = await useCode(change, readCode(typed))
    await change.run(sql`DELETE FROM sign_in_failures WHERE subject = ${subject}`)
    if (viewer?.via === 'cookie') {
      await change.run(sql`
        UPDATE sessions SET device_id = ${enrolment.id}, updated_at = ${change.at}
        WHERE id = ${viewer.sessionId}`)
    }
    await recordEvent(change, 'device.enrolled', enrolment.id, { name: enrolment.name })
    return enrolment
  })
}

async function useCode(change: Change, code: string): Promise<Enrolment> {
  const secret = createSecret()
  const row = await change.get<{ id: number; name: string }>(sql`
    UPDATE devices
    SET code_hash = NULL, code_expires_at = NULL, secret_hash = ${hashSecret(secret)},
        enrolled_at = ${change.at}, last_used_at = ${change.at}, updated_at = ${change.at}
    WHERE code_hash = ${hashSecret(code)} AND code_expires_at > ${change.at} AND revoked_at IS NULL
    RETURNING id, name`)
  if (row) return { ...row, secret }
  const detail = 'This code is wrong, used or older than 15 minutes. Make a new one under Tablets.'
  throw invalid({ pointer: '/code', code: 'wrong', detail })
}
