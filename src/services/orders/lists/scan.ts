// Scans orders for a page where no index contains exactly the matching orders in list order. Examines a limited number
// of orders in list order, or sorts the orders of a narrower source if they are few. An incomplete page reports where
// the scan stopped, and the next page continues there: no request scans a whole large shop.
import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import type { Reader } from '../../../db/database.ts'
import { rowCount, type Sql, sql } from '../../../db/sql.ts'
import { columnsRead, KEYS, type Key, restOf, rowsOf, type Source } from './ranges.ts'

export interface RowKey {
  place: string | number
  id: number
}

export interface Order {
  key: Key
  descending: boolean
}

export interface ScannedPage {
  places: RowKey[]
  /** The last order examined, if more follow; null at the end of the list. */
  stopped: RowKey | null
}

/** Limits of examined orders. 5,000 take 2 ms if the index covers all columns read, else 8 ms. */
export interface Limits {
  first: number
  /** Per iteration of the event loop. */
  step: number
  most: number
  sorted: number
}

export const LIMITS: Limits = { first: 1_000, step: 5_000, most: 20_000, sorted: 10_000 }
/** For searches, which compare the words with the customer and items of each order. */
export const SEARCH_LIMITS: Limits = { first: 500, step: 1_000, most: 5_000, sorted: 1_000 }

export interface ScanRequest {
  order: Order
  source: Source
  narrow: () => Source[]
  after: RowKey | null
  rows: number
}

export async function scanOrders(
  db: Reader,
  request: ScanRequest,
  limits: Limits,
): Promise<ScannedPage> {
  const places: RowKey[] = []
  let from = request.after
  for (let scanned = 0, step = limits.first; scanned < limits.most; step = limits.step) {
    const batch = await scanBatch(
      db,
      { ...request, after: from, rows: request.rows - places.length },
      step,
    )
    places.push(...batch.places)
    from = batch.stopped
    if (from === null) break
    if (scanned === 0) {
      const source = await firstSmall(db, request.narrow(), limits.sorted)
      if (source) return { places: await sorted(db, request, source), stopped: null }
    }
    scanned += step
    await yieldToEventLoop()
  }
  return { places, stopped: from }
}

async function scanBatch(db: Reader, request: ScanRequest, most: number): Promise<ScannedPage> {
  const { source, order, rows } = request
  const columns = sql`${KEYS[order.key]} AS place, ${columnsRead(source, ['id'])}`
  const first = { descending: order.descending, rows: most }
  const ranges = rowsOf(source, columns, afterKey(request), first)
  // A subquery with a LIMIT returns its rows in order, and reading stops at the outer LIMIT.
  const places = await db.all<RowKey>(sql`
    SELECT id, place
    FROM (${ranges} ${inOrder(order)} LIMIT ${rowCount(most)}) AS o
    ${restOf(source)}
    LIMIT ${rowCount(rows)}`)
  if (places.length >= rows) return { places, stopped: null }
  return { places, stopped: await lastOf(db, request, most) }
}

async function lastOf(
  db: Reader,
  request: Pick<ScanRequest, 'source' | 'order' | 'after'>,
  most: number,
) {
  const { source, order } = request
  const first = { descending: order.descending, rows: most }
  const ranges = rowsOf(source, PLACE[order.key], afterKey(request), first)
  const last = await db.get<RowKey>(sql`
    SELECT id, place FROM (${ranges} ${inOrder(order)} LIMIT 1 OFFSET ${rowCount(most - 1)}) AS o`)
  return last ?? null
}

/** Counts all matches of a source, `step` orders per iteration of the event loop. */
export async function countScanned(
  db: Reader,
  source: Source,
  step = LIMITS.step,
): Promise<number> {
  const order = { key: source.key, descending: false }
  let orders = 0
  let after: RowKey | null = null
  do {
    const columns = sql`${KEYS[order.key]} AS place, ${columnsRead(source, ['id'])}`
    const first = { descending: false, rows: step }
    const ranges = rowsOf(source, columns, afterKey({ order, after }), first)
    const row = await db.get<{ orders: number }>(sql`
      SELECT count(*) AS orders
      FROM (${ranges} ${inOrder(order)} LIMIT ${rowCount(step)}) AS o
      ${restOf(source)}`)
    orders += row?.orders ?? 0
    after = await lastOf(db, { source, order, after }, step)
    await yieldToEventLoop()
  } while (after !== null)
  return orders
}

async function firstSmall(db: Reader, sources: readonly Source[], most: number) {
  for (const source of sources) {
    const more = await db.get(sql`
      SELECT one FROM (${rowsOf(source, sql`1 AS one`)}) AS o LIMIT 1 OFFSET ${rowCount(most)}`)
    if (!more) return source
  }
  return undefined
}

async function sorted(db: Reader, { order, after, rows }: ScanRequest, source: Source) {
  const rest = source.rest.map((condition) => condition.sql)
  const conditions = [...rest, ...afterKey({ order, after })]
  return db.all<RowKey>(sql`
    SELECT id, place
    FROM (${rowsOf(source, PLACE[order.key], conditions)}) AS o
    ${inOrder(order)}
    LIMIT ${rowCount(rows)}`)
}

export const PLACE: Record<Key, Sql> = {
  creation: sql`o.id, ${KEYS.creation} AS place`,
  due: sql`o.id, ${KEYS.due} AS place`,
  total: sql`o.id, ${KEYS.total} AS place`,
  number: sql`o.id, ${KEYS.number} AS place`,
}

export const inOrder = ({ descending }: Order): Sql =>
  descending ? sql`ORDER BY place DESC, id DESC` : sql`ORDER BY place ASC, id ASC`

export function afterKey({ order, after }: Pick<ScanRequest, 'order' | 'after'>): Sql[] {
  if (after === null) return []
  const key = KEYS[order.key]
  return [
    order.descending
      ? sql`(${key}, o.id) < (${after.place}, ${after.id})`
      : sql`(${key}, o.id) > (${after.place}, ${after.id})`,
  ]
}
