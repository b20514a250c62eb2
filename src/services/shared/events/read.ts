// Reads the event log, with typed data for each event type.
import type { Reader } from '../../../db/database.ts'
import { rowCount, type Sql, sql } from '../../../db/sql.ts'
import type { Entity } from '../../../schemas/events/shapes.ts'
import {
  EVENT_TYPES,
  type EventData,
  type EventEntity,
  type EventType,
  type EventTypeAbout,
  isEventType,
} from '../../../schemas/events/types.ts'
import { type EventAlias, eventAlias, type StoredEvent, storedColumns } from './chain.ts'

interface EventFields extends Omit<StoredEvent, 'type' | 'entity' | 'data'> {
  /** Null until the event is hashed; left out for customers. */
  hash?: string | null
  previousHash?: string | null
}

export type EventOf<Type extends EventType> = {
  [Each in Type]: EventFields & {
    type: Each
    entity: EventEntity<Each>
    data: EventData<Each>
  }
}[Type]

export type KnownEvent = EventOf<EventType>
export type OrderEventType = EventTypeAbout<'order'>
export type OrderEvent = EventOf<OrderEventType>

/** An event whose type this version does not know: written by another version. */
export interface UnknownEvent extends EventFields {
  type: string
  entity: string
  data: Record<string, unknown>
}

/** Narrow with `isKnown` first, then by `type`. */
export type EventRow = KnownEvent | UnknownEvent

export const isKnown = (event: EventRow): event is KnownEvent => isEventType(event.type)

export const isOrderEvent = (event: EventRow): event is OrderEvent =>
  isKnown(event) && EVENT_TYPES[event.type].entity === 'order'

export type ReadEvent = StoredEvent & Pick<EventFields, 'hash' | 'previousHash'>

/** Safe to cast: only `recordEvent` writes to the log, with types checked by the compiler. */
export const eventOf = (row: ReadEvent): EventRow =>
  ({ ...row, data: JSON.parse(row.data) }) as EventRow

/** The start of a query for ReadEvents. Takes the alias of events that its conditions use. */
export function selectEvents(alias: EventAlias): Sql {
  const v = eventAlias(alias)
  return sql`
  SELECT ${storedColumns(alias)}, c.hash,
         (SELECT p.hash FROM event_chain p WHERE p.event_id < ${v}.id
          ORDER BY p.event_id DESC LIMIT 1) AS "previousHash"
  FROM events ${v}
  LEFT JOIN event_chain c ON c.event_id = ${v}.id`
}

export async function listEventsOf(
  db: Reader,
  entity: Entity,
  id: number,
  limit = 200,
): Promise<EventRow[]> {
  const rows = await db.all<ReadEvent>(sql`
    ${selectEvents('v')}
    WHERE v.entity = ${entity} AND v.entity_id = ${id}
    ORDER BY v.id DESC
    LIMIT ${rowCount(limit)}`)
  return rows.map(eventOf)
}
