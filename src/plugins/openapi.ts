// The OpenAPI document: made from the routes' own schemas, complete with roles and every answer.
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import { problemAnswer } from '../schemas/problems.ts'
import type { RouteRoles } from '../schemas/roles.ts'
import { declareRoles } from './roles.ts'

type Documented = FastifySchema & { consumes?: string[]; 'x-roles'?: readonly string[] }

async function openapi(app: FastifyInstance) {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Hemline',
        description: DESCRIPTION,
        version: '0.1.0',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: app.config.publicUrl ?? '/', description: 'This shop' }],
      tags: TAGS,
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        },
      },
    },
    convertConstToEnum: false,
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) => String(json.$id ?? index),
    },
    transform: ({ schema, url, route }) => ({
      schema: documented(schema as Documented, url, route),
      url,
    }),
  })
  app.get('/api/openapi.json', { config: { roles: 'public' }, schema: { hide: true } }, async () =>
    app.swagger(),
  )
  await app.register(async (scope) => {
    scope.addHook('onRoute', declareRoles('public'))
    await scope.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true })
  })
}

const DESCRIPTION = `The order book of a boutique.

Sign in at \`POST /api/auth/login\` and send the access token as \`Authorization: Bearer\`.
Lists answer \`{data, nextCursor}\`; pass \`nextCursor\` back as \`cursor\`.
Errors are problem details (RFC 9457) with a stable \`code\`.
Every POST takes an \`Idempotency-Key\`: the same request again is answered the same and carried out once.
\`x-roles\` names who may call an operation.`

const TAGS = [
  { name: 'Sign-in', description: 'Accounts and tokens' },
  { name: 'Users', description: 'Who can sign in' },
  { name: 'Customers', description: 'Whom the shop works for' },
  { name: 'Employees', description: 'Who makes the garments' },
  { name: 'Orders', description: 'What is made, for whom, until when' },
  { name: 'Photos', description: 'Pictures of an order' },
  { name: 'Payments', description: 'The ledger of an order' },
  { name: 'Tracking', description: 'An order by its link, for customers' },
  { name: 'Events', description: 'What happened, in commit order' },
  { name: 'Health', description: 'Is the service well' },
]

/** The schema of a route as the document shows it. Pages are not part of it. */
function documented(schema: Documented, url: string, route: RouteOptions): Documented {
  if (!url.startsWith('/api/') || schema?.hide) return { hide: true }
  const roles = (route.config as { roles?: RouteRoles } | undefined)?.roles ?? 'public'
  const method = String(route.method)
  return {
    ...schema,
    ...(schema.consumes?.includes('multipart/form-data') && { body: PHOTOS }),
    ...headersOf(method),
    security: roles === 'public' ? [] : [{ bearer: [] as string[] }],
    response: { ...(schema.response as object), ...refusals(schema, roles) },
    'x-roles': roles === 'public' ? ['public'] : roles,
  }
}

/** What every route of its kind can answer, so that routes need not repeat it. */
function refusals(schema: Documented, roles: RouteRoles) {
  const statuses = [429, 500]
  if (schema.querystring || schema.body) statuses.push(400)
  if (schema.body) statuses.push(413, 415)
  if (roles !== 'public') statuses.push(401, 403)
  return Object.fromEntries(statuses.map((status) => [status, problemAnswer(status)]))
}

function headersOf(method: string) {
  if (method === 'POST') return { headers: headers({ 'idempotency-key': KEY }) }
  if (['PUT', 'PATCH', 'DELETE'].includes(method)) return { headers: headers({ 'if-match': TAG }) }
  return {}
}

const headers = (properties: object) => ({ type: 'object', properties })

const KEY = {
  type: 'string',
  minLength: 1,
  maxLength: 128,
  description: 'Makes the request safe to repeat: the same key and body are carried out once',
}
const TAG = { type: 'string', description: 'The ETag of the version you have seen, such as "3"' }

const PHOTOS = {
  type: 'object',
  required: ['images'],
  properties: { images: { type: 'array', items: { type: 'string', format: 'binary' } } },
}

export default fp(openapi, { name: 'openapi' })
