// Sign-in: attempts are rate-limited, and an unknown account responds like a wrong password, in the same time.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { Refusal } from '../../../lib/errors/refusal.ts'
import type { Tier } from '../../../schemas/access/tiers.ts'
import { type Change, NO_LIMITS } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { endSession } from '../sessions/index.ts'
import { foldEmail } from '../users/index.ts'
import type { Viewer } from '../viewers.ts'
import { clearAttempts, countAttempt, type SignInLimits } from './attempts.ts'
import { type Device, hasSignedIn } from './known-devices.ts'
import { verifyPassword } from './passwords.ts'

export interface SignInContext {
  db: Reader
  write<Result>(work: (change: Change) => Promise<Result>): Promise<Result>
  limits: SignInLimits
  address: string
  /** The device cookie, if somebody signed in on this device before. */
  device: Device | null
}

export interface Account {
  id: number
  email: string
  fullName: string
  role: Tier
  passwordHash: string
  isActive: number
}

/** @throws Refusal `sign_in_failed` (401), `account_disabled` (403), `sign_in_locked`, `sign_in_busy` (429) */
export async function signIn<Opened>(
  context: SignInContext,
  credentials: { email: string; password: string },
  open: (change: Change, account: Account) => Promise<Opened>,
): Promise<Opened> {
  const account = await verifyCredentials(context, credentials)
  return context.write(async (change) => {
    await expectUnchanged(change, account)
    const { id: userId, fullName: name } = account
    const own = { ...change, actor: { userId, name, permissions: [], limits: NO_LIMITS } }
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
