// Schemas of signed-in devices.
import { type Static, Type } from '@sinclair/typebox'
import { Id, listQuery, Nullable, OneOf, Timestamp } from '../common.ts'
import { Tier } from './tiers.ts'

const device = {
  id: Id,
  kind: OneOf(['browser', 'token'], { description: '`token`: a program, or an app' }),
  device: Type.String({ description: 'Browser and system', examples: ['Chrome on Android'] }),
  isCurrent: Type.Boolean({ description: 'Whether this request belongs to it' }),
  createdAt: { ...Timestamp, description: 'When somebody signed in' },
  lastUsedAt: { ...Timestamp, description: 'Last use, to the minute' },
}

export const DeviceSession = Type.Object(device, {
  $id: 'DeviceSession',
  additionalProperties: false,
})
export type DeviceSession = Static<typeof DeviceSession>

export const UserSession = Type.Object(
  {
    ...device,
    user: Type.Object(
      { id: Id, fullName: Type.String(), role: Tier },
      { additionalProperties: false, description: 'Who is signed in' },
    ),
    lastEvent: Nullable(
      Type.Object(
        {
          id: { ...Id, description: 'Of `GET /api/events`' },
          type: Type.String({ examples: ['order.status_updated'] }),
          entity: Type.String({ examples: ['order'] }),
          entityId: Id,
          at: Timestamp,
        },
        {
          additionalProperties: false,
          description:
            'The last action of the person, on any device; null: none, or you may not see the history',
        },
      ),
    ),
  },
  { $id: 'UserSession', additionalProperties: false },
)
export type UserSession = Static<typeof UserSession>

export const SessionListQuery = Type.Object(listQuery, { additionalProperties: false })
