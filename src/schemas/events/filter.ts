// The filter of the event log.
import { type Static, Type } from '@sinclair/typebox'
import { Day, Id, listQuery, OneOf } from '../common.ts'
import { ENTITIES } from './shapes.ts'
import { EVENT_TYPE_NAMES } from './types.ts'

/** Conditions are combined with AND. */
export const eventFilter = {
  actor: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'Only events of this author: the name in `actor`',
      examples: ['Rosa Lindqvist'],
    }),
  ),
  entity: Type.Optional(OneOf(ENTITIES, { description: 'Only events of this entity type' })),
  entityId: Type.Optional({
    ...Id,
    description: 'Only events of the entity with this id; with `entity`',
  }),
  type: Type.Optional(OneOf(EVENT_TYPE_NAMES, { description: 'Only this type of event' })),
  from: Type.Optional({ ...Day, description: 'From the beginning of this day' }),
  to: Type.Optional({ ...Day, description: 'Up to the end of this day' }),
}
const EventFilter = Type.Object(eventFilter)
export type EventFilter = Static<typeof EventFilter>

export const ActivityQuery = Type.Object(
  { ...eventFilter, limit: listQuery.limit, cursor: listQuery.cursor },
  { additionalProperties: false },
)
export type ActivityQuery = Static<typeof ActivityQuery>
