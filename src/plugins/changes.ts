// Write requests: one transaction with its author, and idempotency by key.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { WriteOptions } from '../db/database.ts'
import { actorOfCaller, callerName, findCaller } from '../services/access/callers.ts'
import { type Actor, type Change, change, NO_LIMITS } from '../services/shared/change.ts'
import { runOnce } from '../services/shared/idempotency.ts'

type Work<Result> = (change: Change) => Promise<Result>

async function changes(app: FastifyInstance) {
  app.decorateRequest('change', async function <
    Result,
  >(this: FastifyRequest, work: Work<Result>, options?: WriteOptions) {
    // A route that never read its upload has not checked the form's token either.
    await this.uploadGuard?.(undefined)
    const actor = actorOf(this)
    const result = await this.server.db.write((tx) => work(change(tx, actor, this.id)), options)
    this.server.live.wake()
    return result
  })

  app.decorateRequest('once', async function (this: FastifyRequest, work, content, options) {
    const caller = findCaller(this)
    const scope = {
      actor: caller ? callerName(caller) : 'anonymous',
      route: `${this.method} ${this.url.split('?', 1)[0]}`,
      key: keyOf(this),
      content: content ?? contentOf(this.body),
    }
    const keyed = (change: Change) => runOnce(change, scope, work)
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

export function actorOf(request: FastifyRequest): Actor {
  const caller = findCaller(request)
  return caller
    ? actorOfCaller(caller)
    : { userId: null, name: 'Visitor', permissions: [], limits: NO_LIMITS }
}

/** The Idempotency-Key header, or a form's hidden field; an upload has it in its address. */
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

/** The body's identity, without the form's tokens. */
function contentOf(body: unknown): string {
  const { _csrf, idempotencyKey, ...content } = (body ?? {}) as Record<string, unknown>
  return JSON.stringify(content)
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Runs `work` in one durable transaction, with the viewer as author. */
    change<Result>(work: Work<Result>, options?: WriteOptions): Promise<Result>
    /**
     * Like `change`, but a repeated idempotency key gets the first result again.
     * @param content identifies a body that is not in `request.body` (uploads)
     */
    once<Result>(work: Work<Result>, content?: string, options?: WriteOptions): Promise<Result>
    /** True if the response repeats that of an earlier request with the same key. */
    replayed: boolean
  }
}

export default fp(changes, { name: 'changes', dependencies: ['database', 'live'] })
