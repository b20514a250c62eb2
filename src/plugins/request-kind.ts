// What kind of request this is, as the guards ask it.
import type { FastifyRequest } from 'fastify'

/**
 * The JSON API, where programs come with tokens; everything else is for browsers. The route's own address decides:
 * the router decodes `/%61pi/orders`, so the address as it was sent could say something else.
 */
export const isApi = (request: FastifyRequest): boolean =>
  /^\/api(?=[/?]|$)/.test(request.routeOptions.url ?? request.url)

/** Answers everybody alike, and often: needs neither a viewer nor a limit. */
export const isImpersonal = (request: FastifyRequest): boolean => {
  const url = request.routeOptions.url ?? ''
  return url.startsWith('/assets/') || url === '/sw.js' || url === '/healthz'
}

/** A method that changes nothing (RFC 9110, section 9.2.1). */
export const isSafe = (request: FastifyRequest): boolean =>
  request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS'

/** Whether the browser speaks https, also where a proxy in front of us does it for us. */
export const isHttps = (request: FastifyRequest): boolean =>
  request.protocol === 'https' || request.server.config.publicUrl?.startsWith('https:') === true
