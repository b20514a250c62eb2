// Records movements: the only way in which stock changes. Quantities in thousandths of the variant's unit.
import { sql } from '../../../db/sql.ts'
import type { StockReason } from '../../../schemas/catalogue/stock.ts'
import type { Change } from '../../shared/change.ts'

export interface NewMovement {
  variantId: number
  delta: number
  reason: StockReason
  note?: string | null
  orderId?: number
  itemId?: number
  countId?: number
}

/**
 * Changes the stock and records why. A delta below zero must be checked by the caller: see `takeStock`.
 * @returns the stock afterwards
 */
export async function recordMovement(change: Change, movement: NewMovement): Promise<number> {
  const { variantId, delta } = movement
  const row = await change.get<{ stock: number }>(sql`
    UPDATE variants SET stock = stock + ${delta} WHERE id = ${variantId} RETURNING stock`)
  if (!row) throw new Error(`There is no variant ${variantId}`)
  await storeMovement(change, movement, row.stock)
  return row.stock
}

/** For a change of stock that was made already. */
export async function storeMovement(
  change: Change,
  movement: NewMovement,
  stockAfter: number,
): Promise<void> {
  const { variantId, delta, reason, note = null, orderId, itemId, countId } = movement
  await change.run(sql`
    INSERT INTO stock_movements (variant_id, delta, stock_after, reason, note, order_id, item_id,
                                 count_id, actor_user_id, actor_name, created_at, updated_at)
    VALUES (${variantId}, ${delta}, ${stockAfter}, ${reason}, ${note}, ${orderId ?? null},
            ${itemId ?? null}, ${countId ?? null}, ${change.actor.userId}, ${change.actor.name},
            ${change.at}, ${change.at})`)
}
