// Employees: who makes the garments, and the workload of each.

import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { VersionedCache } from '../../../db/versioned-cache.ts'
import type { Awaitable } from '../../../lib/concurrency/awaitable.ts'
import { notFound } from '../../../lib/errors/refusal.ts'
import {
  foldText,
  normalizeLine,
  normalizePhone,
  phoneDigits,
} from '../../../lib/text/normalize.ts'
import type { EventData } from '../../../schemas/events/types.ts'
import type {
  Employee,
  EmployeeInput,
  EmployeePatch,
  EmployeeQuery,
} from '../../../schemas/people/employees.ts'
import { archiveRow, restoreRow } from '../../shared/archive.ts'
import type { Change } from '../../shared/change.ts'
import { differences, recordEvent } from '../../shared/events/record.ts'
import { decodeKeyset, type Page, pageOf } from '../../shared/paging.ts'
import { hasTerms, searchTerms } from '../../shared/search/terms.ts'
import { type ExpectedVersion, expectVersion } from '../../shared/versions.ts'

const COLUMNS = sql`
  id, name, phone_number AS "phoneNumber", version,
  archived_at AS "archivedAt", created_at AS "createdAt", updated_at AS "updatedAt"`

const LIST = 'employees'

export async function listEmployees(db: Reader, query: EmployeeQuery): Promise<Page<Employee>> {
  const { limit = 50, page = 1, cursor } = query
  const employees = await matching(db, query)
  const from = cursor ? placeAfter(employees, cursor) : (page - 1) * limit
  return pageOf(employees.slice(from, from + limit + 1), limit, (row) => [
    LIST,
    sortName(row),
    row.id,
  ])
}

function placeAfter(employees: readonly Employee[], cursor: string): number {
  const [name, id] = decodeKeyset(cursor, LIST, 'string')
  const index = employees.findIndex(
    (row) => sortName(row) > name || (sortName(row) === name && row.id > id),
  )
  return index < 0 ? employees.length : index
}

const employeesCache = new VersionedCache<readonly Employee[]>()

/** Employees who are not archived, for select options; not paged, as a shop has few. */
export const listCurrentEmployees = (db: Reader): Awaitable<readonly Employee[]> =>
  employeesCache.get(db, 'current', () => matching(db, {}))

export const countEmployees = async (db: Reader, query: EmployeeQuery): Promise<number> =>
  (await matching(db, query)).length

/** A shop has dozens of employees at most, so they are searched and sorted in memory. */
async function matching(db: Reader, { search = '', archived }: EmployeeQuery) {
  const archivedOnly = archived ? sql`archived_at IS NOT NULL` : sql`archived_at IS NULL`
  const rows = await db.all<Employee>(sql`SELECT ${COLUMNS} FROM employees WHERE ${archivedOnly}`)
  const terms = searchTerms(search)
  return rows
    .filter((row) => hasTerms(terms, sortName(row), phoneDigits(row.phoneNumber)))
    .sort((a, b) => compare(sortName(a), sortName(b)) || a.id - b.id)
}

const sortName = ({ name }: Employee) => foldText(name)
const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b))

export const findEmployee = (db: Reader, id: number) =>
  db.get<Employee>(sql`SELECT ${COLUMNS} FROM employees WHERE id = ${id}`)

/** @throws Refusal `not_found` */
export async function getEmployee(db: Reader, id: number): Promise<Employee> {
  const employee = await findEmployee(db, id)
  if (!employee) throw notFound('employee')
  return employee
}

export async function createEmployee(change: Change, input: EmployeeInput): Promise<Employee> {
  const fields = clean(input)
  const created = await change.get<Employee>(sql`
    INSERT INTO employees (name, phone_number, created_at, updated_at)
    VALUES (${fields.name}, ${fields.phoneNumber}, ${change.at}, ${change.at})
    RETURNING ${COLUMNS}`)
  if (!created) throw new Error('INSERT ... RETURNING brought no row')
  await recordEvent(change, 'employee.created', created.id, { name: created.name })
  return created
}

/** @throws Refusal `not_found`, `stale_version` */
export async function updateEmployee(
  change: Change,
  id: number,
  patch: EmployeePatch,
  version?: ExpectedVersion,
): Promise<Employee> {
  const before = await getEmployee(change, id)
  expectVersion('employee', before.version, version)
  const fields = clean({ ...before, ...patch })
  const data = differences(before, fields)
  if (Object.keys(data).length === 0) return before
  const updated = await change.get<Employee>(sql`
    UPDATE employees
    SET name = ${fields.name}, phone_number = ${fields.phoneNumber},
        version = version + 1, updated_at = ${change.at}
    WHERE id = ${id}
    RETURNING ${COLUMNS}`)
  await recordEvent(change, 'employee.updated', id, data)
  return updated as Employee
}

export async function removeEmployee(
  change: Change,
  id: number,
  version?: ExpectedVersion,
): Promise<void> {
  await archiveRow(change, 'employee', await getEmployee(change, id), version)
}

export async function restoreEmployee(
  change: Change,
  id: number,
  facts: EventData<'employee.restored'> = {},
): Promise<Employee> {
  const employee = await getEmployee(change, id)
  return (await restoreRow(change, 'employee', employee, facts))
    ? getEmployee(change, id)
    : employee
}

const clean = (input: EmployeeInput) => ({
  name: normalizeLine(input.name),
  phoneNumber: normalizePhone(input.phoneNumber),
})
