// App builder: the one Fastify composition that production, the tests and the bench run.

import formbody from '@fastify/formbody'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Config } from './config/index.ts'
import type { Database } from './db/database.ts'
import { ROOT } from './lib/root.ts'
import assets from './plugins/answers/assets.ts'
import compression from './plugins/answers/compression.ts'
import conditionalGet from './plugins/answers/conditional-get.ts'
import flash from './plugins/answers/flash.ts'
import { buildSerializer } from './plugins/answers/serialization.ts'
import views from './plugins/answers/views.ts'
import housekeeping from './plugins/background/housekeeping.ts'
import imports from './plugins/background/imports.ts'
import live from './plugins/background/live.ts'
import stockHolds from './plugins/background/stock-holds.ts'
import workerMessages from './plugins/background/worker-messages.ts'
import changes from './plugins/changes.ts'
import database from './plugins/database.ts'
import errors, { answerUnroutable } from './plugins/errors/index.ts'
import problemAnswers from './plugins/errors/problem-answers.ts'
import shutdown from './plugins/errors/shutdown.ts'
import confirmation from './plugins/guards/confirmation.ts'
import cors from './plugins/guards/cors.ts'
import csrf from './plugins/guards/csrf.ts'
import hostHeader from './plugins/guards/host-header.ts'
import permissions from './plugins/guards/permissions.ts'
import rateLimits from './plugins/guards/rate-limits/index.ts'
import securityHeaders from './plugins/guards/security-headers.ts'
import session from './plugins/guards/session.ts'
import setup from './plugins/guards/setup.ts'
import unknownParameters from './plugins/guards/unknown-parameters.ts'
import { RequestLog } from './plugins/logging.ts'
import objects from './plugins/objects.ts'
import openapi from './plugins/openapi/index.ts'
import { answerBrokenRequest } from './plugins/requests/broken-requests.ts'
import disconnectedClients from './plugins/requests/disconnected-clients.ts'
import encodedBodies from './plugins/requests/encoded-bodies.ts'
import idleConnections from './plugins/requests/idle-connections.ts'
import requestIds from './plugins/requests/ids.ts'
import { readableUrl } from './plugins/requests/malformed-urls.ts'
import requestTimeouts from './plugins/requests/timeouts.ts'
import unreadBodies from './plugins/requests/unread-bodies.ts'
import { buildValidator } from './plugins/requests/validation.ts'
import routeTable from './plugins/route-table.ts'
import apiRoutes from './routes/api/index.ts'
import pageRoutes from './routes/pages/index.ts'
import { NAMED_SCHEMAS } from './schemas/named.ts'

export interface AppOptions {
  config: Config
  db: Database
  /** Logger of Fastify or its options; `false` in tests. */
  logger?: boolean | object
  /** Templates throw on missing keys: on in development and tests. */
  strictViews?: boolean
}

/** How often Node looks for connections whose headers take too long, in milliseconds. */
const CHECK_MS = 1_000

/** Closing the app closes the database. */
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
    // The longest URL: a route's schema decides what is too long.
    routerOptions: { maxParamLength: 16_384, ignoreTrailingSlash: true },
    frameworkErrors: answerUnroutable,
    clientErrorHandler: answerBrokenRequest,
    return503OnClosing: false, // see plugins/errors/shutdown.ts
    http: {
      headersTimeout: config.headersTimeout * 1000,
      connectionsCheckingInterval: CHECK_MS,
      requireHostHeader: false, // see plugins/guards/host-header.ts
    },
    schemaController: { compilersFactory: { buildValidator, buildSerializer } },
  })

  app.decorate('config', config)
  await app.register(routeTable)
  await app.register(problemAnswers)
  await app.register(unknownParameters)
  for (const schema of NAMED_SCHEMAS) app.addSchema(schema)
  await app.register(encodedBodies)
  await app.register(unreadBodies)
  await app.register(requestTimeouts)
  await app.register(database, { db })
  await app.register(workerMessages)
  await app.register(objects)
  await app.register(disconnectedClients)
  await app.register(requestIds)
  await app.register(securityHeaders)
  await app.register(cors)
  await app.register(formbody)
  await app.register(session)
  await app.register(shutdown)
  await app.register(hostHeader)
  await app.register(rateLimits)
  await app.register(permissions)
  await app.register(csrf)
  await app.register(confirmation)
  await app.register(flash)
  await app.register(compression)
  await app.register(views, { root: ROOT, strict: strictViews })
  await app.register(errors)
  // After the error handler: a route keeps the handler that existed when it was registered.
  await app.register(openapi)
  await app.register(assets, { root: ROOT })
  await app.register(idleConnections)
  await app.register(live)
  await app.register(changes)
  await app.register(imports)
  await app.register(conditionalGet)
  await app.register(setup)
  await app.register(housekeeping)
  await app.register(stockHolds)
  await app.register(apiRoutes)
  await app.register(pageRoutes)
  return app
}

/** Fastify needs a function for a number of trusted hops. */
function trustedHops(trust: Config['trustProxy']) {
  return typeof trust === 'number' ? (_address: string, hop: number) => hop < trust : trust
}

declare module 'fastify' {
  interface FastifyInstance {
    config: Config
  }
}
