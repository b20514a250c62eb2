// Counts of stock: what lies in the shop is entered, then the differences are posted. Sales made meanwhile stay, since
// a difference is to the stock at the moment of counting.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { invalid, Refusal } from '../../../lib/errors/refusal.ts'
import { parseQuantity, quantityOf } from '../../../lib/quantity.ts'
import { trimToNull } from '../../../lib/text/normalize.ts'
import type { CountInput, CountLineInput } from '../../../schemas/catalogue/stock.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { type Variant, variantsById } from '../variants/read.ts'
import { type Count, type CountLine, getCount, listCountLines } from './count-rows.ts'
import { type Hold, listActiveHolds } from './hold-rows.ts'
import { dropLapsed, releaseHold } from './holds.ts'
import { holdMember } from './movements.ts'
import { storeMovement } from './record.ts'

export async function openCount(change: Change, input: CountInput): Promise<Count> {
  const note = trimToNull(input.note)
  const row = await change.get<{ id: number }>(sql`
    INSERT INTO stock_counts (note, blind, actor_user_id, actor_name, created_at, updated_at)
    VALUES (${note}, ${input.blind ? 1 : 0}, ${change.actor.userId}, ${change.actor.name},
            ${change.at}, ${change.at})
    RETURNING id`)
  if (!row) throw new Error('INSERT ... RETURNING brought no row')
  await recordEvent(change, 'count.opened', row.id, { note })
  return getCount(change, row.id)
}

/**
 * Enters what was counted of a variant; a second time replaces it.
 * @throws Refusal `not_found`, `count_closed`, `invalid_input`
 */
export async function enterLine(change: Change, id: number, input: CountLineInput): Promise<Count> {
  expectOpen(await getCount(change, id))
  const { variantId } = input
  const { stock, unit } = await variantOf(change, variantId)
  const counted = parseQuantity(input.counted, unit === 'piece', '/counted')
  await change.run(sql`
    INSERT INTO stock_count_lines (count_id, variant_id, expected, counted, actor_name, created_at, updated_at)
    VALUES (${id}, ${variantId}, ${stock}, ${counted}, ${change.actor.name}, ${change.at}, ${change.at})
    ON CONFLICT (count_id, variant_id) DO UPDATE
    SET expected = excluded.expected, counted = excluded.counted, actor_name = excluded.actor_name,
        updated_at = excluded.updated_at`)
  await touch(change, id)
  return getCount(change, id)
}

async function variantOf(db: Reader, id: number): Promise<Variant> {
  const variant = (await variantsById(db, [id])).get(id)
  if (variant) return variant
  const detail = 'There is no such variant.'
  throw invalid({ pointer: '/variantId', code: 'reference', detail })
}

/** A second time changes nothing. @throws Refusal `not_found`, `count_closed` */
export async function removeLine(change: Change, id: number, variantId: number): Promise<Count> {
  expectOpen(await getCount(change, id))
  await change.run(sql`
    DELETE FROM stock_count_lines WHERE count_id = ${id} AND variant_id = ${variantId}`)
  await touch(change, id)
  return getCount(change, id)
}

/**
 * Posts the differences as movements. A count that is posted stays as it is.
 * @param release releases holds that the stock cannot keep any more
 * @throws Refusal `not_found`, `count_closed` if it was cancelled, `count_empty`, `count_below_holds` naming the holds,
 * `count_outdated` for what cannot be right
 */
export async function postCount(change: Change, id: number, release = false): Promise<Count> {
  const count = await getCount(change, id)
  if (count.state === 'posted') return count
  expectOpen(count)
  const lines = await listCountLines(change, id)
  if (lines.length === 0) {
    throw new Refusal('conflict', 'count_empty', 'Nothing was counted yet. Enter a quantity first.')
  }
  await dropLapsed(
    change,
    lines.map(({ variantId }) => variantId),
  )
  const differences = lines
    .map((line) => ({ line, delta: line.counted - line.expected }))
    .filter(({ delta }) => delta !== 0)
    .sort((a, b) => a.line.variantId - b.line.variantId)
  expectPossible(differences)
  await keepHolds(change, differences, release)
  for (const { line, delta } of differences) {
    const row = await change.get<{ stock: number }>(sql`
      UPDATE variants SET stock = stock + ${delta} WHERE id = ${line.variantId} RETURNING stock`)
    const movement = { variantId: line.variantId, delta, reason: 'counted' as const, countId: id }
    await storeMovement(change, movement, row?.stock ?? 0)
  }
  await close(change, id, 'posted')
  await recordEvent(change, 'count.posted', id, {
    lines: lines.length,
    differences: differences.map(({ line: { variantId, sku }, delta }) => ({
      variant: variantId,
      sku,
      delta: quantityOf(delta),
    })),
  })
  return getCount(change, id)
}

interface Difference {
  line: CountLine
  delta: number
}

/** @throws Refusal `count_outdated`: more was sold since than had been counted */
function expectPossible(differences: readonly Difference[]): void {
  const wrong = differences.filter(({ line, delta }) => line.stock + delta < 0)
  if (wrong.length === 0) return
  const names = wrong.map(({ line }) => line.sku)
  throw new Refusal(
    'conflict',
    'count_outdated',
    `More was sold since than had been counted of: ${names.join(', ')}. Count again.`,
    { members: { variants: wrong.map(({ line }) => line.variantId) } },
  )
}

/** @throws Refusal `count_below_holds` */
async function keepHolds(
  change: Change,
  differences: readonly Difference[],
  release: boolean,
): Promise<void> {
  const standing: Hold[] = []
  for (const { line, delta } of differences) {
    if (line.stock + delta >= line.reserved) continue
    const holds = await listActiveHolds(change, [line.variantId], change.at)
    if (release) await releaseUntil(change, holds, line.stock + delta)
    else standing.push(...holds)
  }
  if (standing.length === 0) return
  const holders = [...new Set(standing.map(({ holder }) => holder))]
  throw new Refusal(
    'conflict',
    'count_below_holds',
    `Less was counted than buyers keep who are paying just now (${holdersWords(holders)}). Wait for them, or release what they keep and post.`,
    { members: { holds: standing.map(holdMember) } },
  )
}

/** '1 order and 2 carts' */
function holdersWords(holders: readonly string[]): string {
  const orders = holders.filter((holder) => holder.startsWith('order:')).length
  return [counted(orders, 'order'), counted(holders.length - orders, 'cart')]
    .filter(Boolean)
    .join(' and ')
}

const counted = (number: number, noun: string) =>
  number === 0 ? '' : `${number} ${noun}${number === 1 ? '' : 's'}`

/** The latest first, until the stock is enough for the others. */
async function releaseUntil(change: Change, holds: readonly Hold[], stock: number): Promise<void> {
  let kept = holds.reduce((sum, { quantity }) => sum + quantity, 0)
  for (const hold of [...holds].reverse()) {
    if (kept <= stock) return
    await releaseHold(change, hold.variantId, hold.id)
    kept -= hold.quantity
  }
}

/** A second time changes nothing. @throws Refusal `not_found`, `count_closed` if it was posted */
export async function cancelCount(change: Change, id: number): Promise<Count> {
  const count = await getCount(change, id)
  if (count.state === 'cancelled') return count
  expectOpen(count)
  await close(change, id, 'cancelled')
  await recordEvent(change, 'count.cancelled', id, {})
  return getCount(change, id)
}

const close = (change: Change, id: number, state: Count['state']) =>
  change.run(sql`
    UPDATE stock_counts
    SET state = ${state}, posted_at = ${state === 'posted' ? change.at : null},
        version = version + 1, updated_at = ${change.at}
    WHERE id = ${id}`)

const touch = (change: Change, id: number) =>
  change.run(sql`
    UPDATE stock_counts SET version = version + 1, updated_at = ${change.at} WHERE id = ${id}`)

/** @throws Refusal `count_closed` */
function expectOpen({ state }: Count): void {
  if (state === 'open') return
  const words = `This count is ${state}. Begin a new one.`
  throw new Refusal('conflict', 'count_closed', words)
}
