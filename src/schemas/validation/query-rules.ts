// Query rules beyond the schema of each parameter: repeated list parameters, contradictions, empty ranges.
import type { TSchema } from '@sinclair/typebox'
import type { FieldError } from '../../lib/errors/refusal.ts'

type Query = Record<string, unknown>
type Shape = { properties?: TSchema['properties']; patternProperties?: TSchema['properties'] }

/** Joins `status=pending&status=ready`, the form of generated clients, to `pending,ready`. Mutates `query`. */
export function joinLists({ properties = {}, patternProperties = {} }: Shape, query: Query): void {
  const patterns = Object.entries(patternProperties)
  for (const [name, value] of Object.entries(query)) {
    if (!Array.isArray(value)) continue
    const shape = properties[name] ?? patterns.find(([one]) => new RegExp(one, 'u').test(name))?.[1]
    if (shape?.['x-list']) query[name] = value.join(',')
  }
}

/** Both select a page. */
const EITHER = ['page', 'cursor'] as const

/** First and last day of a range, as lists and exports name them. */
const RANGES = [
  ['from', 'to'],
  ['dueFrom', 'dueTo'],
] as const

/** Whether parameters of this schema can contradict each other, for the OpenAPI document. */
export const canContradict = ({ properties = {} }: Shape): boolean =>
  [...RANGES, EITHER].some((pair) => pair.every((name) => name in properties))

/** Combinations that are invalid although each parameter is valid. */
export function contradictions(query: Query): FieldError[] {
  const backwards = RANGES.filter(
    ([first, last]) => String(query[first] ?? '') > String(query[last] ?? '~'),
  ).map(([first, last]) =>
    contradiction(first, `"${first}" (${query[first]}) is later than "${last}" (${query[last]}).`),
  )
  // Change lists are sorted by change time from an index; any other order would sort all rows.
  const { updatedSince, externalReference, sort } = query
  const followed = updatedSince ?? externalReference
  if (followed !== undefined && typeof sort === 'string' && !sort.endsWith('updatedAt')) {
    backwards.push(
      contradiction('sort', 'With updatedSince or externalReference rows are sorted by updatedAt.'),
    )
  }
  const isTwice = EITHER.every((name) => query[name] !== undefined)
  return isTwice
    ? [...backwards, contradiction('page', 'Give either page or cursor, not both.')]
    : backwards
}

const contradiction = (name: string, detail: string): FieldError => ({
  pointer: `/${name}`,
  code: 'contradiction',
  detail,
})
