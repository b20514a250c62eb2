// Accounts: who may sign in, and as what. The last administrator can neither leave nor be locked out.
import type { Reader } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Theme, User, UserInput, UserPatch } from '../schemas/users.ts'
import type { Change } from './change.ts'
import { differences, recordEvent } from './events.ts'
import { checkPassword, hashPassword } from './passwords.ts'
import { notFound } from './refusal.ts'
import { endSessions } from './sessions.ts'
import { textOrNull } from './text.ts'
import { expectAnotherAdmin, expectFreeEmail, expectLinks, isInHistory } from './user-rules.ts'
import { expectVersion } from './versions.ts'

export const USER_COLUMNS = sql`
  id, email, full_name AS "fullName", role, phone_number AS "phoneNumber", address,
  is_active AS "isActive", employee_id AS "employeeId", customer_id AS "customerId", theme,
  version, created_at AS "createdAt", updated_at AS "updatedAt"`

export type UserRow = Omit<User, 'isActive'> & { isActive: number }

export const userOf = (row: UserRow): User => ({ ...row, isActive: row.isActive === 1 })

/** E-mail addresses are compared without regard to case. */
export const foldedEmail = (email: string): string => email.trim().toLowerCase()

export type NewUser = Omit<UserInput, 'password'> & { passwordHash: string }
export type UserChanges = Omit<UserPatch, 'password'> & { passwordHash?: string }

/**
 * Checks and hashes the password of a new account. Do it before the transaction: hashing takes long.
 * @throws Refusal `invalid_input` for a password that is not accepted
 */
export async function hashedUser({ password, ...input }: UserInput): Promise<NewUser> {
  checkPassword(password, input.email)
  return { ...input, passwordHash: await hashPassword(password) }
}

/** The same for a change that may bring a new password. */
export async function hashedChanges(
  db: Reader,
  id: number,
  { password, ...patch }: UserPatch,
): Promise<UserChanges> {
  if (password === undefined) return patch
  checkPassword(password, patch.email ?? (await getUser(db, id)).email)
  return { ...patch, passwordHash: await hashPassword(password) }
}

export async function findUser(db: Reader, id: number): Promise<User | undefined> {
  const row = await db.get<UserRow>(sql`SELECT ${USER_COLUMNS} FROM users WHERE id = ${id}`)
  return row && userOf(row)
}

/** @throws Refusal `not_found` */
export async function getUser(db: Reader, id: number): Promise<User> {
  const user = await findUser(db, id)
  if (!user) throw notFound('user')
  return user
}

/** @throws Refusal `email_taken`, `invalid_input` */
export async function createUser(change: Change, input: NewUser): Promise<User> {
  const fields = clean({ employeeId: null, customerId: null, ...input })
  await expectFreeEmail(change, fields.email)
  await expectLinks(change, fields)
  const row = await change.get<UserRow>(sql`
    INSERT INTO users (email, password_hash, role, full_name, phone_number, address,
                       employee_id, customer_id, created_at, updated_at)
    VALUES (${fields.email}, ${input.passwordHash}, ${input.role}, ${fields.fullName},
            ${fields.phoneNumber}, ${fields.address}, ${fields.employeeId}, ${fields.customerId},
            ${change.at}, ${change.at})
    RETURNING ${USER_COLUMNS}`)
  if (!row) throw new Error('INSERT ... RETURNING brought no row')
  const { email, fullName, role } = row
  await recordEvent(change, 'user.created', 'user', row.id, { email, fullName, role })
  return userOf(row)
}

/**
 * Changes an account. Switching it off, or a new password, ends its sessions, except `keepSessionId`.
 * @throws Refusal `not_found`, `stale_version`, `email_taken`, `last_admin`, `invalid_input`
 */
export async function updateUser(
  change: Change,
  id: number,
  { passwordHash, ...patch }: UserChanges & { theme?: Theme },
  { version, keepSessionId }: { version?: number; keepSessionId?: number } = {},
): Promise<User> {
  const before = await getUser(change, id)
  expectVersion('user', before.version, version)
  const after = changed(before, patch)
  await expectAllowed(change, before, after)
  const data = differences(userFacts(before), userFacts(after))
  if (passwordHash) data.passwordChanged = true
  if (Object.keys(data).length === 0) return before
  if (passwordHash) await setPasswordHash(change, id, passwordHash)
  if (!after.isActive) await endSessions(change, id)
  else if (passwordHash) await endSessions(change, id, keepSessionId)
  await recordEvent(change, 'user.updated', 'user', id, data)
  return storeUser(change, after)
}

/** Field by field, so that nothing else that `patch` may hold gets into the event log. */
function changed(before: User, patch: Omit<UserChanges, 'passwordHash'> & { theme?: Theme }): User {
  const { role, isActive, theme } = { ...before, ...patch }
  return { ...before, role, isActive, theme, ...clean({ ...before, ...patch }) }
}

async function expectAllowed(change: Change, before: User, after: User): Promise<void> {
  const wasAdmin = before.role === 'admin' && before.isActive
  const isAdmin = after.role === 'admin' && after.isActive
  if (wasAdmin && !isAdmin) await expectAnotherAdmin(change, before.id)
  if (after.email !== before.email) await expectFreeEmail(change, after.email, before.id)
  await expectLinks(change, after)
}

const userFacts = ({ version, createdAt, updatedAt, ...facts }: User) => facts

async function storeUser(change: Change, user: User): Promise<User> {
  const row = await change.get<UserRow>(sql`
    UPDATE users
    SET email = ${user.email}, role = ${user.role}, full_name = ${user.fullName},
        phone_number = ${user.phoneNumber}, address = ${user.address},
        is_active = ${user.isActive ? 1 : 0}, employee_id = ${user.employeeId},
        customer_id = ${user.customerId}, theme = ${user.theme},
        version = version + 1, updated_at = ${change.at}
    WHERE id = ${user.id}
    RETURNING ${USER_COLUMNS}`)
  if (!row) throw notFound('user')
  return userOf(row)
}

async function setPasswordHash(change: Change, id: number, passwordHash: string): Promise<void> {
  await change.run(sql`UPDATE users SET password_hash = ${passwordHash} WHERE id = ${id}`)
}

/**
 * Deletes an account that left no trace in the order book; any other is switched off instead.
 * @throws Refusal `not_found`, `stale_version`, `last_admin`
 */
export async function removeUser(change: Change, id: number, version?: number): Promise<void> {
  const user = await getUser(change, id)
  expectVersion('user', user.version, version)
  if (await isInHistory(change, id)) {
    await updateUser(change, id, { isActive: false })
    return
  }
  if (user.role === 'admin' && user.isActive) await expectAnotherAdmin(change, id)
  const own = sql`SELECT id FROM sessions WHERE user_id = ${id}`
  await change.run(sql`DELETE FROM refresh_tokens WHERE session_id IN (${own})`)
  await change.run(sql`DELETE FROM sessions WHERE user_id = ${id}`)
  await change.run(sql`DELETE FROM users WHERE id = ${id}`)
  await recordEvent(change, 'user.deleted', 'user', id, { email: user.email })
}

type Fields = Omit<UserInput, 'password' | 'role'>

function clean(input: Fields) {
  return {
    email: foldedEmail(input.email),
    fullName: input.fullName.trim().replace(/\s+/g, ' '),
    phoneNumber: textOrNull(input.phoneNumber),
    address: textOrNull(input.address),
    employeeId: input.employeeId ?? null,
    customerId: input.customerId ?? null,
  }
}
