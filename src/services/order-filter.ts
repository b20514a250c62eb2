// What a filter of orders means in SQL. Lists, counts, tiles and workload all come from here, so that a
// number is always equal to the list it links to. The table alias of orders is `o`.
import { empty, join, list, perEngine, Sql, sql } from '../db/sql.ts'
import { OPEN_STATUSES, ORDER_STATUSES, PAYMENT_STATUSES } from '../schemas/order-status.ts'
import type { OrderFilter } from '../schemas/orders.ts'
import { orderMatches, type SearchWay, searchBranches } from './order-search.ts'
import { endOfDay, startOfDay } from './shop-time.ts'

/** Written out, so that the engine sees that the partial index of open orders fits. */
export const OPEN = sql`o.status IN ('pending', 'in_progress', 'ready')`

/**
 * @param now RFC 3339 in UTC: what "overdue" is measured against
 * @param way the shorter way of the search, where it is known: see order-search.ts
 */
export function orderConditions(
  filter: OrderFilter,
  timeZone: string,
  now: string,
  way?: SearchWay,
): Sql[] {
  const { customerId, from, to, dueFrom, dueTo } = filter
  const found = [filter.archived ? sql`o.archived_at IS NOT NULL` : sql`o.archived_at IS NULL`]
  found.push(...kindConditions(filter))
  if (customerId !== undefined) found.push(sql`o.customer_id = ${customerId}`)
  if (from) found.push(sql`o.date_of_creation >= ${startOfDay(from, timeZone)}`)
  if (to) found.push(sql`o.date_of_creation <= ${endOfDay(to, timeZone)}`)
  if (dueFrom) found.push(sql`o.due_at >= ${startOfDay(dueFrom, timeZone)}`)
  if (dueTo) found.push(sql`o.due_at <= ${endOfDay(dueTo, timeZone)}`)
  if (filter.overdue) found.push(sql`${OPEN} AND o.due_at < ${now}`)
  if (filter.overdue === false)
    found.push(sql`NOT (${OPEN} AND coalesce(o.due_at, '9999') < ${now})`)
  if (filter.search?.trim()) found.push(orderMatches(filter.search.trim(), way))
  return found
}

/**
 * The same for a search that gathers what it finds: each order fulfils all conditions of one branch at least, and each
 * branch has an index to start from. Without a search there is one branch.
 */
export function orderBranches(
  filter: OrderFilter,
  timeZone: string,
  now: string,
  way?: SearchWay,
): Sql[][] {
  const { search, ...others } = filter
  const conditions = orderConditions(others, timeZone, now)
  const text = search?.trim()
  if (!text) return [conditions]
  return searchBranches(text, way).map((branch) => [...conditions, branch])
}

/**
 * The span of deadlines once more, in the words of the indexes by deadline, where it begins and ends. Not for a list in
 * another order: to the planner of SQLite it would look better than the index that has the list in its order.
 */
export function deadlineSpan({ dueFrom, dueTo }: OrderFilter, timeZone: string): Sql[] {
  const found: Sql[] = []
  if (dueFrom) found.push(sql`${DEADLINE} >= ${startOfDay(dueFrom, timeZone)}`)
  if (dueTo) found.push(sql`${DEADLINE} <= ${endOfDay(dueTo, timeZone)}`)
  return found
}

/** An order without a deadline comes last. Written as in the indexes by deadline. */
export const DEADLINE = sql`coalesce(o.due_at, '9999')`

/**
 * What a filter says of the kinds of orders that sums are kept of.
 * @param nobody how the table says that nobody makes an order
 */
export function kindConditions(filter: OrderFilter, nobody?: Sql): Sql[] {
  const { status, paymentStatus, employeeId } = filter
  const found: Sql[] = []
  if (status) found.push(oneOf(sql`o.status`, STATUS, status.split(',')))
  if (paymentStatus) found.push(oneOf(sql`o.payment_status`, PAYMENT, paymentStatus.split(',')))
  if (employeeId) found.push(madeBy(employeeId.split(','), nobody))
  return found
}

/** Whether the filter lets only orders through whose work is not done. */
export function isOpenOnly({ status, overdue }: OrderFilter): boolean {
  const open: readonly string[] = OPEN_STATUSES
  return overdue === true || (status?.split(',').every((word) => open.includes(word)) ?? false)
}

const STATUS = written(ORDER_STATUSES)
const PAYMENT = written(PAYMENT_STATUSES)

/** The words of a list of states as program text: only so does the engine see which partial index fits. */
function written<State extends string>(states: readonly State[]): [State, Sql][] {
  return states.map((state) => [state, new Sql([`'${state}'`], [])])
}

/** In the order of the list, whatever the order in the address. A word that is no state finds nothing. */
function oneOf(column: Sql, states: readonly [string, Sql][], wanted: readonly string[]): Sql {
  const found = states.filter(([state]) => wanted.includes(state)).map(([, text]) => text)
  if (found.length === 1) return sql`${column} = ${found[0] ?? empty}`
  const words = found.length > 0 ? join(found, ', ') : sql`NULL`
  const set = states.map(([state]) => state).filter((state) => wanted.includes(state))
  return sql`${SETS.has(set.join()) ? column : unsorted(column)} IN (${words})`
}

/** The sets of states that have indexes of their own: open work, and what is owed. */
const SETS = new Set(['pending,in_progress,ready', 'unpaid,partial'])

/** The plus keeps SQLite from gathering all orders of several states to sort them, when a page needs fifty. */
const unsorted = (column: Sql): Sql => perEngine({ sqlite: sql`+${column}`, postgres: column })

function madeBy(employees: readonly string[], nobody?: Sql): Sql {
  const ids = employees.filter((id) => id !== 'none').map(Number)
  const parts = [
    ids.length > 0 ? sql`o.employee_id IN (${list(ids)})` : empty,
    employees.includes('none')
      ? sql`o.employee_id ${nobody ? sql`= ${nobody}` : sql`IS NULL`}`
      : empty,
  ].filter((part) => part !== empty)
  return sql`(${join(parts, ' OR ')})`
}
