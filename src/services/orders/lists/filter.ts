// The SQL conditions of an order filter. Lists, counts, tiles and workload share them, so that a number always equals
// the list it links to. Each takes the alias of orders.
import { empty, join, list, type Sql, sql } from '../../../db/sql.ts'
import { endOfDay, startOfDay } from '../../../lib/time/shop-time.ts'
import type { OrderFilter } from '../../../schemas/orders/index.ts'
import { OPEN_STATUSES, ORDER_STATUSES, PAYMENT_STATUSES } from '../../../schemas/orders/status.ts'
import { changesConditions } from '../../shared/references.ts'
import { checkedLater } from './plans.ts'
import { orderMatches, type SearchStrategy, searchBranches, UNKNOWN } from './search.ts'
import { deadlineOf, isOneOf, isOpen, type OrderAlias, orderAlias } from './status-sql.ts'

const changeColumns = (o: Sql) => ({
  reference: sql`${o}.external_reference`,
  updatedAt: sql`${o}.updated_at`,
})

/** The time and time zone that relative conditions refer to. */
export interface Moment {
  timeZone: string
  /** Current time for "overdue": RFC 3339 in UTC. */
  now: string
}

/** A customer's list does not search what the customer does not see. */
export type ListFilter = OrderFilter & { searchesEmail?: false }

export interface Condition {
  member: keyof OrderFilter
  sql: Sql
  reads: readonly string[]
}

export function conditionsOf(
  alias: OrderAlias,
  filter: ListFilter,
  moment: Moment,
  strategy?: SearchStrategy,
): Condition[] {
  const o = orderAlias(alias)
  const conditions: Condition[] = []
  const add = (member: keyof OrderFilter, condition: Sql, ...reads: string[]) =>
    conditions.push({ member, sql: condition, reads })
  const { status, paymentStatus, employeeId, customerId, from, to, dueFrom, dueTo } = filter
  add('archived', archivedIs(o, filter.archived), 'archived_at')
  if (status) add('status', isStatus(o, status), 'status')
  if (paymentStatus) add('paymentStatus', isPayment(o, paymentStatus), 'payment_status')
  if (employeeId) add('employeeId', madeBy(o, employeeId.split(',')), 'employee_id')
  if (customerId !== undefined)
    add('customerId', sql`${o}.customer_id = ${customerId}`, 'customer_id')
  const { timeZone, now } = moment
  if (from) add('from', sql`${o}.date_of_creation >= ${startOfDay(from, timeZone)}`, CREATION)
  if (to) add('to', sql`${o}.date_of_creation <= ${endOfDay(to, timeZone)}`, CREATION)
  if (dueFrom) add('dueFrom', sql`${o}.due_at >= ${startOfDay(dueFrom, timeZone)}`, 'due_at')
  if (dueTo) add('dueTo', sql`${o}.due_at <= ${endOfDay(dueTo, timeZone)}`, 'due_at')
  if (filter.overdue !== undefined)
    add('overdue', overdueIs(alias, filter.overdue, now), 'status', 'due_at')
  for (const [member, condition] of changesConditions(filter, changeColumns(o))) {
    add(member, condition, member === 'updatedSince' ? 'updated_at' : 'external_reference')
  }
  const search = filter.search?.trim()
  if (search)
    add(
      'search',
      orderMatches(alias, search, strategyOf(filter, strategy)),
      'customer_id',
      'number',
    )
  return conditions
}

const strategyOf = ({ searchesEmail }: ListFilter, strategy = UNKNOWN): SearchStrategy =>
  searchesEmail === false ? { ...strategy, customerFields: { email: false } } : strategy

const CREATION = 'date_of_creation'

const archivedIs = (o: Sql, archived = false): Sql =>
  archived ? sql`${o}.archived_at IS NOT NULL` : sql`${o}.archived_at IS NULL`

const overdueIs = (alias: OrderAlias, overdue: boolean, now: string): Sql =>
  overdue
    ? sql`(${isOpen(alias)} AND ${orderAlias(alias)}.due_at < ${now})`
    : sql`NOT (${isOpen(alias)} AND ${deadlineOf(alias)} < ${now})`

export const orderConditions = (
  alias: OrderAlias,
  filter: OrderFilter,
  moment: Moment,
  strategy?: SearchStrategy,
): Sql[] => conditionsOf(alias, filter, moment, strategy).map((condition) => condition.sql)

/** Branches of a UNION, each starting from its own index: an order matches if all conditions of one hold. */
export function searchedBranches(
  alias: OrderAlias,
  filter: ListFilter,
  search: string,
  moment: Moment,
  strategy?: SearchStrategy,
): Sql[][] {
  const { search: _, ...others } = filter
  const conditions = orderConditions(alias, others, moment)
  const rest = conditions.length > 1 ? [checkedLater(join(conditions, ' AND '))] : conditions
  return searchBranches(alias, search, strategyOf(filter, strategy)).map((branch) => [
    branch,
    ...rest,
  ])
}

/**
 * @param alias of orders, or of their sums
 * @param nobody the table's value for orders without an employee
 */
export function kindConditions(alias: OrderAlias, filter: OrderFilter, nobody?: Sql): Sql[] {
  const o = orderAlias(alias)
  const { status, paymentStatus, employeeId } = filter
  const conditions: Sql[] = []
  if (status) conditions.push(isStatus(o, status))
  if (paymentStatus) conditions.push(isPayment(o, paymentStatus))
  if (employeeId) conditions.push(madeBy(o, employeeId.split(','), nobody))
  return conditions
}

export function statusesOf({ status, overdue }: OrderFilter): string[] {
  const selected = status ? status.split(',') : ORDER_STATUSES
  const statuses = ORDER_STATUSES.filter((one) => selected.includes(one))
  return overdue === true ? statuses.filter((one) => OPEN_STATUSES.includes(one)) : statuses
}

export function paymentsOf({ paymentStatus }: OrderFilter): string[] {
  const selected = paymentStatus ? paymentStatus.split(',') : PAYMENT_STATUSES
  return PAYMENT_STATUSES.filter((one) => selected.includes(one))
}

const isStatus = (o: Sql, status: string): Sql => isOneOf(sql`${o}.status`, statusesOf({ status }))
const isPayment = (o: Sql, paymentStatus: string): Sql =>
  isOneOf(sql`${o}.payment_status`, paymentsOf({ paymentStatus }))

function madeBy(o: Sql, employees: readonly string[], nobody?: Sql): Sql {
  const ids = employees.filter((id) => id !== 'none').map(Number)
  const parts = [
    ids.length > 0 ? sql`${o}.employee_id IN (${list(ids)})` : empty,
    employees.includes('none')
      ? sql`${o}.employee_id ${nobody ? sql`= ${nobody}` : sql`IS NULL`}`
      : empty,
  ].filter((part) => part !== empty)
  return sql`(${join(parts, ' OR ')})`
}
