// The role of an account, from input that names it by `roleId` or by its tier, `role`.
import type { Reader } from '../../../db/database.ts'
import { invalid } from '../../../lib/errors/refusal.ts'
import type { GivenRole } from '../../../schemas/access/roles.ts'
import type { Tier } from '../../../schemas/access/tiers.ts'
import { findRole, getGivenRole, type Role } from '../roles/index.ts'

const GIVEN: Record<Tier, GivenRole> = { admin: 'owner', staff: 'counter', customer: 'customer' }

/**
 * @param before the present role of an account, which stays if it is of the tier asked for
 * @throws Refusal `invalid_input` for an unknown role, for one of another tier than `role`, and without either
 */
export async function chooseRole(
  db: Reader,
  { role: tier, roleId }: { role?: Tier | undefined; roleId?: number | undefined },
  before?: Role,
): Promise<Role> {
  if (roleId !== undefined) return namedRole(db, roleId, tier)
  if (before && (tier === undefined || before.tier === tier)) return before
  if (tier !== undefined) return getGivenRole(db, GIVEN[tier])
  throw invalid({ pointer: '/roleId', code: 'required', detail: 'Choose a role.' })
}

async function namedRole(db: Reader, id: number, tier: Tier | undefined): Promise<Role> {
  const role = await findRole(db, id)
  if (!role) {
    const detail = 'There is no such role. Choose one of GET /api/roles.'
    throw invalid({ pointer: '/roleId', code: 'unknown', detail })
  }
  if (tier !== undefined && tier !== role.tier) {
    const detail = `The role ${role.name} is of the tier "${role.tier}". Leave "role" out, or choose another role.`
    throw invalid({ pointer: '/role', code: 'contradiction', detail })
  }
  return role
}
