// One route as the OpenAPI document shows it: who may call it, what may be sent, and every status it can answer.
import type { FastifySchema, RouteOptions } from 'fastify'
import { problemAnswer } from '../schemas/problems.ts'
import { ROLES, type RouteRoles } from '../schemas/roles.ts'

type Answers = Record<number, unknown>

/** The schema of a route for the document. What is not the API is not part of it. */
export function documented(schema: FastifySchema | undefined, url: string, route: RouteOptions) {
  if (!url.startsWith('/api/') || !schema || schema.hide) return { hide: true }
  const { roles = 'public', identify = true, problems, unchanged } = route.config ?? {}
  const method = String(route.method)
  const answers = {
    ...refusals(schema, method, roles, identify),
    ...(schema.response as Answers),
    ...(unchanged && { 304: UNCHANGED }),
    ...problems,
  }
  return {
    ...schema,
    description: [schema.description, whoMay(roles)].filter(Boolean).join('\n\n'),
    ...(isUpload(schema) && { body: PHOTOS }),
    ...(schema.consumes?.includes('text/csv') && { body: CSV }),
    ...headersOf(method, url, answers),
    security: roles === 'public' ? [] : [{ bearer: [] as string[] }],
    response: answers,
    'x-roles': roles === 'public' ? ['public'] : roles,
  }
}

/** As `ETag` and `If-None-Match` make it (RFC 9110, section 13.1.2). */
const UNCHANGED = { description: 'Nothing changed since the `ETag` that `If-None-Match` names' }

function whoMay(roles: RouteRoles): string {
  if (roles === 'public') return 'For everybody, without signing in.'
  if (isEverybody(roles)) return 'For everybody who is signed in.'
  return `For ${roles.map((role) => `\`${role}\``).join(' and ')}.`
}

const isEverybody = (roles: RouteRoles) =>
  roles === 'public' || ROLES.every((role) => roles.includes(role))

const isUpload = (schema: FastifySchema) => schema.consumes?.includes('multipart/form-data')

/** What every route of its kind can answer, so that routes need not repeat it. */
function refusals(schema: FastifySchema, method: string, roles: RouteRoles, identify: boolean) {
  const statuses = [429, 500, 503]
  // A token that is not valid is refused also where none is needed.
  if (identify) statuses.push(401)
  if (!isEverybody(roles)) statuses.push(403)
  // An address with something put into it can be malformed.
  if (method === 'GET' && (schema.querystring || schema.params)) statuses.push(400)
  if (method !== 'GET') statuses.push(400, 413, 415)
  if (method === 'POST') statuses.push(422)
  return Object.fromEntries(statuses.map((status) => [status, problemAnswer(status)]))
}

/** Answers with tokens are never kept, so the same answer cannot be given twice. */
const IS_NEVER_KEPT = /\/(login|refresh|logout)$/

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
