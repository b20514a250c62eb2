// How much each employee has to do. Each number counts exactly the list that its filter names.
import type { Reader } from '../db/database.ts'
import { Kept } from '../db/kept.ts'
import { join, list, sql } from '../db/sql.ts'
import type { Workload } from '../schemas/employees.ts'
import type { OrderFilter } from '../schemas/orders.ts'
import { kindConditions, orderConditions } from './order-filter.ts'
import { nextDeadline } from './order-totals.ts'
import { findSettings } from './settings.ts'
import { addDays, endOfDay, today } from './shop-time.ts'

const OPEN = 'pending,in_progress,ready'

/** The three filters behind the numbers, for links and for counting alike. */
export function workloadFilters(employeeId: number | 'none', timeZone: string) {
  const from = today(timeZone)
  const mine = { employeeId: String(employeeId) }
  return {
    open: { ...mine, status: OPEN },
    dueWithin7Days: { ...mine, status: OPEN, dueFrom: from, dueTo: addDays(from, 7) },
    overdue: { ...mine, overdue: true },
  } satisfies Record<string, OrderFilter>
}

interface Counted {
  workloads: Map<number, Workload>
  day: string
  /** When the next order becomes late. */
  until: string
}

const kept = new Kept<Counted>()

/** The workload of several employees: counted when something was committed, became late, or a day began. */
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
  return (await kept.get(db, employeeIds.join(), count, fits)).workloads
}

async function countWorkloads(
  db: Reader,
  employeeIds: readonly number[],
  timeZone: string,
  now: string,
): Promise<Map<number, Workload>> {
  const { dueWithin7Days, overdue } = workloadFilters('none', timeZone)
  const all = (filter: OrderFilter) =>
    join(orderConditions({ ...filter, employeeId: undefined }, timeZone, now), ' AND ')
  // In the words of the index of open work, which ends the look at what is due later.
  const latest = endOfDay(dueWithin7Days.dueTo, timeZone)
  const urgent = await db.all<Omit<Workload, 'open'>>(sql`
    SELECT o.employee_id AS "employeeId",
           count(*) FILTER (WHERE ${all(dueWithin7Days)}) AS "dueWithin7Days",
           count(*) FILTER (WHERE ${all(overdue)}) AS overdue
    FROM orders o
    WHERE ${all({ status: OPEN })} AND o.employee_id IN (${list(employeeIds)})
      AND coalesce(o.due_at, '9999') <= ${latest}
    GROUP BY o.employee_id`)
  const open = await openOf(db, employeeIds)
  const found = new Map(urgent.map((row) => [row.employeeId, row]))
  return new Map(
    employeeIds.map((id) => {
      const { dueWithin7Days = 0, overdue = 0 } = found.get(id) ?? {}
      return [id, { employeeId: id, open: open.get(id) ?? 0, dueWithin7Days, overdue }]
    }),
  )
}

/** How many orders each has to do, from the kept sums. */
async function openOf(db: Reader, employeeIds: readonly number[]): Promise<Map<number, number>> {
  const rows = await db.all<Pick<Workload, 'employeeId' | 'open'>>(sql`
    SELECT o.employee_id AS "employeeId", CAST(sum(o.orders) AS BIGINT) AS open
    FROM order_sums o
    WHERE ${join(kindConditions({ status: OPEN }), ' AND ')}
      AND o.employee_id IN (${list(employeeIds)})
    GROUP BY o.employee_id`)
  return new Map(rows.map(({ employeeId, open }) => [employeeId, open]))
}

export async function getWorkload(db: Reader, employeeId: number): Promise<Workload> {
  const workloads = await listWorkloads(db, [employeeId])
  return workloads.get(employeeId) as Workload
}
