// The closed list of event types: what the log can hold, and what a webhook can send.
import type { Static } from '@sinclair/typebox'
import { CATALOGUE_EVENTS } from './catalogue.ts'
import { DEVICE_EVENTS } from './devices.ts'
import { KEY_EVENTS } from './keys.ts'
import { ORDER_EVENTS } from './orders.ts'
import { PEOPLE_EVENTS } from './people.ts'
import { ROLE_EVENTS } from './roles.ts'
import type { Entity } from './shapes.ts'
import { SHOP_EVENTS } from './shop.ts'
import { USER_EVENTS } from './users.ts'

export const EVENT_TYPES = {
  ...ORDER_EVENTS,
  ...PEOPLE_EVENTS,
  ...CATALOGUE_EVENTS,
  ...SHOP_EVENTS,
  ...USER_EVENTS,
  ...ROLE_EVENTS,
  ...KEY_EVENTS,
  ...DEVICE_EVENTS,
}

type Shapes = typeof EVENT_TYPES
export type EventType = keyof Shapes

type DataByType = { [Type in EventType]: Static<Shapes[Type]['data']> }

/** The data of an event type. */
export type EventData<Type extends EventType = EventType> = DataByType[Type]

/** The entity of an event type. */
export type EventEntity<Type extends EventType = EventType> = Shapes[Type]['entity']

/** The event types of one entity. */
export type EventTypeAbout<About extends Entity> = {
  [Type in EventType]: EventEntity<Type> extends About ? Type : never
}[EventType]

/** In the order of the OpenAPI document. */
export const EVENT_TYPE_NAMES = Object.keys(EVENT_TYPES) as EventType[]

export const isEventType = (type: string): type is EventType => Object.hasOwn(EVENT_TYPES, type)
