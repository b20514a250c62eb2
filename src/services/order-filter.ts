// What a filter of orders means in SQL. Lists, counts, tiles and workload all come from here, so that a
// number is always equal to the list it links to. The table alias of orders is `o`.
import { empty, join, list, Sql, sql } from '../db/sql.ts'
import { ORDER_STATUSES, PAYMENT_STATUSES } from '../schemas/order-status.ts'
import type { OrderFilter } from '../schemas/orders.ts'
import { customerMatches } from './customers.ts'
import { endOfDay, startOfDay } from './shop-time.ts'
import { anyAccentPattern } from './text.ts'

/** Written out, so that the engine sees that the partial index of open orders fits. */
export const OPEN = sql`o.status IN ('pending', 'in_progress', 'ready')`

/** @param now RFC 3339 in UTC: what "overdue" is measured against */
export function orderConditions(filter: OrderFilter, timeZone: string, now: string): Sql[] {
  const { status, paymentStatus, customerId, from, to, dueFrom, dueTo } = filter
  const found = [filter.archived ? sql`o.archived_at IS NOT NULL` : sql`o.archived_at IS NULL`]
  if (status) found.push(oneOf(sql`o.status`, STATUS, status.split(',')))
  if (paymentStatus) found.push(oneOf(sql`o.payment_status`, PAYMENT, paymentStatus.split(',')))
  if (filter.employeeId) found.push(madeBy(filter.employeeId.split(',')))
  if (customerId !== undefined) found.push(sql`o.customer_id = ${customerId}`)
  if (from) found.push(sql`o.date_of_creation >= ${startOfDay(from, timeZone)}`)
  if (to) found.push(sql`o.date_of_creation <= ${endOfDay(to, timeZone)}`)
  if (dueFrom) found.push(sql`o.due_at >= ${startOfDay(dueFrom, timeZone)}`)
  if (dueTo) found.push(sql`o.due_at <= ${endOfDay(dueTo, timeZone)}`)
  if (filter.overdue) found.push(sql`${OPEN} AND o.due_at < ${now}`)
  if (filter.overdue === false)
    found.push(sql`NOT (${OPEN} AND coalesce(o.due_at, '9999') < ${now})`)
  if (filter.search?.trim()) found.push(orderMatches(filter.search.trim()))
  return found
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
  return sql`${column} IN (${found.length > 0 ? join(found, ', ') : sql`NULL`})`
}

function madeBy(employees: readonly string[]): Sql {
  const ids = employees.filter((id) => id !== 'none').map(Number)
  const parts = [
    ids.length > 0 ? sql`o.employee_id IN (${list(ids)})` : empty,
    employees.includes('none') ? sql`o.employee_id IS NULL` : empty,
  ].filter((part) => part !== empty)
  return sql`(${join(parts, ' OR ')})`
}

function orderMatches(search: string): Sql {
  const number = /^#?(\d{1,15})$/.exec(search)?.[1]
  const parts = [
    sql`o.customer_id IN (SELECT id FROM customers WHERE ${customerMatches(search)})`,
    sql`o.id IN (SELECT order_id FROM order_items WHERE lower(item_name) LIKE ${anyAccentPattern(search)} ESCAPE '\\')`,
  ]
  if (number) parts.push(sql`o.number = ${Number(number)}`)
  return sql`(${join(parts, ' OR ')})`
}
