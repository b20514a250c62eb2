// Takes stock for orders, and puts it back: the one path of counter, API, imports and customers' own orders.
import { sql } from '../../../db/sql.ts'
import type { StockReason } from '../../../schemas/catalogue/stock.ts'
import type { Change } from '../../shared/change.ts'
import { dropLapsed } from './holds.ts'
import { recordMovement, storeMovement } from './record.ts'
import { expectNoneShort, merged, type StockLine } from './shortage.ts'

export interface Cause {
  reason: StockReason
  orderId: number
  itemId?: number
}

/**
 * Takes all lines or none; equal variants count together.
 * @throws Refusal `out_of_stock` (409), whose `short` names every line of which there is not enough
 */
export async function takeStock(
  change: Change,
  lines: readonly StockLine[],
  cause: Cause,
): Promise<void> {
  const wanted = merged(lines)
  if (wanted.length === 0) return
  await dropLapsed(
    change,
    wanted.map(({ variantId }) => variantId),
  )
  const short: StockLine[] = []
  for (const { variantId, quantity } of wanted) {
    const row = await change.get<{ stock: number }>(sql`
      UPDATE variants SET stock = stock - ${quantity}
      WHERE id = ${variantId} AND stock - reserved >= ${quantity}
      RETURNING stock`)
    if (row) await storeMovement(change, { variantId, delta: -quantity, ...cause }, row.stock)
    else short.push({ variantId, quantity })
  }
  await expectNoneShort(change, short)
}

export async function putBack(
  change: Change,
  lines: readonly StockLine[],
  cause: Cause,
): Promise<void> {
  for (const { variantId, quantity } of merged(lines)) {
    await recordMovement(change, { variantId, delta: quantity, ...cause })
  }
}
