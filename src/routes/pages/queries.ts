// Query string parsing of list pages, and URLs with changed filters.
import type { Static, TSchema } from '@sinclair/typebox'
import { Refusal } from '../../lib/errors/refusal.ts'
import { check } from '../../schemas/validation/validator.ts'

/**
 * Query of a page, validated by its schema. Blank fields are left out, repeated ones (`status=pending&status=ready`)
 * are joined (`pending,ready`).
 * @throws Refusal `invalid_parameter`
 */
export function pageQuery<Schema extends TSchema>(schema: Schema, raw: unknown): Static<Schema> {
  const given = Object.entries(raw as Record<string, string | string[]>)
  const joined = given.map(([name, value]) => [name, [value].flat().filter(Boolean).join(',')])
  const query = Object.fromEntries(joined.filter(([, value]) => value !== ''))
  const errors = check(schema, query)
  if (errors.length === 0) return query as Static<Schema>
  const message = errors.map((error) => error.detail).join(' ')
  throw new Refusal('unreadable', 'invalid_parameter', message, { errors })
}

type Query = Record<string, string | number | boolean | null | undefined>

/** URL of a list with changed filter members; null or `undefined` removes one. */
export function urlOf(path: string, query: object, changes: Query = {}): string {
  const members = Object.entries({ ...query, ...changes }).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  )
  const params = new URLSearchParams(
    members.map(([name, value]): [string, string] => [name, String(value)]),
  )
  const text = params.toString().replaceAll('%2C', ',')
  return text ? `${path}?${text}` : path
}
