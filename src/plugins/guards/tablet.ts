// The cookie of a shared tablet: says which tablet this browser is. Without somebody's PIN or password it opens nothing.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { findTablet, type Tablet } from '../../services/access/devices/index.ts'
import { isHttps } from '../requests/kind.ts'
import { cookieOptions, MAX_AGE } from './cookie-options.ts'

const nameOf = (request: FastifyRequest) => (isHttps(request) ? '__Host-tablet' : 'tablet')

export const tabletSecret = (request: FastifyRequest): string | undefined =>
  request.cookies[nameOf(request)]

export async function tabletOf(request: FastifyRequest): Promise<Tablet | undefined> {
  const secret = tabletSecret(request)
  return secret ? findTablet(request.server.db, secret) : undefined
}

export function rememberTablet(reply: FastifyReply, secret: string): void {
  const { request } = reply
  reply.setCookie(nameOf(request), secret, { ...cookieOptions(request), maxAge: MAX_AGE })
}
