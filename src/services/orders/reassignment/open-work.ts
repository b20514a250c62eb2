// The open orders of an employee, and why somebody who has some is not archived.
import type { Reader } from '../../../db/database.ts'
import { list, rowCount, type Sql, sql } from '../../../db/sql.ts'
import { Refusal } from '../../../lib/errors/refusal.ts'
import type { Employee } from '../../../schemas/people/employees.ts'
import { getEmployee, removeEmployee } from '../../people/employees/index.ts'
import type { Change } from '../../shared/change.ts'
import { type ExpectedVersion, expectVersion } from '../../shared/versions.ts'
import { deadlineOf, isOpen } from '../lists/status-sql.ts'

/** Ids that a refusal names; the rest is counted. */
const MOST_NAMED = 200

const openWorkOf = (employeeId: number): Sql =>
  sql`o.employee_id = ${employeeId} AND o.archived_at IS NULL AND ${isOpen('o')}`

/** Ids of open orders, at most `most`, in no particular order: sorting thousands would take longer than moving some. */
export async function someOpenWork(
  db: Reader,
  employeeId: number,
  most: number,
): Promise<number[]> {
  const rows = await db.all<{ id: number }>(sql`
    SELECT o.id FROM orders o WHERE ${openWorkOf(employeeId)} LIMIT ${rowCount(most)}`)
  return rows.map(({ id }) => id)
}

/** The most urgent first. */
async function mostUrgent(db: Reader, employeeId: number): Promise<number[]> {
  const rows = await db.all<{ id: number }>(sql`
    SELECT o.id
    FROM orders o
    WHERE ${openWorkOf(employeeId)}
    ORDER BY ${deadlineOf('o')}, o.id
    LIMIT ${rowCount(MOST_NAMED)}`)
  return rows.map(({ id }) => id)
}

/** Which of these orders are open work of the employee. */
export async function openAmong(
  db: Reader,
  employeeId: number,
  ids: readonly number[],
): Promise<Set<number>> {
  const rows = await db.all<{ id: number }>(sql`
    SELECT o.id FROM orders o WHERE o.id IN (${list(ids)}) AND ${openWorkOf(employeeId)}`)
  return new Set(rows.map(({ id }) => id))
}

export async function countOpenWork(db: Reader, employeeId: number): Promise<number> {
  const row = await db.get<{ orders: number }>(sql`
    SELECT count(*) AS orders FROM orders o WHERE ${openWorkOf(employeeId)}`)
  return row?.orders ?? 0
}

/** @throws Refusal `not_found`, `stale_version`, `open_work` (409) with `orderIds` and `orderCount` */
export async function archiveEmployee(
  change: Change,
  id: number,
  version?: ExpectedVersion,
): Promise<void> {
  const employee = await getEmployee(change, id)
  expectVersion('employee', employee.version, version)
  if (employee.archivedAt === null) await expectNoOpenWork(change, employee)
  await removeEmployee(change, id, version)
}

async function expectNoOpenWork(change: Change, { id, name }: Employee): Promise<void> {
  const orderIds = await mostUrgent(change, id)
  if (orderIds.length === 0) return
  const orderCount =
    orderIds.length < MOST_NAMED ? orderIds.length : await countOpenWork(change, id)
  const orders = orderCount === 1 ? '1 open order' : `${orderCount} open orders`
  throw new Refusal(
    'conflict',
    'open_work',
    `${name} has ${orders}. Give them to somebody else first, or leave them unassigned.`,
    { members: { orderIds, orderCount } },
  )
}
