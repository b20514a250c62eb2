// OpenAPI schemas of events: a `oneOf` by `type`. Responses are serialized with the common shape: choosing among thirty
// would cost more than all the rest.
import type { TObject } from '@sinclair/typebox'
import { EVENT_TYPES } from '../../schemas/events/types.ts'

interface Schemas {
  Event?: { properties?: Record<string, object>; required?: string[] }
}

const OF_ALL = 'EventOfAnyType'

/** `order.status_updated` is `EventOrderStatusUpdated`. */
const nameOf = (type: string) =>
  `Event${type.replaceAll(/(?:^|[._])(\w)/g, (_, letter: string) => letter.toUpperCase())}`

const refTo = (name: string) => `#/components/schemas/${name}`

/** Replaces `Event` by the union of all types. */
export function describeEvents(schemas: object): void {
  const known = schemas as Schemas & Record<string, unknown>
  const event = known.Event
  if (!event) return
  const types = Object.entries(EVENT_TYPES)
  known[OF_ALL] = commonOf(event)
  for (const [type, { entity, means, data }] of types) {
    known[nameOf(type)] = {
      description: `${means}.`,
      allOf: [{ $ref: refTo(OF_ALL) }],
      type: 'object',
      required: OWN,
      properties: {
        type: { type: 'string', enum: [type], description: `${means}.` },
        entity: { type: 'string', enum: [entity], description: 'What it is about' },
        data: dataSchema(data),
      },
    }
  }
  known.Event = {
    description:
      'One entry of the log; `type` says which shape its `data` has. Later versions may add types and members: pass over those that you do not know.',
    oneOf: types.map(([type]) => ({ $ref: refTo(nameOf(type)) })),
    discriminator: {
      propertyName: 'type',
      mapping: Object.fromEntries(types.map(([type]) => [type, refTo(nameOf(type))])),
    },
  } as Schemas['Event'] & object
}

/** Without the members that each type describes, or generated types would be as loose as the common ones. */
function commonOf({ properties = {}, required = [], ...rest }: NonNullable<Schemas['Event']>) {
  const isCommon = (name: string) => !OWN.includes(name)
  return {
    ...rest,
    description: 'What all events have in common',
    required: required.filter(isCommon),
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => isCommon(name))),
  }
}

const OWN = ['type', 'entity', 'data']

/** No member is required: a customer gets the status alone. */
function dataSchema({ required: _, ...data }: TObject): unknown {
  return JSON.parse(JSON.stringify({ ...data, description: DATA }))
}

const DATA = 'What is said of it; of all this a customer gets `status` alone'
