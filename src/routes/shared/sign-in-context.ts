// Request data for password checks (address, device, limits), for the API and pages.
import type { FastifyRequest } from 'fastify'
import { addressOf } from '../../plugins/guards/address.ts'
import { secondFactorKey } from '../../services/access/second-factor/index.ts'
import type { NewSession } from '../../services/access/sessions/index.ts'
import type { SignInContext } from '../../services/access/sign-in/index.ts'
import { deviceOf } from './device-cookie.ts'

// All tablets of a shop share one address, so an address may fail more often than one person.
const PEOPLE_AT_AN_ADDRESS = 5
// Limit for one account from all addresses, as a multiple of the limit for one person.
const ADDRESSES_AT_AN_ACCOUNT = 5

export function signInContext(request: FastifyRequest): SignInContext {
  const { config, db } = request.server
  return {
    db,
    write: (work) => request.change(work),
    address: addressOf(request),
    device: deviceOf(request),
    secondFactorKey: secondFactorKey(config.cookieSecret),
    limits: {
      maxFailures: config.signInMaxFailures,
      maxFailuresOfAddress: config.signInMaxFailures * PEOPLE_AT_AN_ADDRESS,
      maxFailuresOfAccount: config.signInMaxFailures * ADDRESSES_AT_AN_ACCOUNT,
      lockSeconds: config.signInLockMinutes * 60,
    },
  }
}

/** Session of the browser that this person uses now. */
export const browserSession = (request: FastifyRequest, userId: number): NewSession => ({
  userId,
  userAgent: request.headers['user-agent'],
  address: addressOf(request),
  expiresIn: request.server.config.sessionExpiresIn,
})

export const programSession = (request: FastifyRequest, userId: number): NewSession => ({
  userId,
  userAgent: request.headers['user-agent'],
  address: addressOf(request),
  expiresIn: refreshSeconds(request),
})

/** Lifetime of a refresh token, never shorter than that of its access token. */
export function refreshSeconds(request: FastifyRequest): number {
  const { refreshExpiresIn, jwtExpiresIn } = request.server.config
  return Math.max(refreshExpiresIn, jwtExpiresIn)
}

/** Content compared under an idempotency key, without password and code: not even a fast hash may be stored. */
export const contentWithoutPassword = (body: object): string =>
  JSON.stringify({ ...body, password: null, _csrf: null, idempotencyKey: null })
