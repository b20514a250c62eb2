// How a request writes: in one transaction, with its author, and once however often it is sent.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { WriteOptions } from '../db/database.ts'
import { type Actor, type Change, change } from '../services/change.ts'
import { keyedOnce } from '../services/idempotency.ts'

type Work<Result> = (change: Change) => Promise<Result>

async function changes(app: FastifyInstance) {
  app.decorateRequest('change', async function <
    Result,
  >(this: FastifyRequest, work: Work<Result>, options?: WriteOptions) {
    const actor = actorOf(this)
    const result = await this.server.db.write((tx) => work(change(tx, actor, this.id)), options)
    this.server.live.wake()
    return result
  })

  app.decorateRequest('once', async function (this: FastifyRequest, work, content, options) {
    const scope = {
      actor: this.viewer ? `user:${this.viewer.id}` : 'anonymous',
      route: `${this.method} ${this.url.split('?', 1)[0]}`,
      key: keyOf(this),
      content: content ?? contentOf(this.body),
    }
    const keyed = (change: Change) => keyedOnce(change, scope, work)
    const { result, replayed } = await this.change(keyed, options)
    this.replayed = replayed
    return result
  })

  app.decorateRequest('replayed', false)
  app.addHook('onSend', (request, reply, payload, done) => {
    if (request.replayed) reply.header('idempotency-replayed', 'true')
    done(null, payload)
  })
}

function actorOf(request: FastifyRequest): Actor {
  const viewer = request.viewer
  return viewer
    ? { userId: viewer.id, name: viewer.fullName, role: viewer.role }
    : { userId: null, name: 'Visitor', role: 'system' }
}

/** The key of the header, or of the hidden field of a form; an upload carries it in its address. */
function keyOf(request: FastifyRequest): string | undefined {
  const header = request.headers['idempotency-key']
  if (typeof header === 'string') return header
  const sources = [request.body, request.query] as (
    | { idempotencyKey?: unknown }
    | null
    | undefined
  )[]
  const key = sources.map((source) => source?.idempotencyKey).find((value) => value !== undefined)
  return typeof key === 'string' ? key : undefined
}

/** What makes two requests the same; the tokens of a form are not part of it. */
function contentOf(body: unknown): string {
  const { _csrf, idempotencyKey, ...content } = (body ?? {}) as Record<string, unknown>
  return JSON.stringify(content)
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Runs `work` in one durable transaction, with the viewer as its author. */
    change<Result>(work: Work<Result>, options?: WriteOptions): Promise<Result>
    /**
     * Like `change`, but with an idempotency key the same request is carried out once and answered the
     * same again. `content` identifies a body that is not in `request.body` (uploads).
     */
    once<Result>(work: Work<Result>, content?: string, options?: WriteOptions): Promise<Result>
    /** True when the answer was kept from an earlier request with the same key. */
    replayed: boolean
  }
}

export default fp(changes, { name: 'changes', dependencies: ['database', 'live'] })
