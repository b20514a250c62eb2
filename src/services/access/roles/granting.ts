// Granting: nobody gives, changes or takes away rights beyond their own, so no permission leads to another.
import { Refusal } from '../../../lib/errors/refusal.ts'
import { PERMISSION_LABELS, type Permission } from '../../../schemas/access/permissions.ts'
import type { Change, Limits } from '../../shared/change.ts'

interface Rights {
  permissions: readonly Permission[]
  limits: Limits
}

/** Whether somebody with these rights may give those. */
export const isGrantable = (own: Rights, rights: Rights): boolean =>
  missingRights(own, rights).length === 0 && !isAboveLimits(own.limits, rights.limits)

const missingRights = (own: Rights, { permissions }: Rights) =>
  permissions.filter((permission) => !own.permissions.includes(permission))

/** @throws Refusal `more_rights` (403) for rights that the author of the change does not have */
export function expectGrantable({ actor }: Change, rights: Rights): void {
  const missing = missingRights(actor, rights)
  if (missing.length > 0) {
    const words = missing.map((name) => `"${PERMISSION_LABELS[name]}"`).join(', ')
    const own = actor.keyId === undefined ? 'Your own role' : 'The API key'
    throw moreRights(`${own} does not have: ${words}.`)
  }
  if (isAboveLimits(actor.limits, rights.limits)) {
    throw moreRights('Its limits are above your own.')
  }
}

const isAboveLimits = (own: Limits, limits: Limits) =>
  isAbove(limits.discount, own.discount) || isAbove(limits.refund, own.refund)

/** null is without limit. */
const isAbove = (limit: number | null, own: number | null) =>
  own !== null && (limit === null || limit > own)

const moreRights = (why: string) =>
  new Refusal('forbidden', 'more_rights', `${why} Ask an owner of the shop.`)
