// Security headers: Content-Security-Policy, framing, referrer and transport.
import type { FastifyInstance, FastifyReply } from 'fastify'
import fp from 'fastify-plugin'
import { isHttps } from '../requests/kind.ts'
import { helmetHeaders } from './helmet-headers.ts'

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

/** The same for every response. */
const HEADERS = {
  ...helmetHeaders({
    contentSecurityPolicy: { useDefaults: false, directives: DIRECTIVES },
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
    // Both are set below for https only: browsers warn about the second one elsewhere.
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
  }),
  'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
}

const HTTPS_HEADERS = {
  'strict-transport-security': 'max-age=31536000',
  'cross-origin-opener-policy': 'same-origin',
}

/** Headers that mean nothing for a file which is no document: a first visit would carry them six times. */
const OF_DOCUMENTS = [
  'origin-agent-cluster',
  'referrer-policy',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-frame-options',
  'x-permitted-cross-domain-policies',
  'x-xss-protection',
  'permissions-policy',
]

/** For stylesheets, scripts and pictures, which load nothing themselves; not for the page that says one is missing. */
export function setFileHeaders(reply: FastifyReply): void {
  for (const name of OF_DOCUMENTS) reply.removeHeader(name)
  reply.header('content-security-policy', "default-src 'none'")
}

/** An onRequest hook for pages whose address holds a secret: no Referer may leave. */
export function withoutReferrer(_request: unknown, reply: FastifyReply, done: () => void): void {
  reply.header('referrer-policy', 'no-referrer')
  done()
}

async function securityHeaders(app: FastifyInstance) {
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(HEADERS)
    if (isHttps(request)) reply.headers(HTTPS_HEADERS)
    done()
  })
}

export default fp(securityHeaders, { name: 'security-headers' })
