// One entry of the event log, as programs see it.
import { type Static, Type } from '@sinclair/typebox'
import { Id, Nullable, Timestamp } from './common.ts'

export const EventJson = Type.Object(
  {
    id: Id,
    type: Type.String({ examples: ['order.status_updated'] }),
    entity: Type.String({ examples: ['order'] }),
    entityId: Id,
    actor: Type.String({ description: 'The name of who did it' }),
    at: Timestamp,
    requestId: Nullable(Type.String()),
    data: Type.Object(
      {},
      { additionalProperties: true, description: 'Changed fields, before and after' },
    ),
  },
  { $id: 'Event' },
)
export type EventJson = Static<typeof EventJson>
