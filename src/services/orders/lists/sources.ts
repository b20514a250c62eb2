// Chooses the index ranges for an order filter. Together they contain all matching orders in list order; `rest` holds
// the conditions that must still be checked.
import { type Sql, sql } from '../../../db/sql.ts'
import { endOfDay, startOfDay } from '../../../lib/time/shop-time.ts'
import type { OrderFilter } from '../../../schemas/orders/index.ts'
import { NO_DEADLINE, OPEN_STATUSES } from '../../../schemas/orders/status.ts'
import { type Condition, conditionsOf, type Moment, paymentsOf, statusesOf } from './filter.ts'
import { type Key, type Range, type Source, type Start, startOf } from './ranges.ts'
import type { SearchStrategy } from './search.ts'
import { deadlineOf, LAST_DEADLINE } from './status-sql.ts'

/** Limit of merged ranges: SQLite accepts 500 terms, and each one costs preparation time. */
const MOST_RANGES = 120

type Member = keyof OrderFilter
const DUE: readonly Member[] = ['dueFrom', 'dueTo', 'overdue']
const CREATED: readonly Member[] = ['from', 'to']

export function sourceInOrder(
  filter: OrderFilter,
  key: Key,
  moment: Moment,
  strategy?: SearchStrategy,
): Source {
  const { customerId, archived } = filter
  const source = (index: string, ranges: Range[], ...covered: Member[]): Source => {
    const isCovered = new Set<Member>([...covered, ...membersOf(key)])
    const conditions = conditionsOf('o', filter, moment, strategy)
    return { index, key, ranges, rest: conditions.filter(({ member }) => !isCovered.has(member)) }
  }
  const span = spanOf(filter, key, moment)
  const parts = key === 'due' ? withDeadline(filter) : WHOLE
  const isNotLate = key === 'due' && filter.overdue === false
  const notLate = isNotLate ? [sql`${deadlineOf('o')} >= ${moment.now}`] : []
  if (customerId !== undefined && key === 'creation') {
    const start = startOf('orders_by_customer o.customer_id IS NOT NULL')
    const range = { ...start, span: [sql`o.customer_id = ${customerId}`, ...span] }
    return source('orders_by_customer', [range], 'customerId')
  }
  if (!archived && key === 'creation' && !hasKinds(filter)) {
    const range = { ...startOf('orders_by_creation o.archived_at IS NULL'), span }
    return source('orders_by_creation', [range], 'archived')
  }
  const makers = archived ? null : makersOf(filter)
  const index = makers ? 'by_employee' : archived ? 'archived' : 'by_kind'
  const ranges = cellsOf(filter, `orders_${index}_${key}`, makers ?? ['any']).flatMap(
    ({ start, maker, status }) =>
      parts.map((part) => ({
        ...start,
        span: [...maker, ...span, ...part, ...(isOpen(status) ? notLate : [])],
      })),
  )
  const covered = ['archived', 'status', 'paymentStatus'] as const
  return source(
    `orders_${index}_${key}`,
    ranges,
    ...covered,
    ...(makers ? (['employeeId'] as const) : []),
  )
}

/** Sources in any order that contain few orders besides the matching ones. */
export function narrowSources(
  filter: OrderFilter,
  moment: Moment,
  strategy?: SearchStrategy,
): Source[] {
  const sources: Source[] = []
  const isGiven = (member: Member) => filter[member] !== undefined
  if (filter.externalReference) sources.push(referenceSource(filter, moment, strategy))
  if (isGiven('customerId')) sources.push(sourceInOrder(filter, 'creation', moment, strategy))
  const withoutCustomer = { ...filter }
  delete withoutCustomer.customerId
  const rest = conditionsOf('o', { customerId: filter.customerId } as OrderFilter, moment)
  const customer = rest.filter(({ member }) => member === 'customerId')
  const inOrder = (key: Key) => {
    const source = sourceInOrder(withoutCustomer, key, moment, strategy)
    sources.push({ ...source, rest: [...source.rest, ...customer] })
  }
  if (DUE.some(isGiven) && filter.overdue !== false) inOrder('due')
  if (CREATED.some(isGiven) || hasKinds(filter)) inOrder('creation')
  return sources
}

function referenceSource(filter: OrderFilter, moment: Moment, strategy?: SearchStrategy): Source {
  const index = 'orders_by_reference'
  const start = startOf(`${index} o.external_reference IS NOT NULL`)
  const isCovered = ({ member }: Condition) => member === 'externalReference'
  const [covered, rest] = [true, false].map((one) =>
    conditionsOf('o', filter, moment, strategy).filter((condition) => isCovered(condition) === one),
  ) as [Condition[], Condition[]]
  const span = covered.map((condition) => condition.sql)
  return { index, key: 'creation', ranges: [{ ...start, span }], rest }
}

const hasKinds = ({ status, paymentStatus, employeeId, overdue }: OrderFilter) =>
  status !== undefined ||
  paymentStatus !== undefined ||
  employeeId !== undefined ||
  overdue === true

const membersOf = (key: Key): readonly Member[] =>
  key === 'due' ? DUE : key === 'creation' ? CREATED : []

/** The selected employees, unless they need too many ranges. */
function makersOf(filter: OrderFilter): string[] | null {
  const makers = filter.employeeId ? [...new Set(filter.employeeId.split(','))] : null
  const kinds = statusesOf(filter).length * paymentsOf(filter).length
  return makers && makers.length * kinds <= MOST_RANGES ? makers : null
}

function cellsOf(
  filter: OrderFilter,
  index: string,
  makers: readonly string[],
): { start: Start; maker: Sql[]; status: string }[] {
  const archived = filter.archived ? 'o.archived_at IS NOT NULL' : 'o.archived_at IS NULL'
  return makers.flatMap((maker) => {
    const nobody = maker === 'none' ? ' AND o.employee_id IS NULL' : ''
    const isMaker = /\d/.test(maker) ? [sql`o.employee_id = ${Number(maker)}`] : []
    return statusesOf(filter).flatMap((status) =>
      paymentsOf(filter).map((payment) => ({
        start: startOf(
          `${index} ${archived} AND o.status = '${status}' AND o.payment_status = '${payment}'${nobody}`,
        ),
        maker: isMaker,
        status,
      })),
    )
  })
}

function spanOf(filter: OrderFilter, key: Key, moment: Moment): Sql[] {
  const { timeZone, now } = moment
  const { from, to, dueFrom, dueTo, overdue } = filter
  const span: Sql[] = []
  if (key === 'creation') {
    if (from) span.push(sql`o.date_of_creation >= ${startOfDay(from, timeZone)}`)
    if (to) span.push(sql`o.date_of_creation <= ${endOfDay(to, timeZone)}`)
  }
  if (key !== 'due') return span
  if (dueFrom) span.push(sql`${deadlineOf('o')} >= ${startOfDay(dueFrom, timeZone)}`)
  if (dueTo) span.push(sql`${deadlineOf('o')} <= ${endOfDay(dueTo, timeZone)}`)
  if (overdue === true) span.push(sql`${deadlineOf('o')} < ${now}`)
  return span
}

const WHOLE: readonly Sql[][] = [[]]

/**
 * A missing deadline is stored in the index as 9999, and matches no range of days. Real deadlines after it (the year
 * 9999 has days, too) are a separate range.
 */
function withDeadline({ dueFrom, dueTo }: OrderFilter): readonly Sql[][] {
  if ((!dueFrom && !dueTo) || (dueTo && dueTo < NO_DEADLINE)) return WHOLE
  return [
    [sql`${deadlineOf('o')} < ${LAST_DEADLINE}`],
    [sql`${deadlineOf('o')} > ${LAST_DEADLINE}`],
  ]
}

const isOpen = (status: string) => (OPEN_STATUSES as readonly string[]).includes(status)
