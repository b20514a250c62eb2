// Builders for event types: entity, data schema, before-and-after values.
import {
  type TObject,
  type TOptional,
  type TProperties,
  type TSchema,
  Type,
} from '@sinclair/typebox'

export const ENTITIES = [
  'order',
  'customer',
  'employee',
  'category',
  'product',
  'count',
  'user',
  'role',
  'key',
  'device',
  'settings',
] as const
export type Entity = (typeof ENTITIES)[number]

/** Who may what: only for readers with `users.read`. */
export const ACCESS_ENTITIES: readonly string[] = [
  'user',
  'role',
  'key',
  'device',
] satisfies Entity[]

/** An event type. Only fields that every version has written may be required in `data`. */
export interface EventShape<
  About extends Entity = Entity,
  Members extends TProperties = TProperties,
> {
  entity: About
  means: string
  data: TObject<Members>
}

/** Builds the event types of one entity. */
export const shapesOf =
  <const About extends Entity>(entity: About) =>
  <Members extends TProperties>(means: string, members: Members): EventShape<About, Members> => ({
    entity,
    means,
    data: Type.Object(members),
  })

/** A description in the value itself takes precedence. */
const described = <Value extends TSchema>(value: Value, description: string): Value => ({
  description,
  ...value,
})

/** The value of a field before and after. */
export const changed = <Value extends TSchema>(
  value: Value,
  description = 'Before and after',
): Changed<Value> =>
  Type.Object(
    {
      before: described(value, 'Value before'),
      after: described(value, 'Value after'),
    },
    { description },
  )

type Changed<Value extends TSchema> = TObject<{ before: Value; after: Value }>
type Changes<Members extends TProperties> = {
  [Name in keyof Members]: TOptional<Changed<Members[Name]>>
}

/**
 * Optional fields: an event contains those that changed. Cast, since the compiler cannot relate TypeBox's types of a
 * generic field.
 */
export const changes = <Members extends TProperties>(members: Members): Changes<Members> =>
  Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name, Type.Optional(changed(value))]),
  ) as unknown as Changes<Members>

export const text = (description: string) => Type.String({ description })
export const undoes = Type.Optional(Type.Integer({ description: 'The `id` of the undone event' }))
export const metadata = Type.Record(Type.String(), Type.String())
