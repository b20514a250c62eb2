// Stock that the items of an order have taken: it follows from the order, however often an action is repeated.
import { list, sql } from '../../../db/sql.ts'
import { Refusal } from '../../../lib/errors/refusal.ts'
import { ONE } from '../../../lib/quantity.ts'
import { putBack, takeStock } from '../../catalogue/stock/take.ts'
import type { Change } from '../../shared/change.ts'
import type { OrderItem } from '../types.ts'

interface StockItem {
  id: number
  variantId: number
  /** Thousandths. */
  taken: number
  wanted: number
}

/**
 * Takes what the items lack and puts back what they have too much of: nothing is wanted by a cancelled order, and by what
 * is made to order.
 * @throws Refusal `out_of_stock` naming all short lines
 */
export async function settleStock(change: Change, orderId: number): Promise<void> {
  const items = await change.all<StockItem>(sql`
    SELECT i.id, i.variant_id AS "variantId", i.stock_taken AS taken,
           CASE WHEN o.status = 'cancelled' OR p.kind = 'made_to_order' THEN 0
                ELSE i.quantity * ${ONE} END AS wanted
    FROM order_items i
    JOIN orders o ON o.id = i.order_id
    JOIN variants v ON v.id = i.variant_id
    JOIN products p ON p.id = v.product_id
    WHERE i.order_id = ${orderId}
    ORDER BY i.id`)
  const differing = items.filter(({ taken, wanted }) => taken !== wanted)
  if (differing.length === 0) return
  const less = differing.filter(({ taken, wanted }) => taken > wanted)
  const more = differing.filter(({ taken, wanted }) => taken < wanted)
  await putBack(change, less.map(difference), { reason: 'cancelled', orderId })
  await takeStock(change, more.map(difference), { reason: 'sold', orderId })
  for (const { id, wanted } of differing) await storeTaken(change, id, wanted)
}

const difference = ({ variantId, taken, wanted }: StockItem) => ({
  variantId,
  quantity: Math.abs(wanted - taken),
})

const storeTaken = (change: Change, id: number, taken: number) =>
  change.run(sql`UPDATE order_items SET stock_taken = ${taken} WHERE id = ${id}`)

/**
 * Puts back what these items have taken, before they are deleted or get another variant.
 * @throws Refusal `item_has_material`
 */
export async function releaseItems(
  change: Change,
  orderId: number,
  items: readonly OrderItem[],
): Promise<void> {
  if (items.length === 0) return
  const ids = items.map(({ id }) => id)
  await expectNoMaterial(change, ids)
  const taken = await change.all<StockItem>(sql`
    SELECT id, variant_id AS "variantId", stock_taken AS taken, 0 AS wanted
    FROM order_items
    WHERE id IN (${list(ids)}) AND stock_taken > 0`)
  await putBack(change, taken.map(difference), { reason: 'cancelled', orderId })
  for (const { id } of taken) await storeTaken(change, id, 0)
}

async function expectNoMaterial(change: Change, ids: readonly number[]): Promise<void> {
  const used = await change.get<{ name: string }>(sql`
    SELECT i.item_name AS name FROM item_materials m
    JOIN order_items i ON i.id = m.item_id
    WHERE m.item_id IN (${list(ids)})
    LIMIT 1`)
  if (!used) return
  const words = `Material was issued to "${used.name}", so it stays. Set its price to 0 if it is not to be paid.`
  throw new Refusal('conflict', 'item_has_material', words)
}
