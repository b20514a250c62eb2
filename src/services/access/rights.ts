// Rights of the author of a change, for what a route cannot decide: it depends on the input, or on amounts.
import { Refusal } from '../../lib/errors/refusal.ts'
import { formatAmount } from '../../lib/money/amounts.ts'
import { moneyText, type ShopMoney } from '../../lib/money/money-text.ts'
import { PERMISSION_LABELS, type Permission } from '../../schemas/access/permissions.ts'
import type { Actor, Change } from '../shared/change.ts'

/** @throws Refusal `forbidden` (403), with the missing `permission` */
export function expectMay({ actor }: Change, permission: Permission): void {
  if (!actor.permissions.includes(permission)) throw missing(permission, actor)
}

/** @param keyId of a program with an API key */
export function missing(permission: Permission, { keyId }: Pick<Actor, 'keyId'>): Refusal {
  const message =
    keyId === undefined
      ? `Your role does not have the permission "${PERMISSION_LABELS[permission]}" (${permission}). Ask an owner of the shop.`
      : `This key does not have the scope ${permission}. Make a key with it at /admin/keys.`
  return new Refusal('forbidden', 'forbidden', message, { members: { permission } })
}

/** @param amount smallest currency units @throws Refusal `above_limit` (403) */
export function expectRefundWithin({ actor }: Change, amount: number, shop: ShopMoney): void {
  const { refund } = actor.limits
  if (refund === null || amount <= refund) return
  throw aboveLimit(
    `You can give back up to ${moneyText(refund, shop)}.`,
    formatAmount(refund, shop.currency),
  )
}

/** @param limit the largest allowed value, as text of the API */
export const aboveLimit = (message: string, limit: string) =>
  new Refusal('forbidden', 'above_limit', `${message} Ask somebody whose role may do more.`, {
    members: { limit },
  })
