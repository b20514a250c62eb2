// Workload of employees. Each number equals the list that its filter shows.
import type { Reader } from '../../db/database.ts'
import { join, list, sql } from '../../db/sql.ts'
import { VersionedCache } from '../../db/versioned-cache.ts'
import { addDays, endOfDay, today } from '../../lib/time/shop-time.ts'
import type { OrderFilter } from '../../schemas/orders/index.ts'
import { OPEN_FILTER } from '../../schemas/orders/status.ts'
import type { Workload } from '../../schemas/orders/workload.ts'
import { findSettings } from '../shop/settings/read.ts'
import { kindConditions, orderConditions } from './lists/filter.ts'
import { deadlineOf } from './lists/status-sql.ts'
import { nextDeadline } from './lists/totals.ts'

export function workloadFilters(employeeId: number | 'none', timeZone: string) {
  const from = today(timeZone)
  const mine = { employeeId: String(employeeId) }
  return {
    open: { ...mine, ...OPEN_FILTER },
    dueWithin7Days: { ...mine, ...OPEN_FILTER, dueFrom: from, dueTo: addDays(from, 7) },
    overdue: { ...mine, overdue: true },
  } satisfies Record<string, OrderFilter>
}

interface Counted {
  workloads: Map<number, Workload>
  day: string
  until: string
}

const workloadsCache = new VersionedCache<Counted>()

/** The workload of several employees, cached until the next commit, deadline or midnight. */
export async function listWorkloads(
  db: Reader,
  employeeIds: readonly number[],
): Promise<Map<number, Workload>> {
  const { timeZone } = await findSettings(db)
  const now = new Date().toISOString()
  const day = today(timeZone)
  const count = async () => ({
    workloads: await countWorkloads(db, employeeIds, timeZone, now),
    day,
    until: await nextDeadline(db, now),
  })
  const fits = (counted: Counted) => counted.day === day && counted.until > now
  return (await workloadsCache.get(db, employeeIds.join(), count, fits)).workloads
}

async function countWorkloads(
  db: Reader,
  employeeIds: readonly number[],
  timeZone: string,
  now: string,
): Promise<Map<number, Workload>> {
  const { dueWithin7Days, overdue } = workloadFilters('none', timeZone)
  const all = (filter: OrderFilter) =>
    join(orderConditions('o', { ...filter, employeeId: undefined }, { timeZone, now }), ' AND ')
  // The expression of the index of open work, so that later deadlines are not read.
  const latest = endOfDay(dueWithin7Days.dueTo, timeZone)
  const urgent = await db.all<Omit<Workload, 'open'>>(sql`
    SELECT o.employee_id AS "employeeId",
           count(*) FILTER (WHERE ${all(dueWithin7Days)}) AS "dueWithin7Days",
           count(*) FILTER (WHERE ${all(overdue)}) AS overdue
    FROM orders o
    WHERE ${all(OPEN_FILTER)} AND o.employee_id IN (${list(employeeIds)})
      AND ${deadlineOf('o')} <= ${latest}
    GROUP BY o.employee_id`)
  const open = await openOf(db, employeeIds)
  const urgentById = new Map(urgent.map((row) => [row.employeeId, row]))
  return new Map(
    employeeIds.map((id) => {
      const { dueWithin7Days = 0, overdue = 0 } = urgentById.get(id) ?? {}
      return [id, { employeeId: id, open: open.get(id) ?? 0, dueWithin7Days, overdue }]
    }),
  )
}

async function openOf(db: Reader, employeeIds: readonly number[]): Promise<Map<number, number>> {
  const rows = await db.all<Pick<Workload, 'employeeId' | 'open'>>(sql`
    SELECT o.employee_id AS "employeeId", CAST(sum(o.orders) AS BIGINT) AS open
    FROM order_sums o
    WHERE ${join(kindConditions('o', OPEN_FILTER), ' AND ')}
      AND o.employee_id IN (${list(employeeIds)})
    GROUP BY o.employee_id`)
  return new Map(rows.map(({ employeeId, open }) => [employeeId, open]))
}

export async function getWorkload(db: Reader, employeeId: number): Promise<Workload> {
  const workloads = await listWorkloads(db, [employeeId])
  return workloads.get(employeeId) as Workload
}
