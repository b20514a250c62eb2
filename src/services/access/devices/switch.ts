// Switching: somebody of the shop opens a session on an enrolled tablet with their PIN. Wrong PINs are counted by tablet
// and by account, so that neither one tablet nor many of them can be used for guessing.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { notFound, Refusal } from '../../../lib/errors/refusal.ts'
import type { SwitchInput } from '../../../schemas/access/devices.ts'
import type { ImageBytes } from '../../photos/bytes.ts'
import { type Change, NO_LIMITS, SYSTEM } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { clearAttempts, countFailure } from '../sign-in/attempts.ts'
import { readAvatar } from '../users/avatar.ts'
import { avatarVersion } from '../users/avatar-url.ts'
import { findTablet, type Tablet } from './index.ts'
import { type PinContext, verifyPin } from './pins.ts'

/** Wrong PINs in a row until a tablet asks for a password. */
export const MOST_TRIES = 5

/** Wrong PINs for one account on any tablets until its PIN waits, in tablets. */
const TABLETS_OF_AN_ACCOUNT = 2

export interface Person {
  id: number
  fullName: string
}

const CAN_SWITCH = sql`role <> 'customer' AND is_active = 1 AND pin_hash IS NOT NULL`

/** Who can switch: only people of the shop with a PIN. */
export async function listPeople(db: Reader): Promise<(Person & { avatarUrl: string | null })[]> {
  const rows = await db.all<Person & { avatar: string | null }>(sql`
    SELECT id, full_name AS "fullName", avatar_sha256 AS avatar
    FROM users
    WHERE ${CAN_SWITCH}
    ORDER BY name_folded, id`)
  return rows.map(({ avatar, ...person }) => ({
    ...person,
    avatarUrl: avatar && `/auth/switch/images/${person.id}?v=${avatarVersion(avatar)}`,
  }))
}

/** The picture of somebody who can switch: a tablet on which nobody is signed in shows it. @throws Refusal `not_found` */
export async function readPictureOfPerson(db: Reader, id: number): Promise<ImageBytes> {
  const person = await db.get(sql`SELECT id FROM users WHERE id = ${id} AND ${CAN_SWITCH}`)
  if (!person) throw notFound('picture')
  return readAvatar(db, id)
}

export interface SwitchContext extends PinContext {
  /** Of the tablet's cookie. */
  secret: string | undefined
}

/** @throws Refusal `device_unknown`, `pin_failed` (401), `device_needs_password` (403), `pin_locked` (429) */
export async function switchUser<Opened>(
  context: SwitchContext,
  { userId, pin }: SwitchInput,
  open: (change: Change, tablet: Tablet, person: Person) => Promise<Opened>,
): Promise<Opened> {
  const { write, db, pepper } = context
  const tablet = await getTablet(db, context.secret)
  const subject = await write((change) => countTry(change, context, tablet, userId))
  const person = await findPerson(db, userId)
  const isRight = await verifyPin(pepper, userId, person?.pinHash, pin)
  if (!person || !isRight) throw await write((change) => refusedTry(change, tablet))
  return write(async (change) => {
    const now = await findPerson(change, userId)
    await getTablet(change, context.secret)
    // Changed while it was compared.
    if (now?.pinHash !== person.pinHash) throw pinFailed()
    await clearAttempts(change, ['', subject])
    await clearTries(change, tablet.id)
    const actor = { userId, name: person.fullName, permissions: [], limits: NO_LIMITS }
    const own = { ...change, actor }
    const opened = await open(own, tablet, person)
    await recordEvent(own, 'user.signed_in', userId, { device: tablet.name })
    return opened
  })
}

async function getTablet(db: Reader, secret: string | undefined): Promise<Tablet> {
  const tablet = secret ? await findTablet(db, secret) : undefined
  if (tablet) return tablet
  throw new Refusal(
    'unauthenticated',
    'device_unknown',
    'PINs work only on a tablet of the shop. Sign in with your password, or enrol the tablet.',
  )
}

function findPerson(db: Reader, id: number) {
  return db.get<Person & { pinHash: string }>(sql`
    SELECT id, full_name AS "fullName", pin_hash AS "pinHash"
    FROM users
    WHERE id = ${id} AND ${CAN_SWITCH}`)
}

/** Counted before the PIN is compared, so that concurrent tries all count. @returns the counted account */
async function countTry(change: Change, { limits }: PinContext, tablet: Tablet, userId: number) {
  const row = await change.get<{ tries: number }>(sql`
    UPDATE devices SET pin_failures = pin_failures + 1, updated_at = ${change.at}
    WHERE id = ${tablet.id} AND needs_password = 0 AND pin_failures < ${MOST_TRIES}
    RETURNING pin_failures AS tries`)
  if (!row) throw needsPassword()
  const subject = `pin:${userId}`
  const max = MOST_TRIES * TABLETS_OF_AN_ACCOUNT
  const tries = await countFailure(change, { subject, max }, limits.lockSeconds).catch(pinLocked)
  if (tries >= max && (await findPerson(change, userId))) {
    const locked = { tries, from: 'shared tablets' }
    await recordEvent({ ...change, actor: SYSTEM }, 'user.sign_in_locked', userId, locked)
  }
  return subject
}

/** After the last try the tablet asks for a password. Not thrown here: the change must be committed. */
async function refusedTry(change: Change, { id, name }: Tablet): Promise<Refusal> {
  const locked = await change.get<{ tries: number }>(sql`
    UPDATE devices SET needs_password = 1, updated_at = ${change.at}
    WHERE id = ${id} AND pin_failures >= ${MOST_TRIES} AND needs_password = 0
    RETURNING pin_failures AS tries`)
  if (!locked) return pinFailed()
  const bySystem = { ...change, actor: SYSTEM }
  await recordEvent(bySystem, 'device.pin_locked', id, { name, tries: locked.tries })
  return needsPassword()
}

async function clearTries(change: Change, id: number): Promise<void> {
  await change.run(sql`
    UPDATE devices
    SET pin_failures = 0, needs_password = 0, last_used_at = ${change.at}, updated_at = ${change.at}
    WHERE id = ${id}`)
}

/** After a sign-in by password on a tablet, PINs work there again; its session is one of the tablet. */
export async function useTablet(change: Change, tablet: Tablet, sessionId: number): Promise<void> {
  await clearTries(change, tablet.id)
  await change.run(sql`UPDATE sessions SET device_id = ${tablet.id} WHERE id = ${sessionId}`)
}

const pinFailed = () => new Refusal('unauthenticated', 'pin_failed', 'Wrong PIN. Try again.')

const needsPassword = () =>
  new Refusal(
    'forbidden',
    'device_needs_password',
    'There were too many wrong PINs on this tablet. Sign in with a password once; then PINs work again.',
  )

const pinLocked = (error: unknown): never => {
  if (!(error instanceof Refusal)) throw error
  throw new Refusal(
    'too_many',
    'pin_locked',
    'There were too many wrong PINs for this name. Sign in with the password, or try again later.',
    error.extras,
  )
}
