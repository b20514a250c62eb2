// Tracking links: creates, renews and revokes the link by which a customer follows an order.
import { randomBytes } from 'node:crypto'
import { sql } from '../../../db/sql.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { expectNotArchived } from '../archive.ts'
import { getOrder } from '../read.ts'

/** 128 random bits: impossible to guess, and short enough to read aloud. */
export const newTrackingToken = (): string => randomBytes(16).toString('base64url')

/**
 * Creates a new link; the old one stops working.
 * @returns the new token, which no event contains
 * @throws Refusal `not_found`, `order_archived`
 */
export async function renewTrackingLink(change: Change, orderId: number): Promise<string> {
  expectNotArchived(await getOrder(change, orderId))
  const token = newTrackingToken()
  await store(change, orderId, token, null)
  await recordEvent(change, 'order.tracking_renewed', orderId, {})
  return token
}

/** A second time changes nothing. A secret token takes the old one's place. @throws Refusal `not_found` */
export async function revokeTrackingLink(change: Change, orderId: number): Promise<void> {
  const { trackingToken } = await getOrder(change, orderId)
  if (trackingToken === null) return
  await store(change, orderId, newTrackingToken(), change.at)
  await recordEvent(change, 'order.tracking_revoked', orderId, {})
}

const store = (change: Change, orderId: number, token: string, revokedAt: string | null) =>
  change.run(sql`
    UPDATE orders
    SET tracking_token = ${token}, tracking_revoked_at = ${revokedAt}, version = version + 1,
        updated_at = ${change.at}
    WHERE id = ${orderId}`)
