// The event log: what happened, to what, by whom. Appended in the transaction of the change itself.
import type { Reader } from '../db/database.ts'
import { PREVIOUS_HASH } from '../db/differences.ts'
import { sql } from '../db/sql.ts'
import type { Entity } from '../schemas/events.ts'
import type { Change } from './change.ts'
import { chainEvent, HASHES, STORED, type StoredEvent } from './event-chain.ts'

export type { Entity } from '../schemas/events.ts'

/** Each changed field with its value before and after; plain facts for what has no before. */
export type EventData = Record<string, unknown>

export interface EventRow extends Omit<StoredEvent, 'data'> {
  data: EventData
  /** Null as long as nobody has hashed it; left out for customers. */
  hash?: string | null
  previousHash?: string | null
}

/** An event as it is read from the log, with `data` still a text. */
export type ReadEvent = Omit<EventRow, 'data'> & { data: string }

export const eventOf = (row: ReadEvent): EventRow => ({
  ...row,
  data: JSON.parse(row.data) as EventData,
})

/** Appends one event. `data` never holds a secret, nor a hash of one. */
export async function recordEvent(
  change: Change,
  type: string,
  entity: Entity,
  entityId: number,
  data: EventData = {},
): Promise<void> {
  const { actor, requestId, at } = change
  const text = JSON.stringify(data)
  const added = await change.get<{ id: number; previous: string | null }>(sql`
    INSERT INTO events (type, entity, entity_id, actor_user_id, actor_name, request_id, at, data)
    VALUES (${type}, ${entity}, ${entityId}, ${actor.userId}, ${actor.name}, ${requestId}, ${at}, ${text})
    RETURNING id, ${PREVIOUS_HASH} AS previous`)
  if (!added) throw new Error('INSERT ... RETURNING brought no row')
  const { id, previous } = added
  const { userId: actorId, name } = actor
  const event = { id, type, entity, entityId, actorId, actor: name, requestId, at, data: text }
  await chainEvent(change, event, previous)
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
  const rows = await db.all<ReadEvent>(sql`
    SELECT ${STORED}, ${HASHES}
    FROM events v
    LEFT JOIN event_chain c ON c.event_id = v.id
    WHERE v.entity = ${entity} AND v.entity_id = ${id}
    ORDER BY v.id DESC
    LIMIT ${limit}`)
  return rows.map(eventOf)
}
