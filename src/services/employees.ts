// Employees: who makes the garments, and how much each has to do.
import type { Awaitable } from '../db/awaitable.ts'
import type { Reader } from '../db/database.ts'
import { Kept } from '../db/kept.ts'
import { sql } from '../db/sql.ts'
import type { Employee, EmployeeInput, EmployeePatch, EmployeeQuery } from '../schemas/employees.ts'
import type { Change } from './change.ts'
import { differences, type EventData, recordEvent } from './events.ts'
import { decodeKeyset, type Page, pageOf, refuseBoth } from './paging.ts'
import { notFound } from './refusal.ts'
import { digits, folded } from './text.ts'
import { expectVersion } from './versions.ts'

const COLUMNS = sql`
  id, name, phone_number AS "phoneNumber", version,
  archived_at AS "archivedAt", created_at AS "createdAt", updated_at AS "updatedAt"`

const LIST = 'employees'

export async function listEmployees(db: Reader, query: EmployeeQuery): Promise<Page<Employee>> {
  const { limit = 50, page = 1, cursor } = query
  refuseBoth(query)
  const found = await matching(db, query)
  const from = cursor ? placeAfter(found, cursor) : (page - 1) * limit
  return pageOf(found.slice(from, from + limit + 1), limit, (row) => [LIST, sortName(row), row.id])
}

function placeAfter(found: readonly Employee[], cursor: string): number {
  const [name, id] = decodeKeyset(cursor, LIST, 'string')
  const place = found.findIndex(
    (row) => sortName(row) > name || (sortName(row) === name && row.id > id),
  )
  return place < 0 ? found.length : place
}

const kept = new Kept<readonly Employee[]>()

/** Everybody who works here now, for the options of a select: a shop has few. */
export const listCurrentEmployees = (db: Reader): Awaitable<readonly Employee[]> =>
  kept.get(db, 'current', () => matching(db, {}))

export const countEmployees = async (db: Reader, query: EmployeeQuery): Promise<number> =>
  (await matching(db, query)).length

/**
 * A shop has dozens of employees, so they are searched and sorted here: accents and the spelling of a phone number
 * count as little as with customers.
 */
async function matching(db: Reader, { search = '', archived }: EmployeeQuery) {
  const archivedOnly = archived ? sql`archived_at IS NOT NULL` : sql`archived_at IS NULL`
  const rows = await db.all<Employee>(sql`SELECT ${COLUMNS} FROM employees WHERE ${archivedOnly}`)
  const text = folded(search)
  const phone = isPhone(search) ? digits(search) : undefined
  return rows
    .filter(
      (row) =>
        sortName(row).includes(text) ||
        (phone !== undefined && digits(row.phoneNumber).includes(phone)),
    )
    .sort((a, b) => compare(sortName(a), sortName(b)) || a.id - b.id)
}

const sortName = ({ name }: Employee) => folded(name)
/** One digit would match everybody. */
const isPhone = (search: string) => /^[\d\s()+./-]+$/.test(search) && digits(search).length >= 2
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
export async function restoreEmployee(
  change: Change,
  id: number,
  facts: EventData = {},
): Promise<Employee> {
  const employee = await getEmployee(change, id)
  if (employee.archivedAt) await storeArchived(change, id, null, facts)
  return getEmployee(change, id)
}

async function storeArchived(
  change: Change,
  id: number,
  archivedAt: string | null,
  facts: EventData = {},
) {
  await change.run(sql`
    UPDATE employees
    SET archived_at = ${archivedAt}, version = version + 1, updated_at = ${change.at}
    WHERE id = ${id}`)
  const type = archivedAt ? 'employee.archived' : 'employee.restored'
  await recordEvent(change, type, 'employee', id, facts)
}

const clean = (input: EmployeeInput) => ({
  name: input.name.trim().replace(/\s+/g, ' '),
  phoneNumber: input.phoneNumber.trim(),
})
