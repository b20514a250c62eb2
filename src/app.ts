// The one builder: what production, the tests and the bench all run.

import formbody from '@fastify/formbody'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyInstance } from 'fastify'
import { ROOT } from './config/root.ts'
import type { Config } from './config.ts'
import type { Database } from './db/database.ts'
import assets from './plugins/assets.ts'
import { answerBrokenRequest } from './plugins/broken-requests.ts'
import changes from './plugins/changes.ts'
import compression from './plugins/compression.ts'
import csrf from './plugins/csrf.ts'
import database from './plugins/database.ts'
import errors, { answerUnroutable } from './plugins/errors.ts'
import flash from './plugins/flash.ts'
import housekeeping from './plugins/housekeeping.ts'
import live from './plugins/live.ts'
import { RequestLog } from './plugins/logging.ts'
import { readableUrl } from './plugins/malformed-urls.ts'
import neighbours from './plugins/neighbours.ts'
import objects from './plugins/objects.ts'
import openapi from './plugins/openapi.ts'
import problemAnswers from './plugins/problem-answers.ts'
import rateLimits from './plugins/rate-limits.ts'
import roles from './plugins/roles.ts'
import routeTable from './plugins/route-table.ts'
import securityHeaders from './plugins/security-headers.ts'
import { buildSerializer } from './plugins/serialization.ts'
import session from './plugins/session.ts'
import setup from './plugins/setup.ts'
import spareConnections from './plugins/spare-connections.ts'
import unchanged from './plugins/unchanged.ts'
import { buildValidator } from './plugins/validation.ts'
import views from './plugins/views.ts'
import apiRoutes from './routes/api/index.ts'
import pageRoutes from './routes/pages/index.ts'
import { NAMED_SCHEMAS } from './schemas/named.ts'

export interface AppOptions {
  config: Config
  db: Database
  /** Fastify's logger, or its options; `false` in tests. */
  logger?: boolean | object
  /** Templates refuse keys that nobody gave: on for development and tests. */
  strictViews?: boolean
}

/** Builds Hemline on an open database; closing the app closes the database. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { config, db, logger = false, strictViews = false } = options
  const app = Fastify({
    logger,
    logController: new RequestLog(),
    trustProxy: trustedHops(config.trustProxy),
    bodyLimit: 1_048_576,
    genReqId: () => crypto.randomUUID(),
    requestIdHeader: false,
    rewriteUrl: readableUrl,
    // As long as a URL can get: the schema of a route decides what is too long for it.
    routerOptions: { maxParamLength: 16_384, ignoreTrailingSlash: true },
    frameworkErrors: answerUnroutable,
    clientErrorHandler: answerBrokenRequest,
    schemaController: { compilersFactory: { buildValidator, buildSerializer } },
  }).withTypeProvider<TypeBoxTypeProvider>()

  app.decorate('config', config)
  await app.register(routeTable)
  await app.register(problemAnswers)
  for (const schema of NAMED_SCHEMAS) app.addSchema(schema)
  await app.register(database, { db })
  await app.register(neighbours)
  await app.register(objects)
  await app.register(securityHeaders)
  await app.register(formbody)
  await app.register(session)
  await app.register(rateLimits)
  await app.register(roles)
  await app.register(csrf)
  await app.register(openapi)
  await app.register(flash)
  await app.register(compression)
  await app.register(views, { root: ROOT, strict: strictViews })
  await app.register(errors)
  await app.register(assets, { root: ROOT })
  await app.register(spareConnections)
  await app.register(live)
  await app.register(changes)
  await app.register(unchanged)
  await app.register(setup)
  await app.register(housekeeping)
  await app.register(apiRoutes)
  await app.register(pageRoutes)
  return app as unknown as FastifyInstance
}

/** Fastify takes a number of trusted hops as a function. */
function trustedHops(trust: Config['trustProxy']) {
  return typeof trust === 'number' ? (_address: string, hop: number) => hop < trust : trust
}

declare module 'fastify' {
  interface FastifyInstance {
    config: Config
  }
}
