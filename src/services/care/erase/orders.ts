// Erases the person from their orders: photos, addresses and notes go, and their name from the words of items.
import { list, perEngine, sql } from '../../../db/sql.ts'
import { newTrackingToken } from '../../orders/tracking/links.ts'
import type { Change } from '../../shared/change.ts'
import { ERASED, type Erased, partsOf } from './scope.ts'
import { scrubber } from './texts.ts'

export async function eraseOrders(change: Change, erased: Erased): Promise<void> {
  const scrub = scrubber(erased.texts, ERASED)
  for (const ids of partsOf(erased.orders)) {
    await change.run(sql`DELETE FROM order_images WHERE order_id IN (${list(ids)})`)
    await change.run(sql`
      UPDATE payments SET note = NULL WHERE order_id IN (${list(ids)}) AND note IS NOT NULL`)
    await scrubItems(change, ids, scrub)
  }
  for (const id of erased.orders) {
    await change.run(sql`
      UPDATE orders
      SET shipping_address = NULL, notes = NULL, internal_notes = NULL, external_reference = NULL,
          metadata = '{}', tracking_token = ${newTrackingToken()}, tracking_revoked_at = ${change.at},
          version = version + 1, updated_at = ${change.at}
      WHERE id = ${id}`)
  }
}

interface ItemWords {
  id: number
  itemName: string
  description: string | null
}

/** "Gown for Amina Bello" is "Gown for Erased": what was made stays, for whom does not. */
async function scrubItems(change: Change, ids: readonly number[], scrub: (text: string) => string) {
  const items = await change.all<ItemWords>(sql`
    SELECT id, item_name AS "itemName", description FROM order_items WHERE order_id IN (${list(ids)})`)
  for (const { id, itemName, description } of items) {
    const after = { itemName: scrub(itemName), description: description && scrub(description) }
    if (after.itemName === itemName && after.description === description) continue
    await change.run(sql`
      UPDATE order_items
      SET item_name = ${after.itemName}, description = ${after.description}, updated_at = ${change.at}
      WHERE id = ${id}`)
    if (after.itemName !== itemName) await forgetItemName(change, itemName)
  }
}

/** The name that is suggested and searched for, unless another order has it, too. */
async function forgetItemName(change: Change, name: string): Promise<void> {
  const used = await change.get(sql`SELECT id FROM order_items WHERE item_name = ${name} LIMIT 1`)
  if (used) return
  const row = await change.get<{ id: number }>(sql`SELECT id FROM item_names WHERE name = ${name}`)
  if (!row) return
  await change.run(forgetSearchWords(row.id))
  await change.run(sql`DELETE FROM item_names WHERE id = ${row.id}`)
}

/** PostgreSQL's index follows the table. */
const forgetSearchWords = (id: number) =>
  perEngine({
    sqlite: sql`DELETE FROM item_name_search WHERE rowid = ${id}`,
    postgres: sql`SELECT ${id}::bigint`,
  })
