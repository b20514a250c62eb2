// Totals of an order filter: from stored sums where possible, otherwise counted up to a limit.
import type { Reader } from '../../../db/database.ts'
import { join, perEngine, rowCount, type Sql, sql, where } from '../../../db/sql.ts'
import { VersionedCache } from '../../../db/versioned-cache.ts'
import type { OrderFilter } from '../../../schemas/orders/index.ts'
import { NO_DEADLINE } from '../../../schemas/orders/status.ts'
import type { Change } from '../../shared/change.ts'
import { owed, owedOfSums } from '../../shared/owed.ts'
import { findSettings } from '../../shop/settings/read.ts'
import { kindConditions, type Moment, searchedBranches } from './filter.ts'
import { columnsRead, KEYS, restOf, rowsOf, type Source } from './ranges.ts'
import { countScanned, inOrder } from './scan.ts'
import { MANY, type SearchStrategy, searchStrategy } from './search.ts'
import { narrowSources, sourceInOrder } from './sources.ts'
import { isOpen } from './status-sql.ts'

export interface OrderTotals {
  orders: number
  /** Smallest currency units. */
  total: number
  balance: number
  /** The limit was reached; the amounts cover the counted orders only. */
  more: boolean
}

export const MOST_COUNTED = 1_000
/** Limit of orders examined for the totals: takes about a millisecond. */
export const MOST_LOOKED_AT = 2_000
/** The same for a search with very many matches, where each order takes longer. */
const MOST_SEARCHED = 200

type Summed = OrderTotals & { until: string }

/** Cached until the next commit; totals that depend on the time, until the next deadline. */
const totalsCache = new VersionedCache<Summed>()

export async function totalOrders(db: Reader, filter: OrderFilter): Promise<OrderTotals> {
  const now = new Date().toISOString()
  const read = () => (isOfKinds(filter) ? sumKinds(db, filter) : sumRows(db, filter))
  const { until, ...totals } = await totalsCache.get(
    db,
    keyOf(filter),
    read,
    (sums) => sums.until > now,
  )
  return totals
}

const keyOf = (filter: OrderFilter) => JSON.stringify(Object.entries(narrowing(filter)).sort())

const counts = new VersionedCache<number>()

/** The exact number of orders, counted in steps between which other requests are served. */
export async function countOrders(db: Reader, filter: OrderFilter): Promise<number> {
  if (isOfKinds(filter)) return (await totalOrders(db, filter)).orders
  if (filter.overdue !== undefined) return countAll(db, filter)
  return counts.get(db, keyOf(filter), () => countAll(db, filter))
}

async function countAll(db: Reader, filter: OrderFilter): Promise<number> {
  const moment = await momentOf(db)
  const strategy = await searchStrategy(db, filter.search)
  if (strategy && !strategy.many) return (await sumSearched(db, filter, moment, strategy)).orders
  const source = sourceOf(filter, moment, strategy)
  return countScanned(db, source, strategy ? MOST_SEARCHED : MOST_LOOKED_AT)
}

function narrowing(filter: OrderFilter): OrderFilter {
  const { sort, limit, cursor, page, total, ...narrowing } = filter as Record<string, unknown>
  const entries = Object.entries(narrowing).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries)
}

const KINDS = new Set(['status', 'paymentStatus', 'employeeId'])

export const isOfKinds = (filter: OrderFilter): boolean =>
  Object.keys(narrowing(filter)).every((name) => KINDS.has(name))

const isSearchOnly = (filter: OrderFilter): boolean =>
  Object.keys(narrowing(filter)).join() === 'search'

/** Merges pending changes of sums and returns their number. SQLite has a single writer and needs none. */
export const FOLDED_SUMS = perEngine({
  sqlite: sql`0`,
  postgres: sql`fold_order_sums() + fold_owing_customers()`,
})

export async function foldSums(change: Change): Promise<void> {
  await change.get(sql`SELECT ${FOLDED_SUMS} AS rows`)
}

type Sums = Omit<OrderTotals, 'more'>

async function sumKinds(db: Reader, filter: OrderFilter): Promise<Summed> {
  const row = await db.get<Sums>(sql`
    SELECT CAST(coalesce(sum(o.orders), 0) AS BIGINT) AS orders,
           CAST(coalesce(sum(o.total), 0) AS BIGINT) AS total,
           CAST(coalesce(sum(${owedOfSums('o')}), 0) AS BIGINT) AS balance
    FROM order_sums o
    ${where(kindConditions('o', filter, sql`0`))}`)
  return { ...(row as Sums), more: false, until: NO_DEADLINE }
}

async function sumRows(db: Reader, filter: OrderFilter): Promise<Summed> {
  const moment = await momentOf(db)
  const until = filter.overdue === undefined ? NO_DEADLINE : await nextDeadline(db, moment.now)
  const strategy = await searchStrategy(db, filter.search)
  if (strategy && !strategy.many)
    return { ...(await sumSearched(db, filter, moment, strategy)), more: false, until }
  // With this many matches, totals of the first ones would be of no use.
  if (strategy && isSearchOnly(filter)) return { ...NOTHING, orders: MANY, more: true, until }
  const source = sourceOf(filter, moment, strategy)
  const scanLimit = strategy ? MOST_SEARCHED : MOST_LOOKED_AT
  const sums = await sumSource(db, source, scanLimit)
  if (sums.orders > MOST_COUNTED) return { ...sums, orders: MOST_COUNTED, more: true, until }
  return { ...sums, more: await holdsMore(db, source, scanLimit), until }
}

const NOTHING: Sums = { orders: 0, total: 0, balance: 0 }

const sourceOf = (filter: OrderFilter, moment: Moment, strategy?: SearchStrategy): Source =>
  narrowSources(filter, moment, strategy)[0] ?? sourceInOrder(filter, 'creation', moment, strategy)

const AMOUNTS = ['id', 'status', 'payment_status', 'total_amount', 'paid_amount']

function sumSource(db: Reader, source: Source, scanLimit: number): Promise<Sums> {
  const { key } = source
  const order = { key, descending: true }
  const columns = sql`${KEYS[key]} AS place, ${columnsRead(source, AMOUNTS)}`
  return sum(
    db,
    sql`
      SELECT o.*
      FROM (${rowsOf(source, columns, [], { descending: true, rows: scanLimit })} ${inOrder(order)} LIMIT ${rowCount(scanLimit)}) AS o
      ${restOf(source)}
      LIMIT ${rowCount(MOST_COUNTED + 1)}`,
  )
}

const holdsMore = async (db: Reader, source: Source, scanLimit: number) =>
  (await db.get(sql`
    SELECT one FROM (${rowsOf(source, sql`1 AS one`)}) AS o LIMIT 1 OFFSET ${rowCount(scanLimit)}`)) !==
  undefined

function sumSearched(db: Reader, filter: OrderFilter, moment: Moment, strategy: SearchStrategy) {
  const branches = searchedBranches('o', filter, filter.search?.trim() ?? '', moment, strategy).map(
    (conditions) => sql`
      SELECT o.id, o.status, o.payment_status, o.total_amount, o.paid_amount
      FROM orders o
      ${where(conditions)}`,
  )
  return sum(db, join(branches, ' UNION '))
}

async function sum(db: Reader, orders: Sql): Promise<Sums> {
  const row = await db.get<Sums>(sql`
    SELECT count(*) AS orders,
           CAST(coalesce(sum(o.total_amount), 0) AS BIGINT) AS total,
           CAST(coalesce(sum(${owed('o')}), 0) AS BIGINT) AS balance
    FROM (${orders}) AS o`)
  return row as Sums
}

async function momentOf(db: Reader): Promise<Moment> {
  const { timeZone } = await findSettings(db)
  return { timeZone, now: new Date().toISOString() }
}

export async function nextDeadline(db: Reader, now: string): Promise<string> {
  const row = await db.get<{ at: string | null }>(sql`
    SELECT min(o.due_at) AS at
    FROM orders o
    WHERE o.archived_at IS NULL AND ${isOpen('o')} AND o.due_at >= ${now}`)
  return row?.at ?? NO_DEADLINE
}
