// Sign-in: attempts are rate-limited, and an unknown account responds like a wrong password, in the same time.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { Refusal } from '../../../lib/errors/refusal.ts'
import { type Change, NO_LIMITS } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { countSecondFactor, expectSecondFactor } from '../second-factor/verification.ts'
import { endSession } from '../sessions/index.ts'
import { foldEmail } from '../users/index.ts'
import type { Viewer } from '../viewers.ts'
import { clearAttempts, countAttempt } from './attempts.ts'
import type { Account, SignInContext } from './context.ts'
import { hasSignedIn } from './known-devices.ts'
import { verifyPassword } from './passwords.ts'

export type { Account, SignInContext } from './context.ts'

type Open<Opened> = (change: Change, account: Account) => Promise<Opened>

/**
 * @throws Refusal `sign_in_failed`, `second_factor_required`, `second_factor_failed` (401), `account_disabled` (403),
 * `sign_in_locked`, `sign_in_busy` (429)
 */
export async function signIn<Opened>(
  context: SignInContext,
  { code, ...credentials }: { email: string; password: string; code?: string },
  open: Open<Opened>,
): Promise<Opened> {
  const account = await verifyCredentials(context, credentials)
  return finishSignIn(context, { account, code }, open)
}

/** The second step: the password of the account was right, and it may need a code. @throws as `signIn` */
export async function finishSignIn<Opened>(
  context: SignInContext,
  attempt: { account: Account; code: string | undefined },
  open: Open<Opened>,
): Promise<Opened> {
  const { account } = attempt
  const counted = await countSecondFactor(context, attempt)
  return context.write(async (change) => {
    await expectUnchanged(change, account)
    const { id: userId, fullName: name } = account
    const own = { ...change, actor: { userId, name, permissions: [], limits: NO_LIMITS } }
    await expectSecondFactor(own, context.secondFactorKey, attempt, counted)
    const opened = await open(own, account)
    await recordEvent(own, 'user.signed_in', account.id, {})
    return opened
  })
}

export async function verifyCredentials(
  { db, write, limits, address, device }: SignInContext,
  { email: typed, password }: { email: string; password: string },
): Promise<Account> {
  const email = foldEmail(typed)
  const account = await findAccount(db, email)
  const deviceId = hasSignedIn(device, account) ? (device?.id ?? null) : null
  const tryer = { email, userId: account?.id, address, deviceId }
  const counted = await write((change) => countAttempt(change, tryer, limits))
  const right = await verifyPassword(account?.passwordHash, password)
  if (!account || !right) throw signInFailed()
  await write((change) => clearAttempts(change, counted))
  if (!account.isActive) throw accountDisabled()
  return account
}

export function findAccount(db: Reader, email: string): Promise<Account | undefined> {
  return db.get<Account>(sql`
    SELECT id, email, full_name AS "fullName", role, password_hash AS "passwordHash",
           is_active AS "isActive"
    FROM users
    WHERE email = ${email}`)
}

/** The password may have changed, or the account been disabled, while the password was hashed. */
async function expectUnchanged(change: Change, account: Account): Promise<void> {
  const now = await findAccount(change, account.email)
  if (now?.passwordHash !== account.passwordHash) throw signInFailed()
  if (!now.isActive) throw accountDisabled()
}

const signInFailed = () =>
  new Refusal('unauthenticated', 'sign_in_failed', 'Wrong e-mail or password. Try again.')

const accountDisabled = () =>
  new Refusal(
    'forbidden',
    'account_disabled',
    'This account is switched off. Ask the owner of the shop to switch it on again.',
  )

export async function signOut(change: Change, viewer: Viewer): Promise<void> {
  const ended = await endSession(change, viewer.id, viewer.sessionId)
  if (ended) await recordEvent(change, 'user.signed_out', viewer.id, {})
}
