// Conditional GET: ETags derived from the database version, so that an unchanged page is a 304 without a query.
import { hash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { whenResolved } from '../../lib/concurrency/awaitable.ts'
import { type Caller, findCaller } from '../../services/access/callers.ts'
import { type StateTag, stateTag } from '../../services/orders/lists/state-tag.ts'
import { isApi } from '../requests/kind.ts'

/** All request headers that a response may depend on; session, theme and CSRF tokens are cookies. */
const HEADERS = [
  'cookie',
  'hx-request',
  'hx-request-type',
  'hx-history-restore-request',
  'hx-current-url',
] as const

async function conditionalGet(app: FastifyInstance) {
  // Another process may run another version of the templates.
  const program = crypto.randomUUID()
  app.decorateRequest('tag', null)

  // Once the viewer and their permission are known; nothing else of the request matters.
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.routeOptions.config.etag || !isRead(request)) return done()
    const known = (state: StateTag | undefined) => {
      if (state === undefined) return done()
      // Computed before anything is read: the response may be newer than its tag, never older.
      request.tag = tagOf(`${program} ${state.text}`, request)
      if (isSeen(request)) answerUnchanged(request, reply)
      else done()
    }
    whenResolved(stateTag(app.db), known, done)
  })

  app.addHook('onSend', (request, reply, payload, done) => {
    const { tag } = request
    // A response that sets a cookie differs the next time.
    const isWhole = reply.statusCode === 200 && !reply.hasHeader('set-cookie')
    if (tag && isWhole && !reply.hasHeader('etag')) reply.header('etag', tag)
    done(null, payload)
  })
}

const isRead = ({ method }: FastifyRequest) => method === 'GET' || method === 'HEAD'

/** Weak, because one tag stands for every encoding (RFC 9110, section 8.8.1). */
function tagOf(state: string, request: FastifyRequest): string {
  const { url, headers } = request
  const caller = findCaller(request)
  // Headers and addresses contain no line break.
  let facts = `${state}\n${url}\n${caller ? factsOf(caller) : ''}`
  for (const name of HEADERS) facts += `\n${headers[name] ?? ''}`
  return `W/"${hash('sha1', facts, 'base64url')}"`
}

/** A caller is the same object until the next commit. */
const known = new WeakMap<Caller, string>()

function factsOf(caller: Caller): string {
  const facts = known.get(caller) ?? JSON.stringify(caller)
  known.set(caller, facts)
  return facts
}

/** Weak comparison (RFC 9110, section 13.1.2). */
function isSeen({ headers, tag }: FastifyRequest): boolean {
  const seen = headers['if-none-match']
  return seen !== undefined && tag !== null && (seen === tag || seen.split(/,\s*/).includes(tag))
}

function answerUnchanged(request: FastifyRequest, reply: FastifyReply): void {
  reply.code(304).header('etag', request.tag)
  if (!isApi(request)) reply.pageHeaders()
  reply.send()
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The response depends on the database only, so that a conditional GET may answer 304. */
    etag?: boolean
  }
  interface FastifyRequest {
    /** Entity tag of the response, on routes with `etag: true`. */
    tag: string | null
  }
}

export default fp(conditionalGet, { name: 'conditional-get', dependencies: ['session', 'views'] })
