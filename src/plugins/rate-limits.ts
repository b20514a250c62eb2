// Nobody gets to take the shop's time: visitors are limited by address, signed-in people each on their own.
import rateLimit, { normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Redis } from 'ioredis'
import { Refusal } from '../services/refusal.ts'
import { CountedTogether } from './counted-together.ts'
import { isImpersonal } from './request-kind.ts'

async function rateLimits(app: FastifyInstance) {
  const alone = await limit(app)
  const take = app.config.redisUrl ? await together(app, app.config.redisUrl, alone) : alone
  // Not the plugin's own hook: that one skips addresses without a route, and it answers by itself.
  app.addHook('onRequest', async (request: FastifyRequest) => {
    if (isImpersonal(request)) return
    const taken = await take(request)
    if (!taken.isAllowed && taken.isExceeded) throw tooMany(taken.ttlInSeconds)
  })
}

/** Counts for all processes, or alone as long as that is not possible. */
async function together(app: FastifyInstance, redisUrl: string, alone: Take): Promise<Take> {
  // Loaded only where it is used: most shops have no Redis, and start sooner without.
  const { sharedCounter } = await import('./shared-counter.ts')
  const redis = sharedCounter(redisUrl, app.log)
  app.addHook('onClose', async () => redis.disconnect())
  const take = await limit(app, redis)
  return (request) => take(request).catch(() => alone(request))
}

type Take = ReturnType<FastifyInstance['createRateLimit']>

/** In a scope of its own, so that there can be two: one that counts for all processes, and one for when it cannot. */
async function limit(app: FastifyInstance, redis?: Redis): Promise<Take> {
  const { rateLimitAnonymous, rateLimitStaff } = app.config
  let take: Take | undefined
  await app.register(async (scope) => {
    const store = redis ? undefined : storeOfThisMachine(app)
    await scope.register(rateLimit, { global: false, redis, nameSpace: 'hemline-limit-', store })
    take = scope.createRateLimit({
      timeWindow: 60_000,
      // All tablets of a shop share one address, so a person counts for themself.
      keyGenerator: ({ viewer, ip }) => (viewer ? `user ${viewer.id}` : normalizeIP(ip)),
      max: ({ viewer }) => (viewer ? rateLimitStaff : rateLimitAnonymous),
    })
  })
  return take as Take
}

/** Where this process is the only one, the plugin's own. */
function storeOfThisMachine({ config, neighbours }: FastifyInstance) {
  if (config.webConcurrency === 1) return undefined
  return class extends CountedTogether {
    constructor() {
      super(neighbours)
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

export default fp(rateLimits, { name: 'rate-limits', dependencies: ['session', 'neighbours'] })
