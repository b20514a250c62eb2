// CORS: configured origins may call the API (Fetch standard, CORS protocol). With tokens only: cookies are never
// allowed, so no other origin can use a session.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { isApi } from '../requests/kind.ts'

const EXPOSED =
  'ETag, Idempotency-Replayed, Link, Location, RateLimit, RateLimit-Policy, Request-Id, Retry-After, WWW-Authenticate'

/** Preflight response; some browsers cache one for ten minutes at most. */
const PREFLIGHT = {
  'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers':
    'Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID',
  'access-control-max-age': '600',
}

async function cors(app: FastifyInstance) {
  const { corsOrigins } = app.config
  if (corsOrigins.length === 0) return
  app.addHook('onRequest', (request, reply, done) => {
    if (!isApi(request)) return done()
    // Also without an allowed origin: a cache must not serve one origin's response to another.
    reply.header('vary', 'Origin')
    const { origin } = request.headers
    if (origin === undefined || !corsOrigins.includes(origin)) return done()
    reply.header('access-control-allow-origin', origin)
    reply.header('access-control-expose-headers', EXPOSED)
    if (isPreflight(request)) answerPreflight(reply)
    else done()
  })
}

const isPreflight = ({ method, headers }: FastifyRequest) =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined

const answerPreflight = (reply: FastifyReply) => reply.code(204).headers(PREFLIGHT).send()

export default fp(cors, { name: 'cors' })
