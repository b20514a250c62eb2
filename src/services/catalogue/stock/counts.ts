// Counts of stock: what lies in the shop is entered, then the differences are posted. Sales made meanwhile stay, since
// a difference is to the stock at the moment of counting.
import type { Reader } from '../../../db/database.ts'
import { sql, where } from '../../../db/sql.ts'
import { invalid, notFound, Refusal } from '../../../lib/errors/refusal.ts'
import { parseQuantity, quantityOf } from '../../../lib/quantity.ts'
import { trimToNull } from '../../../lib/text/normalize.ts'
import type { Unit } from '../../../schemas/catalogue/quantities.ts'
import type { CountInput, CountLineInput } from '../../../schemas/catalogue/stock.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { decodeKeyset, limitOf, type Page, type PageRequest, pageOf } from '../../shared/paging.ts'
import { getVariant } from '../variants/read.ts'
import { dropLapsed, type Hold, listActiveHolds, releaseHold } from './holds.ts'
import { holdMember, storeMovement } from './movements.ts'

export interface Count {
  id: number
  note: string | null
  /** 1: who counts does not see what should be there. */
  blind: 0 | 1
  state: 'open' | 'posted' | 'cancelled'
  actor: string
  /** Number of counted variants. */
  lines: number
  postedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface CountLine {
  variantId: number
  productId: number
  productName: string
  sku: string
  /** JSON: names of the product's options, and the values of this variant. */
  names: string
  values: string
  unit: Unit
  /** Stock at the moment of counting. */
  expected: number
  counted: number
  /** Stock now. */
  stock: number
  reserved: number
  actor: string
  updatedAt: string
}

const COUNTS = sql`
  SELECT c.id, c.note, c.blind, c.state, c.actor_name AS actor,
         (SELECT count(*) FROM stock_count_lines l WHERE l.count_id = c.id) AS lines,
         c.posted_at AS "postedAt", c.version, c.created_at AS "createdAt", c.updated_at AS "updatedAt"
  FROM stock_counts c`

/** The newest first. @throws Refusal `invalid_cursor` */
export async function listCounts(
  db: Reader,
  { state, limit = 50, cursor, page }: Partial<PageRequest> & { state?: Count['state'] },
): Promise<Page<Count>> {
  const filters = state ? [sql`c.state = ${state}`] : []
  if (cursor) filters.push(sql`c.id < ${decodeKeyset(cursor, 'counts', 'number')[1]}`)
  const rows = await db.all<Count>(sql`
    ${COUNTS} ${where(filters)} ORDER BY c.id DESC ${limitOf({ limit, ...(page && { page }) })}`)
  return pageOf(rows, limit, (row) => ['counts', row.id, row.id])
}

export async function countCounts(db: Reader, state?: Count['state']): Promise<number> {
  const row = await db.get<{ total: number }>(sql`
    SELECT count(*) AS total FROM stock_counts c ${where(state ? [sql`c.state = ${state}`] : [])}`)
  return row?.total ?? 0
}

/** @throws Refusal `not_found` */
export async function getCount(db: Reader, id: number): Promise<Count> {
  const count = await db.get<Count>(sql`${COUNTS} WHERE c.id = ${id}`)
  if (!count) throw notFound('count')
  return count
}

export const listCountLines = (db: Reader, id: number) =>
  db.all<CountLine>(sql`
    SELECT l.variant_id AS "variantId", v.product_id AS "productId", p.name AS "productName", v.sku,
           p.options AS names, v.options AS "values", v.unit, l.expected, l.counted, v.stock, v.reserved,
           l.actor_name AS actor, l.updated_at AS "updatedAt"
    FROM stock_count_lines l
    JOIN variants v ON v.id = l.variant_id
    JOIN products p ON p.id = v.product_id
    WHERE l.count_id = ${id}
    ORDER BY l.id`)

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
  const { stock, unit } = await variantOr422(change, variantId)
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

async function variantOr422(db: Reader, id: number) {
  try {
    return await getVariant(db, id)
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'not_found') throw error
    const detail = 'There is no such variant.'
    throw invalid({ pointer: '/variantId', code: 'reference', detail })
  }
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
  const names = [...new Set(standing.map(({ holder }) => holder))]
  throw new Refusal(
    'conflict',
    'count_below_holds',
    `Less was counted than buyers keep who are paying just now (${names.join(', ')}). Wait for them, or release what they keep and post.`,
    { members: { holds: standing.map(holdMember) } },
  )
}

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
