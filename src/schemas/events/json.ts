// JSON schema of an event in the API.
import { type Static, Type } from '@sinclair/typebox'
import { Id, Nullable, Timestamp } from '../common.ts'

const Hash = (description: string) =>
  Type.Optional(Type.Unsafe<string | null>({ type: ['string', 'null'], description }))

export const EventJson = Type.Object(
  {
    id: Id,
    type: Type.String({ examples: ['order.status_updated'] }),
    entity: Type.String({ examples: ['order'] }),
    entityId: Id,
    actorId: Nullable(
      Type.Integer({
        description: 'User id of the author; null for an API key, a visitor or the program itself',
      }),
    ),
    actor: Type.String({
      description: 'Name of the author; that of an API key ends with "(API key)"',
    }),
    at: Timestamp,
    requestId: Nullable(Type.String()),
    data: Type.Object(
      {},
      { additionalProperties: true, description: 'Changed fields, before and after' },
    ),
    previousHash: Hash('`hash` of the event before it in the whole log; null for the first'),
    hash: Hash(
      'SHA-256 in hex of the UTF-8 bytes of the JSON array `[previousHash,id,type,entity,entityId,actorId,actor,requestId,at,data]`, written without spaces. An event whose texts were erased keeps the hash it had; `customer.erased` has one of what is left. A customer gets neither.',
    ),
  },
  { $id: 'Event' },
)
export type EventJson = Static<typeof EventJson>
