// API keys of programs. A refused key is counted as a visitor of its address first: see `refuseKey`.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Awaitable, whenResolved } from '../../lib/concurrency/awaitable.ts'
import type { Refusal } from '../../lib/errors/refusal.ts'
import {
  findKey,
  type KeyCaller,
  keyRefusal,
  type SeenKey,
} from '../../services/access/keys/callers.ts'
import { KeyUse } from '../../services/access/keys/use.ts'
import { addressOf } from './address.ts'

type Identify = (request: FastifyRequest, key: string, done: (error?: Error) => void) => void

/** Decorates requests with `key`. @returns sets it */
export function keyIdentification(app: FastifyInstance): Identify {
  const use = new KeyUse(app.db, (error) => app.log.warn({ err: error }, 'key use not written'))
  app.addHook('onClose', () => use.settled())
  app.decorateRequest('key', null)
  app.decorateRequest('keyRefusal', null)
  return (request, key, done) => {
    const known = (seen: SeenKey | undefined) => {
      request.keyRefusal = keyRefusal(seen, request.ip)
      if (seen && !request.keyRefusal) {
        use.record(seen.caller.keyId, seen.lastUsedAt, addressOf(request))
        request.key = seen.caller
      }
      done()
    }
    const found: Awaitable<SeenKey | undefined> = findKey(app.db, key)
    whenResolved(found, known, done)
  }
}

/** After the rate limits, so that nobody tries keys without end. @throws Refusal of a key that is not accepted */
export function refuseKey({ keyRefusal }: FastifyRequest): void {
  if (keyRefusal) throw keyRefusal
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The API key that sent the request; `viewer` is null then. */
    key: KeyCaller | null
    keyRefusal: Refusal | null
  }
}
