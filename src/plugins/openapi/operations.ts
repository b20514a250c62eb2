// OpenAPI operations: who may call a route, what it accepts, and every status it can answer.
import type { FastifySchema, RouteOptions } from 'fastify'
import { TIERS } from '../../schemas/access/tiers.ts'
import { problemAnswer } from '../../schemas/problems/details.ts'
import { canContradict } from '../../schemas/validation/query-rules.ts'
import type { AlsoFor, RoutePermission } from '../guards/permissions.ts'

type Answers = Record<number, unknown>

/** The documented schema of a route; routes outside of the API are hidden. */
export function documentOperation(
  schema: FastifySchema | undefined,
  url: string,
  route: RouteOptions,
) {
  if (!/^\/(api\/|healthz$)/.test(url) || !schema || schema.hide) return { hide: true }
  const {
    permission = 'public',
    alsoFor,
    identify = true,
    problems,
    etag,
    shared,
  } = route.config ?? {}
  const method = String(route.method)
  const answers = {
    ...refusals(schema, method, identify),
    ...(schema.response as Answers),
    ...((etag || shared) && { 304: UNCHANGED }),
    ...(permission.endsWith('.export') && { 303: PASSWORD_FIRST }),
    ...problems,
  }
  return {
    ...schema,
    description: [schema.description, whoMay(permission, alsoFor)].filter(Boolean).join('\n\n'),
    ...(isUpload(schema) && { body: uploadBody(schema, url) }),
    ...(schema.consumes?.includes('text/csv') && { body: CSV }),
    ...headersOf(method, url, answers),
    security: permission === 'public' ? [] : [{ bearer: [] as string[] }],
    response: answers,
    'x-roles': tiersOf(permission, alsoFor),
    ...(permission !== 'public' && { 'x-permission': permission }),
  }
}

/** With `ETag` and `If-None-Match` (RFC 9110, section 13.1.2). */
const UNCHANGED = {
  type: 'null',
  description: 'Nothing changed since the `ETag` that `If-None-Match` names',
}

/** See plugins/guards/confirmation.ts. */
const PASSWORD_FIRST = {
  type: 'null',
  description:
    'Only for a browser with a cookie whose password was not typed lately: to the page that asks for it. Programs get the file, or 403 `password_needed` with tokens of a PIN.',
}

function whoMay(permission: RoutePermission, alsoFor: AlsoFor = []): string {
  if (permission === 'public') return 'For everybody, without signing in.'
  if (permission === 'account') return 'For everybody who is signed in, not for API keys.'
  const also = alsoFor.includes('customer') ? '; also for customers, for their own orders' : ''
  return `Needs the permission \`${permission}\`${also}.`
}

/** The tiers of which an account can have the permission. */
function tiersOf(permission: RoutePermission, alsoFor: AlsoFor = []): readonly string[] {
  if (permission === 'public') return ['public']
  if (permission === 'account' || alsoFor.includes('customer')) return TIERS
  return ['admin', 'staff']
}

const isUpload = (schema: FastifySchema) => schema.consumes?.includes('multipart/form-data')

function uploadBody({ body }: FastifySchema, url: string): object {
  if (body) return jsonOrPhotos(body as object)
  if (url.endsWith('/avatar')) return AVATAR
  return url.endsWith('/logo') ? LOGO : PHOTOS
}

/** The JSON as the whole body, or as the field of a multipart body with photos. */
const jsonOrPhotos = (order: object) => ({
  content: {
    'application/json': { schema: order },
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: ['order'],
        properties: { order, ...PHOTOS.properties },
      },
    },
  },
})

/** What every route of its kind can answer, so that routes need not repeat it. */
function refusals(schema: FastifySchema, method: string, identify: boolean) {
  const statuses = [429, 500, 503]
  // An invalid token is refused even where none is needed.
  // So is an API key from an address that it is not for.
  if (identify) statuses.push(401, 403)
  // Where no parameter is known, one may be unknown.
  statuses.push(400)
  if (schema.querystring && canContradict(schema.querystring)) statuses.push(422)
  if (method !== 'GET') statuses.push(413, 415)
  if (method === 'POST') statuses.push(422)
  return Object.fromEntries(statuses.map((status) => [status, problemAnswer(status)]))
}

/** Responses with tokens and secrets are not stored, so they cannot be replayed. */
const IS_NEVER_KEPT = /\/(login|refresh|logout|second-factor|password-link)$/

function headersOf(method: string, url: string, answers: Answers) {
  if (method === 'POST' && !IS_NEVER_KEPT.test(url)) {
    return { headers: headers({ 'Idempotency-Key': KEY }) }
  }
  return 412 in answers ? { headers: headers({ 'If-Match': TAG }) } : {}
}

const headers = (properties: object) => ({ type: 'object', properties })

const KEY = {
  type: 'string',
  minLength: 1,
  maxLength: 128,
  pattern: '^[\\x21-\\x7e]{1,128}$',
  description: 'A new random key for each new request: repeated with it, it is carried out once',
  examples: ['7f2c1c0e-2b5e-4f57-9d0c-5a8f0a1c9b11'],
}

const TAG = {
  type: 'string',
  description: 'The `ETag` of the version that you have seen; a newer one is 412',
  examples: ['"3"'],
}

const CSV = { type: 'string', description: 'The file' }

const LOGO = {
  type: 'object',
  required: ['logo'],
  properties: { logo: { type: 'string', format: 'binary', description: 'The picture' } },
}

const AVATAR = {
  type: 'object',
  required: ['avatar'],
  properties: { avatar: { type: 'string', format: 'binary', description: 'The picture' } },
}

const PHOTOS = {
  type: 'object',
  required: ['images'],
  properties: {
    images: {
      type: 'array',
      minItems: 1,
      items: { type: 'string', format: 'binary' },
      description: 'One part for each file',
    },
  },
}
