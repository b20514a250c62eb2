// OpenAPI response headers: those of every response, and those of some.
import { problemExample } from '../../schemas/problems/details.ts'

const header = (description: string, example: string) => ({
  description,
  schema: { type: 'string' },
  example,
})

export const HEADERS = {
  etag: header('The version, for `If-Match`', '"3"'),
  link: header('The next page, when there is one', '</api/orders?cursor=WyI>; rel="next"'),
  location: header('The address of what was created', '/api/orders/1'),
  replayed: header('`true` when this answer was given before to the same key', 'true'),
}

export const SHARED_HEADERS = {
  'Request-Id': header(
    'The number of the request: in the log, in events, and in problems',
    problemExample(500).requestId,
  ),
  RateLimit: header(
    'Requests that are left (`r`), and seconds until all are there again (`t`)',
    '"person";r=1187;t=42',
  ),
  'RateLimit-Policy': header('Requests (`q`) in so many seconds (`w`)', '"person";q=1200;w=60'),
}
const named = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))

/** What answers everybody alike is not rate limited. */
export const REQUEST_ID = named(['Request-Id'])
export const EVERYWHERE = named(Object.keys(SHARED_HEADERS))

const retry = { 'Retry-After': header('Seconds to wait', '5') }
export const PROBLEM_HEADERS: Record<number, object | undefined> = {
  401: { 'WWW-Authenticate': header('How to sign in', 'Bearer') },
  429: retry,
  503: retry,
}
