// One entry of the event log, as programs see it, and the filter of the log.
import { type Static, Type } from '@sinclair/typebox'
import { Day, Id, listQuery, Nullable, OneOf, Timestamp } from './common.ts'

/** What events are about. */
export const ENTITIES = ['order', 'customer', 'employee', 'user', 'settings'] as const
export type Entity = (typeof ENTITIES)[number]

const Hash = (description: string) =>
  Type.Optional(Type.Unsafe<string | null>({ type: ['string', 'null'], description }))

export const EventJson = Type.Object(
  {
    id: Id,
    type: Type.String({ examples: ['order.status_updated'] }),
    entity: Type.String({ examples: ['order'] }),
    entityId: Id,
    actorId: Nullable(
      Type.Integer({ description: 'The account of who did it; null for a visitor or the program' }),
    ),
    actor: Type.String({ description: 'The name of who did it' }),
    at: Timestamp,
    requestId: Nullable(Type.String()),
    data: Type.Object(
      {},
      { additionalProperties: true, description: 'Changed fields, before and after' },
    ),
    previousHash: Hash('`hash` of the event before it in the whole log; null for the first'),
    hash: Hash(
      'SHA-256 in hex of the UTF-8 bytes of the JSON array `[previousHash,id,type,entity,entityId,actorId,actor,requestId,at,data]`, written without spaces. A customer gets neither.',
    ),
  },
  { $id: 'Event' },
)
export type EventJson = Static<typeof EventJson>

const words = (description: string, example: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 200, description, examples: [example] }))

/** Which events: every member narrows it down. */
export const eventFilter = {
  actor: words('Only what this person did: the name, as `actor` says it', 'Rosa Lindqvist'),
  entity: Type.Optional(
    OneOf(ENTITIES, { description: 'Only what happened to this kind of thing' }),
  ),
  entityId: Type.Optional({ ...Id, description: 'Only what happened to this one; with `entity`' }),
  type: words('Only this type of event', 'order.status_updated'),
  from: Type.Optional({ ...Day, description: 'From the beginning of this day' }),
  to: Type.Optional({ ...Day, description: 'Up to the end of this day' }),
}
const EventFilter = Type.Object(eventFilter)
export type EventFilter = Static<typeof EventFilter>

/** The page of all activity, newest first. */
export const ActivityQuery = Type.Object(
  { ...eventFilter, limit: listQuery.limit, cursor: listQuery.cursor },
  { additionalProperties: false },
)
export type ActivityQuery = Static<typeof ActivityQuery>
