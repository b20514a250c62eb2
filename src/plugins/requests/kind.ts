// Request predicates for guards: API or page, safe method, https.
import type { FastifyRequest } from 'fastify'

/** By the route's address: the router decodes `/%61pi/orders`, so the raw address could differ. */
export const isApi = (request: FastifyRequest): boolean =>
  /^\/api(?=[/?]|$)/.test(request.routeOptions.url ?? request.url)

/** True for routes that answer everybody alike: they need neither a viewer nor a limit. */
export const isImpersonal = (request: FastifyRequest): boolean => {
  const url = request.routeOptions.url ?? ''
  return url.startsWith('/assets/') || url === '/sw.js' || url === '/healthz'
}

export const isSafe = (request: FastifyRequest): boolean =>
  request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS'

export const isHttps = (request: FastifyRequest): boolean =>
  request.protocol === 'https' || request.server.config.publicUrl?.startsWith('https:') === true
