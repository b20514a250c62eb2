// Nobody gets to take the shop's time: visitors are limited by address, signed-in people each on their own.
import rateLimit, { normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Refusal } from '../services/refusal.ts'
import { isImpersonal } from './request-kind.ts'

async function rateLimits(app: FastifyInstance) {
  const { rateLimitAnonymous, rateLimitStaff } = app.config
  await app.register(rateLimit, { global: false })
  const take = app.createRateLimit({
    timeWindow: 60_000,
    // All tablets of a shop share one address, so a person counts for themself.
    keyGenerator: ({ viewer, ip }) => (viewer ? `user ${viewer.id}` : normalizeIP(ip)),
    max: ({ viewer }) => (viewer ? rateLimitStaff : rateLimitAnonymous),
  })
  // Not the plugin's own hook: that one skips addresses without a route, and it answers by itself.
  app.addHook('onRequest', async (request: FastifyRequest) => {
    if (isImpersonal(request)) return
    const taken = await take(request)
    if (!taken.isAllowed && taken.isExceeded) throw tooMany(taken.ttlInSeconds)
  })
}

const tooMany = (seconds: number) =>
  new Refusal(
    'too_many',
    'too_many_requests',
    'Too many requests in a short time. Nothing was saved. Wait a moment, then try again.',
    { retryAfter: Math.max(1, seconds) },
  )

export default fp(rateLimits, { name: 'rate-limits', dependencies: ['session'] })
