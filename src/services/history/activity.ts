// The activity list: all events of the shop, newest first.
import type { Reader } from '../../db/database.ts'
import { list, type Sql, sql, where } from '../../db/sql.ts'
import type { ActivityQuery } from '../../schemas/events/filter.ts'
import { KEY_SUFFIX } from '../access/keys/names.ts'
import { SYSTEM } from '../shared/change.ts'
import { storedColumns } from '../shared/events/chain.ts'
import { type EventRow, eventOf, type ReadEvent } from '../shared/events/read.ts'
import { decodeKeyset, limitOf, type Page, pageOf } from '../shared/paging.ts'
import { eventConditions } from './filter.ts'

interface Named {
  /** Display name of the entity (order number or name); null if it is deleted or has none. */
  thing: string | null
}

export type Activity = EventRow & Named

const LIST = 'activity'

/** Sorted by time, since imports may add earlier events. @throws Refusal `invalid_cursor` */
export async function listActivity(db: Reader, query: ActivityQuery): Promise<Page<Activity>> {
  const { limit = 50, cursor, ...filter } = query
  const conditions = await eventConditions(db, 'v', filter)
  if (cursor) conditions.push(before(cursor))
  const rows = await db.all<ReadEvent & Named>(activityQuery(conditions, limit))
  const page = pageOf(rows, limit, ({ at, id }) => [LIST, at, id])
  return { ...page, rows: page.rows.map(({ thing, ...row }) => ({ ...eventOf(row), thing })) }
}

function before(cursor: string): Sql {
  const [at, id] = decodeKeyset(cursor, LIST, 'string')
  return sql`(v.at, v.id) < (${at}, ${id})`
}

/** Exported for the test of its query plan. */
export const activityQuery = (conditions: readonly Sql[], limit: number): Sql => sql`
  SELECT ${storedColumns('v')},
         CASE v.entity
           WHEN 'order' THEN (SELECT CAST(o.number AS TEXT) FROM orders o WHERE o.id = v.entity_id)
           WHEN 'customer' THEN (SELECT c.name FROM customers c WHERE c.id = v.entity_id)
           WHEN 'employee' THEN (SELECT e.name FROM employees e WHERE e.id = v.entity_id)
           WHEN 'user' THEN (SELECT u.full_name FROM users u WHERE u.id = v.entity_id)
           WHEN 'device' THEN (SELECT d.name FROM devices d WHERE d.id = v.entity_id)
           WHEN 'role' THEN (SELECT r.name FROM roles r WHERE r.id = v.entity_id)
           WHEN 'key' THEN (SELECT k.name FROM api_keys k WHERE k.id = v.entity_id)
           WHEN 'product' THEN (SELECT p.name FROM products p WHERE p.id = v.entity_id)
           WHEN 'category' THEN (SELECT g.name FROM categories g WHERE g.id = v.entity_id)
           WHEN 'count' THEN 'count ' || CAST(v.entity_id AS TEXT)
         END AS thing
  FROM events v
  ${where(conditions)}
  ORDER BY v.at DESC, v.id DESC
  ${limitOf({ limit })}`

export async function listActors(db: Reader): Promise<string[]> {
  const rows = await db.all<{ name: string }>(sql`
    SELECT p.name
    FROM (SELECT full_name AS name FROM users WHERE role <> 'customer'
          UNION SELECT name FROM employees
          UNION SELECT name || ${KEY_SUFFIX} FROM api_keys
          UNION SELECT ${SYSTEM.name}) p
    WHERE EXISTS (SELECT 1 FROM events v WHERE v.actor_name = p.name)
    ORDER BY p.name`)
  return rows.map(({ name }) => name)
}

export type Names = Record<'customerId' | 'employeeId', ReadonlyMap<number, string>>

export async function namesIn(db: Reader, events: readonly EventRow[]): Promise<Names> {
  const idsOf = (field: keyof Names) => {
    const facts: [name: string, fact: unknown][] = events.flatMap(({ data }) =>
      Object.entries(data),
    )
    return [...new Set(facts.flatMap(([name, fact]) => (name === field ? ids(fact) : [])))]
  }
  const nameMap = async (rows: Promise<{ id: number; name: string }[]>) =>
    new Map((await rows).map(({ id, name }) => [id, name]))
  return {
    customerId: await nameMap(
      db.all(sql`SELECT id, name FROM customers WHERE id IN (${list(idsOf('customerId'))})`),
    ),
    employeeId: await nameMap(
      db.all(sql`SELECT id, name FROM employees WHERE id IN (${list(idsOf('employeeId'))})`),
    ),
  }
}

function ids(fact: unknown): number[] {
  const values = typeof fact === 'object' && fact !== null ? Object.values(fact) : [fact]
  return values.filter((value) => Number.isSafeInteger(value)) as number[]
}
