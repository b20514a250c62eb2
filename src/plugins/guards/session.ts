// Authentication: session cookie for browsers, access token or API key for programs. Sets `request.viewer` to the
// person, or `request.key`.
import cookie from '@fastify/cookie'
import jwt from '@fastify/jwt'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { type Awaitable, whenResolved } from '../../lib/concurrency/awaitable.ts'
import { isApiKey } from '../../services/access/keys/secret.ts'
import { ISSUER, invalidToken, verifyAccessToken } from '../../services/access/sessions/tokens.ts'
import { SessionUse } from '../../services/access/sessions/use.ts'
import { findBrowserViewer, type SeenViewer, type Viewer } from '../../services/access/viewers.ts'
import { isApi, isHttps, isImpersonal, isSafe } from '../requests/kind.ts'
import { addressOf } from './address.ts'
import { keyIdentification } from './api-keys.ts'
import { cookieOptions, MAX_AGE } from './cookie-options.ts'

async function session(app: FastifyInstance) {
  const { config, db } = app
  await app.register(cookie, { secret: config.cookieSecret })
  await app.register(jwt, {
    secret: config.jwtSecret,
    sign: { algorithm: 'HS256', iss: ISSUER, expiresIn: config.jwtExpiresIn },
    verify: {
      algorithms: ['HS256'],
      allowedIss: ISSUER,
      requiredClaims: ['iss', 'exp', 'sub', 'sid'],
    },
  })
  const use = new SessionUse(db, config.sessionExpiresIn, (error) =>
    app.log.warn({ err: error }, 'session use not written'),
  )
  app.addHook('onClose', () => use.settled())

  const identifyKey = keyIdentification(app)
  app.decorateRequest('viewer', null)
  app.decorateRequest('lockedViewer', null)
  app.addHook('onRequest', (request, _reply, done) => {
    if (isImpersonal(request) || request.routeOptions.config.identify === false) return done()
    const known = (seen: SeenViewer | undefined) => {
      const isLocked = seen !== undefined && seen.locksAt <= Date.now()
      if (seen && !isLocked && isUse(request, seen.viewer)) use.note(seen, addressOf(request))
      request.viewer = isLocked ? null : (seen?.viewer ?? null)
      request.lockedViewer = isLocked ? seen.viewer : null
      done()
    }
    const token = isApi(request) ? bearerToken(request) : undefined
    if (token !== undefined && isApiKey(token)) return identifyKey(request, token, done)
    whenResolved(identify(request, token), known, done)
  })

  app.decorateReply('signIn', function (secret) {
    return this.setCookie(cookieName(this.request), secret, {
      ...cookieOptions(this.request),
      maxAge: MAX_AGE,
    })
  })
  app.decorateReply('signOut', function () {
    return this.clearCookie(cookieName(this.request), cookieOptions(this.request))
  })
}

/** On a shared tablet only what somebody did counts: not photos, event streams and pages that refresh themselves. */
const isUse = (request: FastifyRequest, { deviceId, via }: Viewer): boolean =>
  deviceId === null || via === 'token' || !(isApi(request) || request.headers['live-refresh'])

/** An invalid bearer token is refused, never treated as a visitor. */
function identify(
  request: FastifyRequest,
  token: string | undefined,
): Awaitable<SeenViewer | undefined> {
  const { db, jwt } = request.server
  if (token !== undefined) return verifyAccessToken(db, jwt, token)
  // Photos on pages come from the API; with a cookie, only safe methods, against forged forms.
  if (isApi(request) && !isSafe(request)) return undefined
  const secret = request.cookies[cookieName(request)]
  return secret ? findBrowserViewer(db, secret) : undefined
}

/** @throws Refusal `invalid_token` for a bearer scheme without a token */
function bearerToken(request: FastifyRequest): string | undefined {
  const bearer = /^bearer(?: +([\w.~+/-]+=*)$|\s|$)/i.exec(request.headers.authorization ?? '')
  if (!bearer) return undefined
  const [, token] = bearer
  if (!token) throw invalidToken()
  return token
}

/** `__Host-` binds a cookie to this host and to https (RFC 6265bis, section 4.1.3.2). */
const cookieName = (request: FastifyRequest) => (isHttps(request) ? '__Host-hemline' : 'hemline')

declare module 'fastify' {
  interface FastifyContextConfig {
    /** False on routes where an expired token must not be refused: sign-in, refresh. */
    identify?: boolean
  }
  interface FastifyRequest {
    viewer: Viewer | null
    /** Who used the shared tablet before it locked itself; they have no rights until they unlock it. */
    lockedViewer: Viewer | null
  }
  interface FastifyReply {
    signIn(secret: string): FastifyReply
    signOut(): FastifyReply
  }
}

export default fp(session, { name: 'session', dependencies: ['database'] })
