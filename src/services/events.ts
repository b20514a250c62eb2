// The event log: what happened, to what, by whom. Appended in the transaction of the change itself.
import type { Reader } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Change } from './change.ts'

export type Entity = 'order' | 'customer' | 'employee' | 'user' | 'settings'

/** Each changed field with its value before and after; plain facts for what has no before. */
export type EventData = Record<string, unknown>

export interface EventRow {
  id: number
  type: string
  entity: Entity
  entityId: number
  actor: string
  at: string
  requestId: string | null
  data: EventData
}

/** Appends one event. `data` never holds a secret, nor a hash of one. */
export async function recordEvent(
  change: Change,
  type: string,
  entity: Entity,
  entityId: number,
  data: EventData = {},
): Promise<void> {
  await change.run(sql`
    INSERT INTO events (type, entity, entity_id, actor_user_id, actor_name, request_id, at, data)
    VALUES (${type}, ${entity}, ${entityId}, ${change.actor.userId}, ${change.actor.name},
            ${change.requestId}, ${change.at}, ${JSON.stringify(data)})`)
}

/** Before and after of the fields that differ: { name: { before: 'Amina', after: 'Amina B.' } }. */
export function differences(before: object, after: object): EventData {
  const old = before as Record<string, unknown>
  const changed = Object.entries(after).filter(
    ([field, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(old[field]),
  )
  return Object.fromEntries(
    changed.map(([field, value]) => [field, { before: old[field] ?? null, after: value }]),
  )
}

/** What happened to one thing, newest first. */
export async function listEventsOf(
  db: Reader,
  entity: Entity,
  id: number,
  limit = 200,
): Promise<EventRow[]> {
  const rows = await db.all<Omit<EventRow, 'data'> & { data: string }>(sql`
    SELECT id, type, entity, entity_id AS "entityId", actor_name AS "actor", at,
           request_id AS "requestId", data
    FROM events
    WHERE entity = ${entity} AND entity_id = ${id}
    ORDER BY id DESC
    LIMIT ${limit}`)
  return rows.map((row) => ({ ...row, data: JSON.parse(row.data) as EventData }))
}
