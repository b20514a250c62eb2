// Employees: who makes the garments, and how much each has to do.
import type { Reader } from '../db/database.ts'
import { type Sql, sql, where } from '../db/sql.ts'
import type { Employee, EmployeeInput, EmployeePatch, EmployeeQuery } from '../schemas/employees.ts'
import type { Change } from './change.ts'
import { differences, recordEvent } from './events.ts'
import { decodeCursor, limitOf, type Page, pageOf } from './paging.ts'
import { notFound } from './refusal.ts'
import { digits, likePattern } from './text.ts'
import { expectVersion } from './versions.ts'

const COLUMNS = sql`
  id, name, phone_number AS "phoneNumber", version,
  archived_at AS "archivedAt", created_at AS "createdAt", updated_at AS "updatedAt"`

export async function listEmployees(db: Reader, query: EmployeeQuery): Promise<Page<Employee>> {
  const limit = query.limit ?? 50
  const filters = matching(query)
  if (query.cursor) {
    const [name, id] = decodeCursor(query.cursor, 2)
    filters.push(sql`(lower(name), id) > (${name as string}, ${id as number})`)
  }
  const rows = await db.all<Employee & { sortName: string }>(sql`
    SELECT ${COLUMNS}, lower(name) AS "sortName"
    FROM employees
    ${where(filters)}
    ORDER BY lower(name), id
    ${limitOf({ ...query, limit })}`)
  return pageOf(rows, limit, (row) => [row.sortName, row.id])
}

/** Everybody who works here now, for the options of a select: a shop has few. */
export const listCurrentEmployees = (db: Reader) =>
  db.all<Employee>(sql`
    SELECT ${COLUMNS} FROM employees WHERE archived_at IS NULL ORDER BY lower(name), id`)

export async function countEmployees(db: Reader, query: EmployeeQuery): Promise<number> {
  const row = await db.get<{ total: number }>(sql`
    SELECT count(*) AS total FROM employees ${where(matching(query))}`)
  return row?.total ?? 0
}

function matching(query: EmployeeQuery): Sql[] {
  const filters = [query.archived ? sql`archived_at IS NOT NULL` : sql`archived_at IS NULL`]
  const search = query.search?.trim()
  if (!search) return filters
  const phone = digits(search)
  const byName = sql`lower(name) LIKE ${likePattern(search.toLowerCase())} ESCAPE '\\'`
  filters.push(
    phone ? sql`(${byName} OR replace(phone_number, ' ', '') LIKE ${`%${phone}%`})` : byName,
  )
  return filters
}

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
  await recordEvent(change, 'employee.created', 'employee', created.id, { name: created.name })
  return created
}

/** @throws Refusal `not_found`, `stale_version` */
export async function updateEmployee(
  change: Change,
  id: number,
  patch: EmployeePatch,
  version?: number,
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
  await recordEvent(change, 'employee.updated', 'employee', id, data)
  return updated as Employee
}

/** Archives an employee: gone from lists, still named on old orders, restorable. */
export async function removeEmployee(change: Change, id: number, version?: number): Promise<void> {
  const employee = await getEmployee(change, id)
  expectVersion('employee', employee.version, version)
  if (!employee.archivedAt) await storeArchived(change, id, change.at)
}

/** Brings an archived employee back. */
export async function restoreEmployee(change: Change, id: number): Promise<Employee> {
  const employee = await getEmployee(change, id)
  if (employee.archivedAt) await storeArchived(change, id, null)
  return getEmployee(change, id)
}

async function storeArchived(change: Change, id: number, archivedAt: string | null) {
  await change.run(sql`
    UPDATE employees
    SET archived_at = ${archivedAt}, version = version + 1, updated_at = ${change.at}
    WHERE id = ${id}`)
  const type = archivedAt ? 'employee.archived' : 'employee.restored'
  await recordEvent(change, type, 'employee', id)
}

const clean = (input: EmployeeInput) => ({
  name: input.name.trim().replace(/\s+/g, ' '),
  phoneNumber: input.phoneNumber.trim(),
})
