// Cookie options shared by all cookies: HttpOnly, SameSite, and Secure under https.
import type { FastifyRequest } from 'fastify'
import { isHttps } from '../requests/kind.ts'

/** 400 days in seconds, the longest that browsers keep a cookie; expiry is decided by the server. */
export const MAX_AGE = 400 * 86_400

export const cookieOptions = (request: FastifyRequest) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: isHttps(request) }) as const
