// Archiving instead of deleting: an order leaves the lists, its history and its money stay.
import { sql } from '../db/sql.ts'
import type { Change } from './change.ts'
import { recordEvent } from './events.ts'
import type { Order } from './order-types.ts'
import { getOrder } from './orders.ts'
import { expectVersion } from './versions.ts'

/** Archives an order; archiving it again changes nothing. */
export async function archiveOrder(change: Change, id: number, version?: number): Promise<void> {
  const order = await getOrder(change, id)
  expectVersion('order', order.version, version)
  if (!order.archivedAt) await storeArchived(change, id, change.at)
}

/** Brings an archived order back into the lists. */
export async function restoreOrder(change: Change, id: number): Promise<Order> {
  const order = await getOrder(change, id)
  if (!order.archivedAt) return order
  await storeArchived(change, id, null)
  return getOrder(change, id)
}

async function storeArchived(change: Change, id: number, archivedAt: string | null) {
  await change.run(sql`
    UPDATE orders
    SET archived_at = ${archivedAt}, version = version + 1, updated_at = ${change.at}
    WHERE id = ${id}`)
  await recordEvent(change, archivedAt ? 'order.archived' : 'order.restored', 'order', id)
}
