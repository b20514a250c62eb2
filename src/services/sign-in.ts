// Signing in: the tries are limited, and an unknown account looks and lasts like a wrong password.
import type { Reader } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Role } from '../schemas/roles.ts'
import type { Change } from './change.ts'
import { recordEvent } from './events.ts'
import { verifyPassword } from './passwords.ts'
import { Refusal } from './refusal.ts'
import { endSession } from './sessions.ts'
import { countTry, forgiveTry, type SignInLimits } from './sign-in-tries.ts'
import { foldedEmail } from './users.ts'
import { actorOf, type Viewer } from './viewers.ts'

/** What a password check needs: it reads, thinks outside of any transaction, and writes twice. */
export interface SignInContext {
  db: Reader
  write<Result>(work: (change: Change) => Promise<Result>): Promise<Result>
  limits: SignInLimits
  /** Where the request comes from, for counting its tries. */
  address: string
}

export interface Account {
  id: number
  email: string
  fullName: string
  role: Role
  passwordHash: string
  isActive: number
}

/**
 * Checks the password, then opens the session that `open` makes.
 * @throws Refusal `sign_in_failed` (401), `account_disabled` (403), `sign_in_locked`, `sign_in_busy` (429)
 */
export async function signIn<Opened>(
  context: SignInContext,
  credentials: { email: string; password: string },
  open: (change: Change, account: Account) => Promise<Opened>,
): Promise<Opened> {
  const account = await checkedAccount(context, credentials)
  return context.write(async (change) => {
    await expectUnchanged(change, account)
    const own = { ...change, actor: actorOf(account) }
    const opened = await open(own, account)
    await recordEvent(own, 'user.signed_in', 'user', account.id)
    return opened
  })
}

/**
 * The account whose password this is. Counts the try, and forgives it when the password is right.
 * @throws Refusal as `signIn`
 */
export async function checkedAccount(
  { db, write, limits, address }: SignInContext,
  { email, password }: { email: string; password: string },
): Promise<Account> {
  const tryer = { email: foldedEmail(email), address }
  await write((change) => countTry(change, tryer, limits))
  const account = await findAccount(db, tryer.email)
  const right = await verifyPassword(account?.passwordHash, password)
  if (!account || !right) throw signInFailed()
  await write((change) => forgiveTry(change, tryer))
  if (!account.isActive) throw accountDisabled()
  return account
}

function findAccount(db: Reader, email: string): Promise<Account | undefined> {
  return db.get<Account>(sql`
    SELECT id, email, full_name AS "fullName", role, password_hash AS "passwordHash",
           is_active AS "isActive"
    FROM users
    WHERE email = ${email}`)
}

/** Between the check and the session the password may have been changed, or the account switched off. */
async function expectUnchanged(change: Change, account: Account): Promise<void> {
  const now = await findAccount(change, account.email)
  if (now?.passwordHash !== account.passwordHash) throw signInFailed()
  if (!now.isActive) throw accountDisabled()
}

const signInFailed = () =>
  new Refusal('unauthenticated', 'sign_in_failed', 'The e-mail or the password is not right.')

const accountDisabled = () =>
  new Refusal(
    'forbidden',
    'account_disabled',
    'This account is switched off. Ask the owner of the shop to switch it on again.',
  )

/** Ends the session of the viewer, so that its cookie or tokens are good for nothing. */
export async function signOut(change: Change, viewer: Viewer): Promise<void> {
  const ended = await endSession(change, viewer.id, viewer.sessionId)
  if (ended) await recordEvent(change, 'user.signed_out', 'user', viewer.id)
}
