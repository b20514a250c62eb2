// What all orders of a filter add up to: from kept sums where there are any, counted as far as anybody reads otherwise.
import type { Reader } from '../db/database.ts'
import { FOLDED_ORDER_SUMS } from '../db/differences.ts'
import { Kept } from '../db/kept.ts'
import { empty, join, type Sql, sql, where } from '../db/sql.ts'
import type { OrderFilter } from '../schemas/orders.ts'
import type { Change } from './change.ts'
import { deadlineSpan, kindConditions, OPEN, orderBranches } from './order-filter.ts'
import { type SearchWay, searchWay } from './order-search.ts'
import { findSettings } from './settings.ts'

export interface OrderTotals {
  orders: number
  /** Smallest units. */
  total: number
  balance: number
  /** There are more than were counted; then the amounts are of those only. */
  more: boolean
}

/** A longer list is not looked through to the end for a number at its foot. */
export const MOST_COUNTED = 1_000
/** Of a search that finds very many, which are looked for among all. */
const MOST_FOUND = 200

type Summed = OrderTotals & { until: string }

/** Until something is committed; a number that depends on the time only until the next deadline passes. */
const kept = new Kept<Summed>()
const FOREVER = '9999'

/** What all orders of a filter add up to, whatever the page. */
export async function totalOrders(db: Reader, filter: OrderFilter): Promise<OrderTotals> {
  const now = new Date().toISOString()
  const key = JSON.stringify(Object.entries(narrowing(filter)).sort())
  const read = () => (isOfKinds(filter) ? sumKinds(db, filter) : sumRows(db, filter, now))
  const { until, ...totals } = await kept.get(db, key, read, (sums) => sums.until > now)
  return totals
}

/** How many orders a filter finds, exactly. */
export async function countOrders(db: Reader, filter: OrderFilter): Promise<number> {
  const { timeZone } = await findSettings(db)
  const row = isOfKinds(filter)
    ? await db.get<{ orders: number }>(sql`
        SELECT CAST(coalesce(sum(orders), 0) AS BIGINT) AS orders
        FROM order_sums o ${where(kindConditions(filter, sql`0`))}`)
    : await db.get<{ orders: number }>(sql`
        SELECT count(*) AS orders
        FROM (${found(filter, timeZone, new Date().toISOString())}) AS found`)
  return row?.orders ?? 0
}

/** The members of a query that narrow it; the others say which page is shown and how. */
function narrowing(filter: OrderFilter): OrderFilter {
  const { sort, limit, cursor, page, total, ...narrowing } = filter as Record<string, unknown>
  const given = Object.entries(narrowing).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given)
}

const KINDS = new Set(['status', 'paymentStatus', 'employeeId'])

/** Whether the kept sums know the answer. */
const isOfKinds = (filter: OrderFilter): boolean =>
  Object.keys(narrowing(filter)).every((name) => KINDS.has(name))

/** Keeps the sums quick to read where they are kept as changes. */
export async function foldOrderSums(change: Change): Promise<void> {
  await change.get(sql`SELECT ${FOLDED_ORDER_SUMS} AS rows`)
}

async function sumKinds(db: Reader, filter: OrderFilter): Promise<Summed> {
  const row = await db.get<Omit<OrderTotals, 'more'>>(sql`
    SELECT CAST(coalesce(sum(orders), 0) AS BIGINT) AS orders,
           CAST(coalesce(sum(total), 0) AS BIGINT) AS total,
           CAST(coalesce(sum(total - paid), 0) AS BIGINT) AS balance
    FROM order_sums o
    ${where(kindConditions(filter, sql`0`))}`)
  return { ...(row as Omit<OrderTotals, 'more'>), more: false, until: FOREVER }
}

async function sumRows(db: Reader, filter: OrderFilter, now: string): Promise<Summed> {
  const { timeZone } = await findSettings(db)
  const way = await searchWay(db, filter.search)
  const many = way?.many ?? false
  const most = many ? MOST_FOUND : MOST_COUNTED
  // What is late is in an index of its own, so it is counted to the end: a tile shows it.
  const limit = filter.overdue && !many ? empty : sql`LIMIT ${most + 1}`
  const row = await db.get<Omit<OrderTotals, 'more'>>(sql`
    SELECT count(*) AS orders,
           CAST(coalesce(sum(found.total_amount), 0) AS BIGINT) AS total,
           CAST(coalesce(sum(found.total_amount - found.paid_amount), 0) AS BIGINT) AS balance
    FROM (${found(filter, timeZone, now, way)} ${limit}) AS found`)
  const { orders, ...amounts } = row as Omit<OrderTotals, 'more'>
  const more = limit !== empty && orders > most
  const until = filter.overdue === undefined ? FOREVER : await nextDeadline(db, now)
  return { orders: more ? most : orders, ...amounts, more, until }
}

/** What is added up of each order that a filter finds. */
function found(filter: OrderFilter, timeZone: string, now: string, way?: SearchWay): Sql {
  const span = filter.search?.trim() ? [] : deadlineSpan(filter, timeZone)
  const branches = orderBranches(filter, timeZone, now, way)
  const orders = branches.map(
    (conditions) => sql`
      SELECT o.id, o.total_amount, o.paid_amount
      FROM orders o
      ${where([...conditions, ...span])}`,
  )
  const all = join(orders, ' UNION ')
  return way?.many ? sql`${all} ${NEWEST_FIRST}` : all
}

/** Orders that are looked at one by one lie together with their items this way, and far apart by customer. */
const NEWEST_FIRST = sql`ORDER BY o.date_of_creation DESC, o.id DESC`

/** When the next order becomes late. */
export async function nextDeadline(db: Reader, now: string): Promise<string> {
  const row = await db.get<{ at: string | null }>(sql`
    SELECT min(o.due_at) AS at
    FROM orders o
    WHERE o.archived_at IS NULL AND ${OPEN} AND o.due_at >= ${now}`)
  return row?.at ?? FOREVER
}
