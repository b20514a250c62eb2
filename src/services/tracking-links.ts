// The link by which a customer follows an order: the shop can make a new one, or withdraw it.
import { randomBytes } from 'node:crypto'
import { sql } from '../db/sql.ts'
import type { Change } from './change.ts'
import { recordEvent } from './events.ts'
import { expectNotArchived } from './order-archive.ts'
import { getOrder } from './orders.ts'

/** 128 random bits: nobody guesses it, and it fits a link that is read out. */
export const newTrackingToken = (): string => randomBytes(16).toString('base64url')

/**
 * Makes a new link; the one before leads nowhere from now on.
 * @returns the new token. No event has it.
 * @throws Refusal `not_found`, `order_archived`
 */
export async function renewTrackingLink(change: Change, orderId: number): Promise<string> {
  expectNotArchived(await getOrder(change, orderId))
  const token = newTrackingToken()
  await store(change, orderId, token, null)
  await recordEvent(change, 'order.tracking_renewed', 'order', orderId)
  return token
}

/**
 * Withdraws the link; withdrawing it again changes nothing. A token that nobody was told takes its place.
 * @throws Refusal `not_found`
 */
export async function revokeTrackingLink(change: Change, orderId: number): Promise<void> {
  const { trackingToken } = await getOrder(change, orderId)
  if (trackingToken === null) return
  await store(change, orderId, newTrackingToken(), change.at)
  await recordEvent(change, 'order.tracking_revoked', 'order', orderId)
}

const store = (change: Change, orderId: number, token: string, revokedAt: string | null) =>
  change.run(sql`
    UPDATE orders
    SET tracking_token = ${token}, tracking_revoked_at = ${revokedAt}, version = version + 1,
        updated_at = ${change.at}
    WHERE id = ${orderId}`)
