// The OpenAPI document: made from the routes' own schemas, complete with roles and every answer.
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { completed, type Document } from './openapi-answers.ts'
import { GUIDE, TAGS, TITLE } from './openapi-guide.ts'
import { documented } from './openapi-operations.ts'
import { declareRoles } from './roles.ts'

async function openapi(app: FastifyInstance) {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: TITLE,
        description: GUIDE,
        version: '0.1.0',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: app.config.publicUrl ?? '/', description: 'This shop' }],
      tags: TAGS,
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description: 'The `accessToken` of `POST /api/auth/login`.',
          },
        },
      },
    },
    convertConstToEnum: false,
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) => String(json.$id ?? index),
    },
    transform: ({ schema, url, route }) => ({ schema: documented(schema, url, route), url }),
    transformObject: (document) =>
      'openapiObject' in document
        ? completed(document.openapiObject as Document)
        : document.swaggerObject,
  })
  app.get(
    '/api/openapi.json',
    { config: { roles: 'public' }, schema: { hide: true } },
    async (_request, reply) => {
      reply.header('cache-control', 'public, max-age=60')
      return app.swagger()
    },
  )
  await app.register(async (scope) => {
    scope.addHook('onRoute', declareRoles('public'))
    await scope.register(swaggerUi, {
      routePrefix: '/api/docs',
      theme: { title: `${TITLE} API` },
      uiConfig: { layout: 'BaseLayout', docExpansion: 'list', tryItOutEnabled: true },
      staticCSP: READER_CSP,
    })
  })
}

/** The reader draws itself, so it needs a little more than our own pages; it asks no other host either. */
const READER_CSP = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
}

export default fp(openapi, { name: 'openapi' })
