// What has not changed since it was last seen is not put together again: the answer is 304, and costs no query.
import { hash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { marksOf } from '../services/marks.ts'

/** Of the request, all that an answer may depend on; the session, the theme and the tokens of forms are cookies. */
const HEADERS = [
  'cookie',
  'hx-request',
  'hx-request-type',
  'hx-history-restore-request',
  'hx-current-url',
] as const

async function unchanged(app: FastifyInstance) {
  // Another program may draw pages in another way.
  const program = crypto.randomUUID()
  app.decorateRequest('tag', null)

  app.addHook('preHandler', async (request, reply) => {
    const { method, routeOptions } = request
    if (!routeOptions.config.unchanged || (method !== 'GET' && method !== 'HEAD')) return
    const marks = await marksOf(app.db)
    if (marks === undefined) return
    // Known before anything is read: what is sent may be newer than its tag, never older.
    request.tag = tagOf(`${program} ${marks}`, request)
    if (isSeen(request)) return answerUnchanged(request, reply)
  })

  app.addHook('onSend', (request, reply, payload, done) => {
    const { tag } = request
    // What sets a cookie is not the same the next time.
    const isWhole = reply.statusCode === 200 && !reply.hasHeader('set-cookie')
    if (tag && isWhole && !reply.hasHeader('etag')) reply.header('etag', tag)
    done(null, payload)
  })
}

/** Weak, because one tag stands for every encoding (RFC 9110, section 8.8.1). */
function tagOf(marks: string, { viewer, url, headers }: FastifyRequest): string {
  const told = HEADERS.map((name) => headers[name] ?? '')
  const who = viewer && [viewer.sessionId, viewer.role, viewer.theme, viewer.fullName, viewer.email]
  const facts = JSON.stringify([marks, url, who, viewer?.customerId, told])
  return `W/"${hash('sha1', facts, 'base64url')}"`
}

/** Compared weakly (RFC 9110, section 13.1.2). */
function isSeen({ headers, tag }: FastifyRequest): boolean {
  const seen = headers['if-none-match']
  return seen !== undefined && tag !== null && seen.split(/,\s*/).includes(tag)
}

function answerUnchanged(request: FastifyRequest, reply: FastifyReply) {
  reply.code(304).header('etag', request.tag)
  if (!request.url.startsWith('/api')) reply.pageHeaders()
  return reply.send()
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The answer follows from the order book alone, so that an unchanged one need not be sent again. */
    unchanged?: boolean
  }
  interface FastifyRequest {
    /** The entity tag of the answer, where the route says that it is `unchanged` as long as nothing was committed. */
    tag: string | null
  }
}

export default fp(unchanged, { name: 'unchanged', dependencies: ['session', 'views'] })
