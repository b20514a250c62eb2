// Holds: stock that a buyer keeps while they pay. A hold has one holder and one end, and blocks nobody beyond it,
// whether it was released or not.
import type { Reader } from '../../../db/database.ts'
import { list, sql } from '../../../db/sql.ts'
import { quantityConflict } from '../../../lib/errors/quantity-words.ts'
import { notFound } from '../../../lib/errors/refusal.ts'
import { quantityOf } from '../../../lib/quantity.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { getVariant } from '../variants/read.ts'
import { HOLDS, type Hold } from './hold-rows.ts'
import { storeMovement } from './record.ts'
import { expectNoneShort, merged, type StockLine } from './shortage.ts'

/** Releases holds of the variants whose end has passed, so that nobody waits for a timer. */
export async function dropLapsed(change: Change, variantIds: readonly number[]): Promise<void> {
  const lapsed = await change.all<Pick<Hold, 'variantId' | 'quantity'>>(sql`
    UPDATE stock_holds SET state = 'released', updated_at = ${change.at}
    WHERE variant_id IN (${list(variantIds)}) AND state = 'active' AND expires_at <= ${change.at}
    RETURNING variant_id AS "variantId", quantity`)
  await lowerReserved(change, lapsed)
}

async function lowerReserved(
  change: Change,
  holds: readonly Pick<Hold, 'variantId' | 'quantity'>[],
): Promise<void> {
  for (const { variantId, quantity } of merged(holds)) {
    await change.run(sql`
      UPDATE variants SET reserved = reserved - ${quantity} WHERE id = ${variantId}`)
  }
}

export interface Holder {
  /** `order:12` with the id of the order, `cart:…`: who asks again gets what they keep already. */
  holder: string
  /** Hash of the network address, to limit how much one place can keep. */
  address?: string
  /** Milliseconds. */
  lasts: number
  /** Most that the holder, and that one address, may keep of all variants; thousandths. */
  most?: { holder: number; address: number }
}

/**
 * Keeps stock for the holder. Asking again changes the hold by the difference and extends it, to twice its time at most.
 * @throws Refusal `out_of_stock` naming all short lines, `too_much_held`
 */
export async function holdStock(
  change: Change,
  lines: readonly StockLine[],
  holder: Holder,
): Promise<void> {
  const wanted = merged(lines)
  const ids = wanted.map(({ variantId }) => variantId)
  await dropLapsed(change, ids)
  const own = await activeOf(change, holder.holder)
  const short: StockLine[] = []
  for (const { variantId, quantity } of wanted) {
    const before = own.find((hold) => hold.variantId === variantId)?.quantity ?? 0
    const kept = await change.run(sql`
      UPDATE variants SET reserved = reserved + ${quantity - before}
      WHERE id = ${variantId} AND stock - reserved >= ${quantity - before}`)
    if (kept === 0) short.push({ variantId, quantity })
    else await storeHold(change, variantId, quantity, holder)
  }
  await expectNoneShort(change, short, (id) => own.find((hold) => hold.variantId === id)?.quantity)
  await release(
    change,
    own.filter(({ variantId }) => !ids.includes(variantId)),
  )
  await expectWithin(change, holder)
}

async function storeHold(
  change: Change,
  variantId: number,
  quantity: number,
  { holder, address, lasts }: Holder,
): Promise<void> {
  const end = (times: number) => new Date(Date.parse(change.at) + times * lasts).toISOString()
  await change.run(sql`
    INSERT INTO stock_holds (variant_id, holder, address, quantity, expires_at, latest_end, created_at, updated_at)
    VALUES (${variantId}, ${holder}, ${address ?? null}, ${quantity}, ${end(1)}, ${end(2)}, ${change.at}, ${change.at})
    ON CONFLICT (variant_id, holder) WHERE state = 'active' DO UPDATE
    SET quantity = excluded.quantity, updated_at = excluded.updated_at,
        expires_at = CASE WHEN excluded.expires_at < stock_holds.latest_end
                          THEN excluded.expires_at ELSE stock_holds.latest_end END`)
}

/** @throws Refusal `too_much_held` */
async function expectWithin(change: Change, { holder, address, most }: Holder): Promise<void> {
  if (!most) return
  const held = await change.get<{ holder: number; address: number }>(sql`
    SELECT CAST(coalesce(sum(CASE WHEN holder = ${holder} THEN quantity END), 0) AS BIGINT) AS holder,
           CAST(coalesce(sum(CASE WHEN address = ${address ?? ''} THEN quantity END), 0) AS BIGINT) AS address
    FROM stock_holds
    WHERE state = 'active' AND expires_at > ${change.at}`)
  if (!held || (held.holder <= most.holder && held.address <= most.address)) return
  throw quantityConflict(
    'too_much_held',
    (write) =>
      `You can order up to ${write(most.holder)} pieces at once. Take fewer, or ask the shop.`,
    { most: quantityOf(most.holder) },
  )
}

const activeOf = (db: Reader, holder: string) =>
  db.all<Hold>(
    sql`${HOLDS} WHERE h.holder = ${holder} AND h.state = 'active' ORDER BY h.variant_id`,
  )

/** Gives back what the holder keeps; a second time nothing. */
export async function releaseHolds(change: Change, holder: string): Promise<void> {
  await release(change, await activeOf(change, holder))
}

async function release(change: Change, holds: readonly Hold[]): Promise<void> {
  for (const { id, variantId, quantity } of holds) {
    if (await moved(change, id, 'released')) await lowerReserved(change, [{ variantId, quantity }])
  }
}

/** True if the hold was active until now: of several calls only one moves it. */
const moved = async (change: Change, id: number, state: 'released' | 'consumed') =>
  (await change.run(sql`
    UPDATE stock_holds SET state = ${state}, updated_at = ${change.at}
    WHERE id = ${id} AND state = 'active'`)) === 1

/**
 * What the holder keeps is sold: the stock goes down with the hold. What has lapsed is not sold.
 * @returns what was sold, by variant
 */
export async function consumeHolds(
  change: Change,
  holder: string,
  orderId: number,
): Promise<StockLine[]> {
  const holds = await activeOf(change, holder)
  await dropLapsed(
    change,
    holds.map(({ variantId }) => variantId),
  )
  const sold: StockLine[] = []
  for (const { id, variantId, quantity } of holds) {
    if (!(await moved(change, id, 'consumed'))) continue
    const row = await change.get<{ stock: number }>(sql`
      UPDATE variants SET reserved = reserved - ${quantity}, stock = stock - ${quantity}
      WHERE id = ${variantId}
      RETURNING stock`)
    await storeMovement(
      change,
      { variantId, delta: -quantity, reason: 'sold', orderId },
      row?.stock ?? 0,
    )
    sold.push({ variantId, quantity })
  }
  return sold
}

/** By staff. A hold that is not active any more stays as it is. @throws Refusal `not_found` */
export async function releaseHold(change: Change, variantId: number, id: number): Promise<void> {
  const hold = await change.get<Hold>(sql`
    ${HOLDS} WHERE h.id = ${id} AND h.variant_id = ${variantId}`)
  if (!hold) throw notFound('hold')
  if (!(await moved(change, id, 'released'))) return
  const { holder, quantity } = hold
  await lowerReserved(change, [{ variantId, quantity }])
  const { productId, sku } = await getVariant(change, variantId)
  await recordEvent(change, 'product.hold_released', productId, {
    variant: variantId,
    sku,
    quantity: quantityOf(quantity),
    holder,
  })
}
