// Everything that happened in the shop, newest first: who did what, to which thing.
import type { Reader } from '../db/database.ts'
import { list, type Sql, sql, where } from '../db/sql.ts'
import type { ActivityQuery } from '../schemas/events.ts'
import { SYSTEM } from './change.ts'
import { STORED, type StoredEvent } from './event-chain.ts'
import { eventConditions } from './event-filter.ts'
import type { EventData } from './events.ts'
import { decodeKeyset, limitOf, type Page, pageOf } from './paging.ts'

export interface Activity extends Omit<StoredEvent, 'data'> {
  data: EventData
  /** What people call the thing: an order's number, a name; null when it is gone or has none. */
  thing: string | null
}

const LIST = 'activity'

/**
 * One page of the log. Sorted by time: a program may have brought in what happened earlier.
 * @throws Refusal `invalid_cursor`
 */
export async function listActivity(db: Reader, query: ActivityQuery): Promise<Page<Activity>> {
  const { limit = 50, cursor, ...filter } = query
  const conditions = await eventConditions(db, filter)
  if (cursor) conditions.push(before(cursor))
  const rows = await db.all<Omit<Activity, 'data'> & { data: string }>(
    activityQuery(conditions, limit),
  )
  const page = pageOf(rows, limit, ({ at, id }) => [LIST, at, id])
  return { ...page, rows: page.rows.map((row) => ({ ...row, data: JSON.parse(row.data) })) }
}

function before(cursor: string): Sql {
  const [at, id] = decodeKeyset(cursor, LIST, 'string')
  return sql`(v.at, v.id) < (${at}, ${id})`
}

/** Seen by the test of its query plan. */
export const activityQuery = (conditions: readonly Sql[], limit: number): Sql => sql`
  SELECT ${STORED},
         CASE v.entity
           WHEN 'order' THEN (SELECT CAST(o.number AS TEXT) FROM orders o WHERE o.id = v.entity_id)
           WHEN 'customer' THEN (SELECT c.name FROM customers c WHERE c.id = v.entity_id)
           WHEN 'employee' THEN (SELECT e.name FROM employees e WHERE e.id = v.entity_id)
           WHEN 'user' THEN (SELECT u.full_name FROM users u WHERE u.id = v.entity_id)
         END AS thing
  FROM events v
  ${where(conditions)}
  ORDER BY v.at DESC, v.id DESC
  ${limitOf({ limit })}`

/** The names to choose from: who works here and has done something, and the program itself. */
export async function listActors(db: Reader): Promise<string[]> {
  const rows = await db.all<{ name: string }>(sql`
    SELECT p.name
    FROM (SELECT full_name AS name FROM users WHERE role <> 'customer'
          UNION SELECT name FROM employees
          UNION SELECT ${SYSTEM.name}) p
    WHERE EXISTS (SELECT 1 FROM events v WHERE v.actor_name = p.name)
    ORDER BY p.name`)
  return rows.map(({ name }) => name)
}

/** By id the names of people whom events name by id only. */
export type Names = Record<'customerId' | 'employeeId', ReadonlyMap<number, string>>

export async function namesIn(db: Reader, events: readonly { data: EventData }[]): Promise<Names> {
  const idsOf = (field: keyof Names) => [...new Set(events.flatMap(({ data }) => ids(data[field])))]
  const found = async (rows: Promise<{ id: number; name: string }[]>) =>
    new Map((await rows).map(({ id, name }) => [id, name]))
  return {
    customerId: await found(
      db.all(sql`SELECT id, name FROM customers WHERE id IN (${list(idsOf('customerId'))})`),
    ),
    employeeId: await found(
      db.all(sql`SELECT id, name FROM employees WHERE id IN (${list(idsOf('employeeId'))})`),
    ),
  }
}

/** Of a plain fact, or of a field before and after. */
function ids(fact: unknown): number[] {
  const values = typeof fact === 'object' && fact !== null ? Object.values(fact) : [fact]
  return values.filter((value) => Number.isSafeInteger(value)) as number[]
}
