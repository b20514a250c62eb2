// Localized numbers in forms and files: parses fields with `x-number` in the format of the shop's country.
import type { Static, TSchema } from '@sinclair/typebox'
import { Problems } from '../../lib/errors/input-problems.ts'
import { type FieldError, invalid } from '../../lib/errors/refusal.ts'
import type { NumberLocale } from '../../lib/money/number-separators.ts'
import { type NumberKind, parseTypedNumber } from '../../lib/money/typed-numbers.ts'
import { check } from './validator.ts'

export interface TypedInput<Schema extends TSchema> {
  /** Converted to the schema's types; only valid without errors. */
  value: Static<Schema>
  errors: FieldError[]
}

/** Like `check`, for localized input: in a German shop, '1.250,50' is the amount 1250.50. */
export function checkTyped<Schema extends TSchema>(
  schema: Schema,
  typed: unknown,
  place: NumberLocale,
): TypedInput<Schema> {
  const reading: Reading = { place, problems: new Problems() }
  const value = readNumbers(schema, typed, reading, '')
  const unread = reading.problems.errors
  const isUnread = (pointer: string) => unread.some((error) => error.pointer === pointer)
  const wrong = check(schema, value).filter(({ pointer }) => !isUnread(pointer))
  return { value: value as Static<Schema>, errors: [...unread, ...wrong] }
}

/** @throws Refusal `invalid_input` that names all invalid fields */
export function checkedTyped<Schema extends TSchema>(
  schema: Schema,
  typed: unknown,
  place: NumberLocale,
): Static<Schema> {
  const { value, errors } = checkTyped(schema, typed, place)
  if (errors.length > 0) throw invalid(...errors)
  return value
}

interface Reading {
  place: NumberLocale
  problems: Problems
}

/** A copy of the input with plain numbers. Unreadable ones become a valid number, and are reported separately. */
function readNumbers(schema: TSchema, value: unknown, reading: Reading, pointer: string): unknown {
  const kind: NumberKind | undefined = schema['x-number']
  if (kind && typeof value === 'string') {
    const { place, problems } = reading
    return problems.take(() => parseTypedNumber(kind, value, place, pointer)) ?? '1'
  }
  if (Array.isArray(value)) {
    return value.map((one, at) => readNumbers(schema.items ?? {}, one, reading, `${pointer}/${at}`))
  }
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, inner]) => {
    const part: TSchema = Object(schema.properties)[name] ?? {}
    return [name, readNumbers(part, inner, reading, `${pointer}/${name}`)]
  })
  return Object.fromEntries(members)
}
