// What has not changed since it was last seen is not put together again: the answer is 304, and costs no query.
import { hash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { whenKnown } from '../db/awaitable.ts'
import { type Marks, marksOf } from '../services/marks.ts'
import type { Viewer } from '../services/viewers.ts'
import { isApi } from './request-kind.ts'

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

  // As soon as it is known who asks, and that they may: nothing else of the request needs to be looked at.
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.routeOptions.config.unchanged || !isRead(request)) return done()
    const known = (marks: Marks | undefined) => {
      if (marks === undefined) return done()
      // Known before anything is read: what is sent may be newer than its tag, never older.
      request.tag = tagOf(`${program} ${marks.text}`, request)
      if (isSeen(request)) answerUnchanged(request, reply)
      else done()
    }
    whenKnown(marksOf(app.db), known, done)
  })

  app.addHook('onSend', (request, reply, payload, done) => {
    const { tag } = request
    // What sets a cookie is not the same the next time.
    const isWhole = reply.statusCode === 200 && !reply.hasHeader('set-cookie')
    if (tag && isWhole && !reply.hasHeader('etag')) reply.header('etag', tag)
    done(null, payload)
  })
}

const isRead = ({ method }: FastifyRequest) => method === 'GET' || method === 'HEAD'

/** Weak, because one tag stands for every encoding (RFC 9110, section 8.8.1). */
function tagOf(marks: string, { viewer, url, headers }: FastifyRequest): string {
  // No header and no address holds a line break.
  let facts = `${marks}\n${url}\n${viewer ? factsOf(viewer) : ''}`
  for (const name of HEADERS) facts += `\n${headers[name] ?? ''}`
  return `W/"${hash('sha1', facts, 'base64url')}"`
}

/** A viewer is one and the same object as long as nothing was committed. */
const known = new WeakMap<Viewer, string>()

function factsOf(viewer: Viewer): string {
  const facts = known.get(viewer) ?? JSON.stringify(viewer)
  known.set(viewer, facts)
  return facts
}

/** Compared weakly (RFC 9110, section 13.1.2). */
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
    /** The answer follows from the order book alone, so that an unchanged one need not be sent again. */
    unchanged?: boolean
  }
  interface FastifyRequest {
    /** The entity tag of the answer, where the route says that it is `unchanged` as long as nothing was committed. */
    tag: string | null
  }
}

export default fp(unchanged, { name: 'unchanged', dependencies: ['session', 'views'] })
