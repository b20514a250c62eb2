// Archiving instead of deleting: an order leaves the lists, its history and its money stay.
import { sql } from '../db/sql.ts'
import type { Change } from './change.ts'
import { type EventData, recordEvent } from './events.ts'
import type { Order } from './order-types.ts'
import { getOrder } from './orders.ts'
import { Refusal } from './refusal.ts'
import { expectVersion } from './versions.ts'

/** Archives an order; archiving it again changes nothing. */
export async function archiveOrder(change: Change, id: number, version?: number): Promise<void> {
  const order = await getOrder(change, id)
  expectVersion('order', order.version, version)
  if (!order.archivedAt) await storeArchived(change, id, change.at)
}

/**
 * Brings an archived order back into the lists.
 * @param facts what else the event says
 */
export async function restoreOrder(
  change: Change,
  id: number,
  facts: EventData = {},
): Promise<Order> {
  const order = await getOrder(change, id)
  if (!order.archivedAt) return order
  await storeArchived(change, id, null, facts)
  return getOrder(change, id)
}

/**
 * Nothing of an archived order changes: neither its content, nor where it is, nor its money.
 * @throws Refusal `order_archived`
 */
export function expectNotArchived({ archivedAt }: Pick<Order, 'archivedAt'>): void {
  if (archivedAt === null) return
  throw new Refusal(
    'conflict',
    'order_archived',
    'This order is archived, so nothing of it changes. Restore it first.',
  )
}

async function storeArchived(
  change: Change,
  id: number,
  archivedAt: string | null,
  facts: EventData = {},
) {
  await change.run(sql`
    UPDATE orders
    SET archived_at = ${archivedAt}, version = version + 1, updated_at = ${change.at}
    WHERE id = ${id}`)
  await recordEvent(change, archivedAt ? 'order.archived' : 'order.restored', 'order', id, facts)
}
