// The password, asked for again before sensitive actions: it counts for a while in a session that was opened by password,
// and for one request in a session that was opened by PIN, because others of the shop may hold the tablet next.
import { sql } from '../../../db/sql.ts'
import { invalid, Refusal } from '../../../lib/errors/refusal.ts'
import type { Change } from '../../shared/change.ts'
import type { SignInContext } from '../sign-in/index.ts'
import { verifyCredentials } from '../sign-in/index.ts'
import type { Viewer } from '../viewers.ts'
import { secondsAfter } from './index.ts'

const COUNTS_MS = 15 * 60_000
const GRANT_SECONDS = 120

/** Whether the password was typed in this session lately. */
export const isConfirmed = ({ openedBy, passwordAt }: Viewer, now = Date.now()): boolean =>
  openedBy === 'password' && passwordAt !== null && Date.parse(passwordAt) > now - COUNTS_MS

/**
 * Compares the password, and stores that it was typed.
 * @param grant the one request that may follow in a session opened by PIN, such as `GET /admin/x`; null: the present one
 * @throws Refusal `invalid_input`, `sign_in_locked`, `sign_in_busy`
 */
export async function confirmPassword(
  context: SignInContext,
  { email, sessionId, openedBy }: Viewer,
  password: string,
  grant: string | null,
): Promise<void> {
  await verifyCredentials(context, { email, password }).catch(wrongPassword)
  if (openedBy === 'pin' && grant === null) return
  await context.write(async (change) => {
    const stored =
      openedBy === 'password'
        ? sql`password_at = ${change.at}`
        : sql`confirmed_for = ${grant}, confirmed_until = ${secondsAfter(change.at, GRANT_SECONDS)}`
    await change.run(sql`
      UPDATE sessions SET ${stored}, updated_at = ${change.at} WHERE id = ${sessionId}`)
  })
}

function wrongPassword(error: unknown): never {
  const isWrong = error instanceof Refusal && error.code === 'sign_in_failed'
  if (!isWrong) throw error
  throw invalid({
    pointer: '/confirmPassword',
    code: 'wrong',
    detail: 'This is not your password. Try again.',
  })
}

/** @returns false if the request was not granted, or not any more */
export async function spendGrant(
  change: Change,
  { sessionId }: Viewer,
  grant: string,
): Promise<boolean> {
  const spent = await change.run(sql`
    UPDATE sessions SET confirmed_for = NULL, updated_at = ${change.at}
    WHERE id = ${sessionId} AND confirmed_for = ${grant} AND confirmed_until > ${change.at}`)
  return spent > 0
}
