// PINs: set, removed and compared. They open a session only on an enrolled tablet.
import { createHmac } from 'node:crypto'
import type { Reader } from '../../../db/database.ts'
import { empty, sql } from '../../../db/sql.ts'
import { invalid } from '../../../lib/errors/refusal.ts'
import type { User } from '../../../schemas/access/users.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { expectCurrentPassword } from '../profile.ts'
import { expectGrantable } from '../roles/granting.ts'
import { getRole } from '../roles/index.ts'
import type { SignInContext } from '../sign-in/index.ts'
import { hashPassword, verifyPassword } from '../sign-in/passwords.ts'
import { getUser } from '../users/index.ts'
import type { Viewer } from '../viewers.ts'
import { checkPin } from './pin-rules.ts'

export interface PinContext extends SignInContext {
  /** Key of the server: a stolen database alone does not tell the few possible PINs. */
  pepper: string
}

/** The text that is hashed in place of a PIN. */
export const pepperedPin = (pepper: string, userId: number, pin: string): string =>
  createHmac('sha256', `pin ${pepper}`).update(`${userId} ${pin}`).digest('base64url')

const hashPin = (pepper: string, userId: number, pin: string) =>
  hashPassword(pepperedPin(pepper, userId, pin))

/** Takes as long without a hash. */
export const verifyPin = (
  pepper: string,
  userId: number,
  stored: string | null | undefined,
  pin: string,
): Promise<boolean> => verifyPassword(stored ?? undefined, pepperedPin(pepper, userId, pin))

/**
 * Sets the PIN of another account, or removes it.
 * @throws Refusal `not_found`, `more_rights`, `invalid_input`
 */
export async function setPin(
  { db, write, pepper }: PinContext,
  id: number,
  pin: string | null,
): Promise<User> {
  const pinHash = await checkedHash(db, pepper, id, pin)
  return write(async (change) => {
    const { roleId } = await getUser(change, id)
    if (change.actor.userId !== id) expectGrantable(change, await getRole(change, roleId))
    return storePin(change, id, pinHash)
  })
}

/** One's own, with the password. @throws Refusal `invalid_input`, `sign_in_locked` */
export async function setOwnPin(
  context: PinContext,
  { id, email, sessionId }: Viewer,
  pin: string,
  currentPassword: string | undefined,
): Promise<User> {
  await expectStaff(context.db, id)
  checkPin(pin, (await getUser(context.db, id)).phoneNumber)
  await expectCurrentPassword(context, email, currentPassword)
  const pinHash = await hashPin(context.pepper, id, pin)
  return context.write((change) => storePin(change, id, pinHash, sessionId))
}

export const removeOwnPin = (context: PinContext, { id, sessionId }: Viewer): Promise<User> =>
  context.write((change) => storePin(change, id, null, sessionId))

async function checkedHash(db: Reader, pepper: string, id: number, pin: string | null) {
  const { phoneNumber } = await getUser(db, id)
  if (pin === null) return null
  await expectStaff(db, id)
  checkPin(pin, phoneNumber)
  return hashPin(pepper, id, pin)
}

async function expectStaff(db: Reader, id: number): Promise<void> {
  if ((await getUser(db, id)).role !== 'customer') return
  const detail = 'Only people who work in the shop have a PIN.'
  throw invalid({ pointer: '/pin', code: 'not_staff', detail })
}

/** Sessions that were opened by the old PIN end, except `keepSessionId`. */
async function storePin(
  change: Change,
  id: number,
  pinHash: string | null,
  keepSessionId?: number,
): Promise<User> {
  const stored = await change.run(sql`
    UPDATE users SET pin_hash = ${pinHash}, version = version + 1, updated_at = ${change.at}
    WHERE id = ${id} ${pinHash === null ? sql`AND pin_hash IS NOT NULL` : empty}`)
  if (stored > 0) {
    await change.run(sql`
      UPDATE sessions SET revoked_at = ${change.at}, updated_at = ${change.at}
      WHERE user_id = ${id} AND opened_by = 'pin' AND revoked_at IS NULL
      ${keepSessionId === undefined ? empty : sql`AND id <> ${keepSessionId}`}`)
    await recordEvent(change, 'user.updated', id, { pinChanged: true })
  }
  return getUser(change, id)
}
