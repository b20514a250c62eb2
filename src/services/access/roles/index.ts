// Roles: named sets of permissions with limits. Those that every shop has (`given`) cannot be deleted, and the owner's
// and the customer's not be changed.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { Problems } from '../../../lib/errors/input-problems.ts'
import { notFound, Refusal } from '../../../lib/errors/refusal.ts'
import { formatAmount, parseAmount } from '../../../lib/money/amounts.ts'
import { formatPercent, parsePercent } from '../../../lib/money/percents.ts'
import { foldText, normalizeLine } from '../../../lib/text/normalize.ts'
import { type Permission, withRequired } from '../../../schemas/access/permissions.ts'
import type { GivenRole, RoleInput, RolePatch } from '../../../schemas/access/roles.ts'
import type { Tier } from '../../../schemas/access/tiers.ts'
import { PERCENT_DIGITS } from '../../../schemas/shared/percents.ts'
import type { Change, Limits } from '../../shared/change.ts'
import { differences, recordEvent } from '../../shared/events/record.ts'
import { type ExpectedVersion, expectVersion } from '../../shared/versions.ts'
import { findSettings } from '../../shop/settings/read.ts'
import { permissionsIn } from '../viewers.ts'
import { expectGrantable } from './granting.ts'

export interface Role {
  id: number
  name: string
  tier: Tier
  given: GivenRole | null
  permissions: readonly Permission[]
  limits: Limits
  /** Its accounts need a second factor from their next sign-in on. */
  requiresSecondFactor: boolean
  /** Number of accounts. */
  users: number
  version: number
  createdAt: string
  updatedAt: string
}

interface Row extends Omit<Role, 'permissions' | 'limits' | 'requiresSecondFactor'> {
  secondFactorSince: string | null
  permissionText: string
  discountLimit: number | null
  refundLimit: number | null
}

const COLUMNS = sql`
  r.id, r.name, r.tier, r.given, r.permissions AS "permissionText", r.discount_limit AS "discountLimit",
  r.refund_limit AS "refundLimit",
  r.second_factor_since AS "secondFactorSince", (SELECT count(*) FROM users u WHERE u.role_id = r.id) AS users,
  r.version, r.created_at AS "createdAt", r.updated_at AS "updatedAt"`

const roleOf = ({
  permissionText,
  discountLimit,
  refundLimit,
  secondFactorSince,
  ...row
}: Row): Role => ({
  ...row,
  requiresSecondFactor: secondFactorSince !== null,
  permissions: permissionsIn(row.given, permissionText),
  limits: { discount: discountLimit, refund: refundLimit },
})

/** In the order in which they were added, those of every shop first. */
export async function listRoles(db: Reader): Promise<Role[]> {
  const rows = await db.all<Row>(sql`SELECT ${COLUMNS} FROM roles r ORDER BY r.id`)
  return rows.map(roleOf)
}

export async function findRole(db: Reader, id: number): Promise<Role | undefined> {
  const row = await db.get<Row>(sql`SELECT ${COLUMNS} FROM roles r WHERE r.id = ${id}`)
  return row && roleOf(row)
}

/** @throws Refusal `not_found` */
export async function getRole(db: Reader, id: number): Promise<Role> {
  const role = await findRole(db, id)
  if (!role) throw notFound('role')
  return role
}

export async function getGivenRole(db: Reader, given: GivenRole): Promise<Role> {
  const row = await db.get<Row>(sql`SELECT ${COLUMNS} FROM roles r WHERE r.given = ${given}`)
  if (!row) throw new Error(`The role ${given} is missing`)
  return roleOf(row)
}

type Fields = Pick<Role, 'name' | 'permissions' | 'limits' | 'requiresSecondFactor'>

const EMPTY: Fields = {
  name: '',
  permissions: [],
  limits: { discount: null, refund: null },
  requiresSecondFactor: false,
}

/** @throws Refusal `role_name_taken`, `more_rights`, `invalid_input` */
export async function createRole(change: Change, input: RoleInput): Promise<Role> {
  const fields = await parse(change, input, EMPTY)
  await expectFreeName(change, fields.name)
  expectGrantable(change, fields)
  const { name, permissions, limits, requiresSecondFactor } = fields
  const since = requiresSecondFactor ? change.at : null
  const row = await change.get<{ id: number }>(sql`
    INSERT INTO roles (name, name_folded, tier, permissions, discount_limit, refund_limit,
                       second_factor_since, created_at, updated_at)
    VALUES (${name}, ${foldText(name)}, 'staff', ${permissions.join(' ')}, ${limits.discount},
            ${limits.refund}, ${since}, ${change.at}, ${change.at})
    RETURNING id`)
  if (!row) throw new Error('INSERT ... RETURNING brought no row')
  await recordEvent(change, 'role.created', row.id, await facts(change, fields))
  return getRole(change, row.id)
}

/** @throws Refusal `not_found`, `stale_version`, `role_fixed`, `role_name_taken`, `more_rights`, `invalid_input` */
export async function updateRole(
  change: Change,
  id: number,
  patch: RolePatch,
  version?: ExpectedVersion,
): Promise<Role> {
  const before = await getRole(change, id)
  expectVersion('role', before.version, version)
  if (changesRights(patch)) expectChangeable(before)
  const fields = await parse(change, patch, before)
  if (fields.name !== before.name) await expectFreeName(change, fields.name, id)
  expectGrantable(change, before)
  expectGrantable(change, fields)
  const data = differences(await facts(change, before), await facts(change, fields))
  if (Object.keys(data).length === 0) return before
  const { name, permissions, limits, requiresSecondFactor } = fields
  await change.run(sql`
    UPDATE roles
    SET name = ${name}, name_folded = ${foldText(name)}, permissions = ${permissions.join(' ')},
        discount_limit = ${limits.discount}, refund_limit = ${limits.refund},
        second_factor_since = CASE WHEN ${requiresSecondFactor ? 1 : 0} = 1
                                   THEN coalesce(second_factor_since, ${change.at}) END,
        version = version + 1, updated_at = ${change.at}
    WHERE id = ${id}`)
  await recordEvent(change, 'role.updated', id, data)
  return getRole(change, id)
}

/** @throws Refusal `not_found`, `stale_version`, `role_fixed`, `role_in_use`, `more_rights` */
export async function removeRole(
  change: Change,
  id: number,
  version?: ExpectedVersion,
): Promise<void> {
  const role = await getRole(change, id)
  expectVersion('role', role.version, version)
  if (role.given) throw fixed(`The role ${role.name} cannot be deleted.`)
  expectGrantable(change, role)
  if (role.users > 0) {
    const message = `${role.users === 1 ? '1 account has' : `${role.users} accounts have`} this role. Give them another role first.`
    throw new Refusal('conflict', 'role_in_use', message, { members: { users: role.users } })
  }
  await change.run(sql`DELETE FROM roles WHERE id = ${id}`)
  await recordEvent(change, 'role.deleted', id, { name: role.name })
}

/** Omitted fields stay as they are. @throws Refusal `invalid_input` naming each wrong limit */
async function parse(db: Reader, input: RolePatch, stored: Fields): Promise<Fields> {
  const { currency } = await findSettings(db)
  const { discount = undefined, refund = undefined } = input.limits ?? {}
  const problems = new Problems()
  const limits = { ...stored.limits }
  if (discount === null) limits.discount = null
  else if (discount !== undefined) {
    const parsed = () => parsePercent(discount, PERCENT_DIGITS, '/limits/discount')
    limits.discount = problems.take(parsed) ?? null
  }
  if (refund === null) limits.refund = null
  else if (refund !== undefined) {
    limits.refund = problems.take(() => parseAmount(refund, currency, '/limits/refund')) ?? null
  }
  problems.refuseAny()
  const name = input.name === undefined ? stored.name : normalizeLine(input.name)
  const permissions = withRequired(input.permissions ?? stored.permissions)
  const { requiresSecondFactor = stored.requiresSecondFactor } = input
  return { name, permissions, limits, requiresSecondFactor }
}

async function facts(db: Reader, { name, permissions, limits, requiresSecondFactor }: Fields) {
  const { currency } = await findSettings(db)
  const { discount, refund } = limitTexts(limits, currency)
  const rights = { permissions: [...permissions], discountLimit: discount, refundLimit: refund }
  return { name, ...rights, requiresSecondFactor }
}

export const limitTexts = ({ discount, refund }: Limits, currency: string) => ({
  discount: discount === null ? null : formatPercent(discount, PERCENT_DIGITS),
  refund: refund === null ? null : formatAmount(refund, currency),
})

const changesRights = ({ requiresSecondFactor: _, ...others }: RolePatch) =>
  Object.keys(others).length > 0

/** Whether its permissions and limits can never be changed. */
export const isFixed = ({ given }: Role): boolean => given === 'owner' || given === 'customer'

function expectChangeable(role: Role): void {
  if (!isFixed(role)) return
  const isOwner = role.given === 'owner'
  throw fixed(
    isOwner ? 'An owner may do everything, always.' : `The role ${role.name} stays as it is.`,
  )
}

const fixed = (message: string) => new Refusal('conflict', 'role_fixed', message)

async function expectFreeName(db: Reader, name: string, ownId = 0): Promise<void> {
  const other = await db.get(sql`
    SELECT id FROM roles WHERE name_folded = ${foldText(name)} AND id <> ${ownId}`)
  if (!other) return
  const detail = 'There is already a role with this name. Use another name.'
  const errors = [{ pointer: '/name', code: 'taken', detail }]
  throw new Refusal('conflict', 'role_name_taken', detail, { errors })
}
