// What browsers may do with our pages: only what comes from here runs, and nobody frames us.
import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import helmet, { type HelmetOptions } from 'helmet'
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

/** Worked out once: they are the same for everybody, and helmet would put them together anew for each request. */
const HEADERS = {
  ...headersOf({
    contentSecurityPolicy: { useDefaults: false, directives: DIRECTIVES },
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
    // Both only for who came by https, below: browsers complain of the second one everywhere else.
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
  }),
  'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
}

const HTTPS_HEADERS = {
  'strict-transport-security': 'max-age=31536000',
  'cross-origin-opener-policy': 'same-origin',
}

async function securityHeaders(app: FastifyInstance) {
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(HEADERS)
    if (isHttps(request)) reply.headers(HTTPS_HEADERS)
    done()
  })
}

function headersOf(options: HelmetOptions): Record<string, string> {
  const headers: Record<string, string> = {}
  const response = {
    setHeader: (name: string, value: string) => {
      headers[name.toLowerCase()] = value
    },
    removeHeader: () => {},
  }
  helmet(options)({} as never, response as unknown as ServerResponse, (error) => {
    if (error) throw error
  })
  return headers
}

export default fp(securityHeaders, { name: 'security-headers' })
