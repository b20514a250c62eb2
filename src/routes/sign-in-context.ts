// What a password check needs to know of a request, for the API and the pages alike.
import { normalizeIP } from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import type { NewSession } from '../services/sessions.ts'
import type { SignInContext } from '../services/sign-in.ts'

// All tablets of a shop share one address, so it may fail more often than one person.
const PEOPLE_AT_AN_ADDRESS = 5

export function signInContext(request: FastifyRequest): SignInContext {
  const { config, db } = request.server
  return {
    db,
    write: (work) => request.change(work),
    address: normalizeIP(request.ip),
    limits: {
      maxFailures: config.signInMaxFailures,
      maxFailuresOfAddress: config.signInMaxFailures * PEOPLE_AT_AN_ADDRESS,
      lockSeconds: config.signInLockMinutes * 60,
    },
  }
}

/** The session of a browser that this person uses now. */
export const browserSession = (request: FastifyRequest, userId: number): NewSession => ({
  userId,
  userAgent: request.headers['user-agent'],
  expiresIn: request.server.config.sessionExpiresIn,
})

/** The same for a program. */
export const programSession = (request: FastifyRequest, userId: number): NewSession => ({
  userId,
  userAgent: request.headers['user-agent'],
  expiresIn: refreshSeconds(request),
})

/** How long a refresh token is good; never shorter than the access token that came with it. */
export function refreshSeconds(request: FastifyRequest): number {
  const { refreshExpiresIn, jwtExpiresIn } = request.server.config
  return Math.max(refreshExpiresIn, jwtExpiresIn)
}

/** What makes two requests the same for an idempotency key: a fast hash of a password must not be kept. */
export const contentWithoutPassword = (body: object): string =>
  JSON.stringify({ ...body, password: null, _csrf: null, idempotencyKey: null })
