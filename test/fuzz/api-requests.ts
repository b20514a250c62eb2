// API requests of the fuzzer, generated from the OpenAPI document: mostly valid, partly wrong.
import fc from 'fast-check'
import type { Document, Operation } from '../../src/plugins/openapi/answers.ts'
import { id, json, text } from './values.ts'

export interface Wish {
  method: string
  path: string
  body?: string | Buffer | undefined
  headers?: Record<string, string>
}

interface Place {
  method: string
  path: string
  operation: Operation
}

/** Endless streams, and sign-out, which would end the session of all other requests. */
const LEFT_OUT = /\/stream$|\/logout$/

export function apiRequests(document: Document): fc.Arbitrary<Wish> {
  const places: Place[] = Object.entries(document.paths)
    .filter(([path]) => !LEFT_OUT.test(path))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
    )
  return fc.constantFrom(...places).chain(requestTo)
}

const requestTo = ({ method, path, operation }: Place): fc.Arbitrary<Wish> =>
  fc
    .record({
      ids: fc.array(id, { minLength: 2, maxLength: 2 }),
      query: queryOf(operation),
      body: bodyOf(operation),
      type: fc.constantFrom('application/json', 'application/json', 'text/csv', 'text/plain'),
    })
    .map(({ ids, query, body, type }) => {
      let at = 0
      const filled = path.replace(/\{\w+\}/g, () => encoded(ids[at++ % 2] ?? '1'))
      const queryString = query
        .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
        .join('&')
      return {
        method: method.toUpperCase(),
        path: queryString ? `${filled}?${queryString}` : filled,
        ...(body !== undefined && { body, headers: { 'content-type': type } }),
      }
    })

/** `encodeURIComponent` throws on a lone surrogate. */
export const encoded = (value: string) => encodeURIComponent(Buffer.from(value).toString())

function queryOf({ parameters = [] }: Operation): fc.Arbitrary<[string, string][]> {
  const names = parameters.filter(({ in: place }) => place === 'query').map(({ name }) => name)
  const name = names.length > 0 ? fc.constantFrom(...names) : text
  const pair = fc.tuple(
    fc.oneof({ weight: 9, arbitrary: name }, { weight: 1, arbitrary: text }),
    text,
  )
  return fc.oneof(fc.constant<[string, string][]>([]), fc.array(pair, { maxLength: 3 }))
}

/** The documented example with some members replaced, or invalid JSON. */
function bodyOf({ requestBody }: Operation): fc.Arbitrary<string | undefined> {
  if (!requestBody) return fc.constant(undefined)
  const example = (requestBody.content['application/json']?.example ?? {}) as object
  const names = fc.oneof(fc.constantFrom('id', 'items', ...Object.keys(example)), text)
  const changed = fc.array(fc.tuple(names, json), { maxLength: 3 })
  return fc.oneof(
    {
      weight: 8,
      arbitrary: changed.map((pairs) =>
        JSON.stringify({ ...example, ...Object.fromEntries(pairs) }),
      ),
    },
    { weight: 1, arbitrary: json.map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: text },
  )
}
