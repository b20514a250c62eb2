// What browsers may do with our pages: only what comes from here runs, and nobody frames us.
import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { isHttps } from './request-kind.ts'

// No upgrade-insecure-requests: many shops run plain http in their own network.
const DIRECTIVES = {
  'default-src': ["'self'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
}

async function securityHeaders(app: FastifyInstance) {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: DIRECTIVES },
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
    // Both only for who came by https, below: browsers complain of the second one everywhere else.
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
  })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('permissions-policy', 'camera=(self), microphone=(), geolocation=()')
    if (!isHttps(request)) return
    reply.header('strict-transport-security', 'max-age=31536000')
    reply.header('cross-origin-opener-policy', 'same-origin')
  })
}

export default fp(securityHeaders, { name: 'security-headers' })
