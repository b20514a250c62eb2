// Rate limits: visitors by address, with more for the storefront, signed-in users and API keys each on their own.
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Redis } from 'ioredis'
import { Refusal } from '../../../lib/errors/refusal.ts'
import { callerName, findCaller } from '../../../services/access/callers.ts'
import { namedScope } from '../../named-scope.ts'
import { isImpersonal } from '../../requests/kind.ts'
import { addressOf } from '../address.ts'
import { ClusterRateLimitStore } from './cluster-store.ts'

async function rateLimits(app: FastifyInstance) {
  const alone = await limit(app)
  const take = app.config.redisUrl
    ? await createSharedLimit(app, app.config.redisUrl, alone)
    : alone
  // Not the plugin's own hook: that one skips unknown addresses, and sends the response itself.
  app.addHook('onRequest', async (request, reply) => {
    if (isImpersonal(request)) return
    const taken = await take(request)
    if (taken.isAllowed) return
    reply.headers(limitHeaders(request, taken))
    if (taken.isExceeded) throw tooMany(taken.ttlInSeconds)
  })
}

/** RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers-10). */
function limitHeaders({ viewer, key }: FastifyRequest, taken: Exclude<Taken, { isAllowed: true }>) {
  const name = viewer ? '"person"' : key ? '"key"' : '"visitor"'
  const left = Math.max(0, taken.remaining)
  return {
    'ratelimit-policy': `${name};q=${taken.max};w=${taken.timeWindow / 1000}`,
    ratelimit: `${name};r=${left};t=${Math.max(0, taken.ttlInSeconds)}`,
  }
}

/** Counts in Redis, or in this process while Redis is unavailable. */
async function createSharedLimit(
  app: FastifyInstance,
  redisUrl: string,
  alone: Take,
): Promise<Take> {
  // Loaded only when used: most shops have no Redis, and start faster without it.
  const { sharedCounter } = await import('./redis.ts')
  const redis = sharedCounter(redisUrl, app.log)
  app.addHook('onClose', async () => redis.disconnect())
  const take = await limit(app, redis)
  return (request) => take(request).catch(() => alone(request))
}

type Take = ReturnType<FastifyInstance['createRateLimit']>
type Taken = Awaited<ReturnType<Take>>

/** In a scope of its own, because there are two: one with Redis, one without. */
async function limit(app: FastifyInstance, redis?: Redis): Promise<Take> {
  const { rateLimitAnonymous, rateLimitStorefront, rateLimitStaff } = app.config
  let take: Take | undefined
  await app.register(
    namedScope('rate-limit', async (scope) => {
      const store = redis ? undefined : storeOfThisMachine(app)
      await scope.register(rateLimit, { global: false, redis, nameSpace: 'hemline-limit-', store })
      take = scope.createRateLimit({
        timeWindow: 60_000,
        // All tablets of a shop share one address, so each user has their own limit.
        keyGenerator: (request) => {
          const caller = findCaller(request)
          if (caller) return callerName(caller)
          return isOfStorefront(request) ? `shop ${addressOf(request)}` : addressOf(request)
        },
        max: (request) => {
          if (findCaller(request)) return rateLimitStaff
          return isOfStorefront(request) ? rateLimitStorefront : rateLimitAnonymous
        },
      })
    }),
  )
  return take as Take
}

/** Its pages and pictures, of which a visitor loads dozens in a minute, and several visitors may share an address. */
const isOfStorefront = ({ routeOptions }: FastifyRequest): boolean =>
  routeOptions.config?.shared === true

/** With a single process, the plugin's default store. */
function storeOfThisMachine({ config, workerMessages }: FastifyInstance) {
  if (config.webConcurrency === 1) return undefined
  return class extends ClusterRateLimitStore {
    constructor() {
      super(workerMessages)
    }
  }
}

const tooMany = (seconds: number) =>
  new Refusal(
    'too_many',
    'too_many_requests',
    'Too many requests in a short time. Nothing was saved. Wait a moment, then try again.',
    { retryAfter: Math.max(1, seconds) },
  )

export default fp(rateLimits, { name: 'rate-limits', dependencies: ['session', 'worker-messages'] })
