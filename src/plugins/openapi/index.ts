// OpenAPI document, generated from the routes' schemas, and its reader at /api/docs.
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { declarePermission } from '../guards/permissions.ts'
import { namedScope } from '../named-scope.ts'
import { completeDocument, type Document } from './answers.ts'
import { GUIDE, TAGS, TITLE } from './guide.ts'
import { documentOperation } from './operations.ts'

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
            description:
              'The `accessToken` of `POST /api/auth/login`, or an API key (`hml_...`) of the page /admin/keys or of `POST /api/keys`.',
          },
        },
      },
    },
    convertConstToEnum: false,
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) => String(json.$id ?? index),
    },
    transform: ({ schema, url, route }) => ({ schema: documentOperation(schema, url, route), url }),
    transformObject: (document) =>
      'openapiObject' in document
        ? completeDocument(document.openapiObject as Document)
        : document.swaggerObject,
  })
  app.get(
    '/api/openapi.json',
    { config: { permission: 'public' }, schema: { hide: true } },
    async (_request, reply) => {
      reply.header('cache-control', 'public, max-age=60')
      return app.swagger()
    },
  )
  await app.register(
    namedScope('openapi-reader', async (scope) => {
      scope.addHook('onRoute', declarePermission('public'))
      await scope.register(swaggerUi, {
        routePrefix: '/api/docs',
        theme: { title: `${TITLE} API` },
        // Groups are opened one by one: of a very long list the reader keeps only what is on the screen in the page.
        uiConfig: { layout: 'BaseLayout', docExpansion: 'none', tryItOutEnabled: true },
        staticCSP: READER_CSP,
      })
    }),
  )
}

/** The reader needs a wider policy than our own pages; it asks no other host either. */
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
