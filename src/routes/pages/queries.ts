// The filter of a list lives in the URL: read from it, and written back into every link of the page.
import type { Static, TSchema } from '@sinclair/typebox'
import { check } from '../../schemas/validation.ts'
import { Refusal } from '../../services/refusal.ts'

/**
 * The query of a page as its schema has it. Blank fields of a filter form are left out, and a choice of
 * several (`status=pending&status=ready`) becomes one list (`pending,ready`).
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

/** The URL of a list with some members of its filter changed; null or undefined takes one out. */
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
