// Records an event: what happened, to what, by whom. Appended in the transaction of the change itself.
import { perEngine, sql } from '../../../db/sql.ts'
import { EVENT_TYPES, type EventData, type EventType } from '../../../schemas/events/types.ts'
import type { Change } from '../change.ts'
import { chainEvent } from './chain.ts'

/** Rejects excess properties at compile time: the log is permanent, and API clients read it. */
type NothingElse<Data, Allowed> = [Exclude<keyof Data, keyof Allowed>] extends [never]
  ? unknown
  : { [Name in Exclude<keyof Data, keyof Allowed>]: never }

/**
 * The hash of the event before the one that an INSERT returns, or NULL. On PostgreSQL always NULL: the predecessor is
 * not known before the commit, and a read here would make all writers conflict.
 */
const PREVIOUS_HASH = perEngine({
  sqlite: sql`(SELECT c.hash FROM event_chain c WHERE c.event_id = events.id - 1)`,
  postgres: sql`NULL::text`,
})

/** `data` must hold no secret, nor a hash of one. Its shape is checked by the compiler alone, for speed. */
export async function recordEvent<Type extends EventType, Data extends EventData<Type>>(
  change: Change,
  type: Type,
  entityId: number,
  data: Data & NothingElse<Data, EventData<Type>>,
): Promise<void> {
  const { actor, requestId, at } = change
  const { entity } = EVENT_TYPES[type]
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

/** JSON has no `undefined`: a missing value is stored as null. */
type Stored<Value> = Exclude<Value, undefined> | (undefined extends Value ? null : never)

export type Differences<Before, After> = {
  [Name in keyof Before & keyof After]?: {
    before: Stored<Before[Name]>
    after: Exclude<After[Name], undefined>
  }
}

/** { name: { before: 'Amina', after: 'Amina B.' } } */
export function differences<Before extends object, After extends object>(
  before: Before,
  after: After,
): Differences<Before, After> {
  const old = before as Record<string, unknown>
  const changed = Object.entries(after).filter(
    ([field, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(old[field]),
  )
  return Object.fromEntries(
    changed.map(([field, value]) => [field, { before: old[field] ?? null, after: value }]),
  ) as Differences<Before, After>
}
