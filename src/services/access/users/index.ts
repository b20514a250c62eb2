// User accounts: create, update, delete. The last owner can be neither removed nor disabled.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { notFound } from '../../../lib/errors/refusal.ts'
import { foldText, stripInvisible, trimToNull } from '../../../lib/text/normalize.ts'
import type { User, UserInput, UserPatch } from '../../../schemas/access/users.ts'
import type { Theme } from '../../../schemas/shared/theme.ts'
import type { Change } from '../../shared/change.ts'
import { differences, recordEvent } from '../../shared/events/record.ts'
import { type ExpectedVersion, expectVersion } from '../../shared/versions.ts'
import { expectGoodPassword } from '../passwords/rules.ts'
import { expectGrantable } from '../roles/granting.ts'
import { getRole, type Role } from '../roles/index.ts'
import { endSessions } from '../sessions/index.ts'
import { hashPassword } from '../sign-in/passwords.ts'
import { avatarUrl } from './avatar-url.ts'
import { type NameInput, type Names, resolveNames } from './names.ts'
import { chooseRole } from './role.ts'
import { expectAnotherAdmin, expectFreeEmail, expectLinks, isInHistory } from './rules.ts'

export const USER_COLUMNS = sql`
  id, email, first_name AS "firstName", last_name AS "lastName", full_name AS "fullName",
  avatar_sha256 AS avatar, role, role_id AS "roleId", phone_number AS "phoneNumber", address,
  is_active AS "isActive", employee_id AS "employeeId", customer_id AS "customerId", theme,
  CASE WHEN pin_hash IS NULL THEN 0 ELSE 1 END AS "hasPin", version, created_at AS "createdAt", updated_at AS "updatedAt"`

export type UserRow = Omit<User, 'isActive' | 'hasPin' | 'avatarUrl'> & {
  isActive: number
  hasPin: number
  avatar: string | null
}

export const userOf = ({ avatar, ...row }: UserRow): User => ({
  ...row,
  avatarUrl: avatarUrl(row.id, avatar),
  isActive: row.isActive === 1,
  hasPin: row.hasPin === 1,
})

export const foldEmail = (email: string): string => stripInvisible(email).trim().toLowerCase()

export type NewUser = Omit<UserInput, 'password'> & { passwordHash: string }
export type UserChanges = Omit<UserPatch, 'password'> & { passwordHash?: string }

/** Hashing is slow: call it before the transaction. @throws Refusal `invalid_input` */
export async function withPasswordHash(
  db: Reader,
  { password, ...input }: UserInput,
  shopName?: string,
): Promise<NewUser> {
  const { fullName } = resolveNames(input)
  await expectGoodPassword(db, password, {
    email: input.email,
    fullName,
    ...(shopName && { shopName }),
  })
  return { ...input, passwordHash: await hashPassword(password) }
}

export async function hashedChanges(
  db: Reader,
  id: number,
  { password, ...patch }: UserPatch,
): Promise<UserChanges> {
  if (password === undefined) return patch
  const user = await getUser(db, id)
  const { fullName } = resolveNames(patch, user)
  await expectGoodPassword(db, password, { email: patch.email ?? user.email, fullName })
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

/** @throws Refusal `email_taken`, `customer_has_account`, `customer_merged`, `more_rights`, `invalid_input` */
export async function createUser(change: Change, input: NewUser): Promise<User> {
  const fields = clean({ employeeId: null, customerId: null, ...input, ...resolveNames(input) })
  await expectFreeEmail(change, fields.email)
  await expectLinks(change, fields)
  const role = await chooseRole(change, input)
  expectGrantable(change, role)
  return insertUser(change, input.passwordHash, fields, role)
}

async function insertUser(
  change: Change,
  passwordHash: string,
  fields: ReturnType<typeof clean>,
  role: Role,
): Promise<User> {
  const row = await change.get<UserRow>(sql`
    INSERT INTO users (email, password_hash, role, role_id, full_name, name_folded, first_name, last_name,
                       phone_number, address, employee_id, customer_id, created_at, updated_at)
    VALUES (${fields.email}, ${passwordHash}, ${role.tier}, ${role.id}, ${fields.fullName},
            ${foldText(fields.fullName)}, ${fields.firstName}, ${fields.lastName},
            ${fields.phoneNumber}, ${fields.address}, ${fields.employeeId}, ${fields.customerId},
            ${change.at}, ${change.at})
    RETURNING ${USER_COLUMNS}`)
  if (!row) throw new Error('INSERT ... RETURNING brought no row')
  const { email, fullName } = row
  const facts = { email, fullName, role: role.tier, roleName: role.name }
  await recordEvent(change, 'user.created', row.id, facts)
  return userOf(row)
}

/**
 * Disabling an account or a new password ends its sessions, except `keepSessionId`.
 * @throws Refusal `not_found`, `stale_version`, `email_taken`, `customer_has_account`, `customer_merged`, `last_admin`,
 * `more_rights`, `invalid_input`
 */
export async function updateUser(
  change: Change,
  id: number,
  { passwordHash, ...patch }: UserChanges & { theme?: Theme },
  {
    version,
    keepSessionId,
  }: { version?: ExpectedVersion; keepSessionId?: number | undefined } = {},
): Promise<User> {
  const before = await getUser(change, id)
  expectVersion('user', before.version, version)
  const role = await getRole(change, before.roleId)
  const nextRole = await chooseRole(change, patch, role)
  const after = { ...changed(before, patch), role: nextRole.tier, roleId: nextRole.id }
  await expectAllowed(change, before, after)
  await expectRights(change, id, role, nextRole)
  const data = {
    ...differences(userFacts(before, role), userFacts(after, nextRole)),
    ...(passwordHash && { passwordChanged: true }),
  }
  if (Object.keys(data).length === 0) return before
  if (passwordHash) await setPasswordHash(change, id, passwordHash)
  if (!after.isActive) await endSessions(change, id)
  else if (passwordHash) await endSessions(change, id, keepSessionId)
  await recordEvent(change, 'user.updated', id, data)
  return storeUser(change, after)
}

/** Field by field, so that no other property of `patch` gets into the event log. */
function changed(before: User, patch: Omit<UserChanges, 'passwordHash'> & { theme?: Theme }): User {
  const { isActive, theme } = { ...before, ...patch }
  const names = resolveNames(patch, before)
  return { ...before, isActive, theme, ...clean({ ...before, ...patch, ...names }) }
}

async function expectAllowed(change: Change, before: User, after: User): Promise<void> {
  const wasAdmin = before.role === 'admin' && before.isActive
  const isAdmin = after.role === 'admin' && after.isActive
  if (wasAdmin && !isAdmin) await expectAnotherAdmin(change, before.id)
  if (after.email !== before.email) await expectFreeEmail(change, after.email, before.id)
  await expectLinks(change, after, before)
}

/** One's own account can be changed by anybody, but not its role. */
async function expectRights(change: Change, id: number, role: Role, next: Role): Promise<void> {
  if (change.actor.userId !== id) expectGrantable(change, role)
  if (role.id !== next.id) expectGrantable(change, next)
}

const userFacts = (user: User, role: Role) => {
  const { id, roleId, avatarUrl: _, hasPin, version, createdAt, updatedAt, ...facts } = user
  return { ...facts, roleName: role.name }
}

async function storeUser(change: Change, user: User): Promise<User> {
  const row = await change.get<UserRow>(sql`
    UPDATE users
    SET email = ${user.email}, role = ${user.role}, role_id = ${user.roleId},
        full_name = ${user.fullName}, name_folded = ${foldText(user.fullName)},
        first_name = ${user.firstName}, last_name = ${user.lastName},
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
  await change.run(sql`DELETE FROM password_links WHERE user_id = ${id}`)
}

/**
 * Deletes an account without any history; any other is disabled instead.
 * @throws Refusal `not_found`, `stale_version`, `last_admin`, `more_rights`
 */
export async function removeUser(
  change: Change,
  id: number,
  version?: ExpectedVersion,
): Promise<void> {
  const user = await getUser(change, id)
  expectVersion('user', user.version, version)
  expectGrantable(change, await getRole(change, user.roleId))
  if (await isInHistory(change, id)) {
    await updateUser(change, id, { isActive: false })
    return
  }
  if (user.role === 'admin' && user.isActive) await expectAnotherAdmin(change, id)
  const own = sql`SELECT id FROM sessions WHERE user_id = ${id}`
  await change.run(sql`DELETE FROM refresh_tokens WHERE session_id IN (${own})`)
  await change.run(sql`DELETE FROM sessions WHERE user_id = ${id}`)
  await change.run(sql`DELETE FROM user_avatars WHERE user_id = ${id}`)
  await change.run(sql`DELETE FROM users WHERE id = ${id}`)
  await recordEvent(change, 'user.deleted', id, { email: user.email })
}

type Fields = Omit<UserInput, 'password' | 'role' | 'roleId' | keyof NameInput> & Names

function clean(input: Fields) {
  return {
    email: foldEmail(input.email),
    fullName: input.fullName,
    firstName: input.firstName,
    lastName: input.lastName,
    phoneNumber: trimToNull(input.phoneNumber),
    address: trimToNull(input.address),
    employeeId: input.employeeId ?? null,
    customerId: input.customerId ?? null,
  }
}
