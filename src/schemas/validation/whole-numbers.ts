// Strict integers in text input (paths, queries, forms): ajv alone would accept '1e0', '0x1', ' 1' and '1.0' as 1, so
// that one order would have many URLs.
import type { TSchema } from '@sinclair/typebox'
import { escapePointer } from './storable.ts'

/** Includes a minus sign, so that `minimum` reports negative numbers with the allowed range. */
const WRITTEN = /^-?\d+$/

export interface Miswritten {
  /** JSON Pointer (RFC 6901) into the input. */
  pointer: string
  schema: TSchema
}

/** The integers in an input that contain anything but decimal digits. */
export function miswrittenIntegers(schema: TSchema, value: unknown, pointer = ''): Miswritten[] {
  if (typeof value === 'string') return isMiswritten(schema, value) ? [{ pointer, schema }] : []
  if (typeof value !== 'object' || value === null) return []
  const partOf = (name: string): TSchema =>
    Array.isArray(value) ? Object(schema.items) : Object(Object(schema.properties)[name])
  return Object.entries(value).flatMap(([name, inner]) =>
    miswrittenIntegers(partOf(name), inner, `${pointer}/${escapePointer(name)}`),
  )
}

/** Blank texts are left to `type`: they clear nullable fields. */
const isMiswritten = ({ type }: TSchema, text: string): boolean =>
  text !== '' && [type].flat().includes('integer') && !WRITTEN.test(text)
