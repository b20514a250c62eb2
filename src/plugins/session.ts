// Who asks: a browser by its cookie, a program by its bearer token. Sets `request.viewer`.
import cookie from '@fastify/cookie'
import jwt from '@fastify/jwt'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { type Awaitable, whenKnown } from '../db/awaitable.ts'
import { SessionUse } from '../services/session-use.ts'
import { ISSUER, invalidToken, verifyAccessToken } from '../services/tokens.ts'
import { findBrowserViewer, type SeenViewer, type Viewer } from '../services/viewers.ts'
import { isApi, isHttps, isImpersonal, isSafe } from './request-kind.ts'

async function session(app: FastifyInstance) {
  const { config, db } = app
  await app.register(cookie, { secret: config.cookieSecret })
  await app.register(jwt, {
    secret: config.jwtSecret,
    sign: { algorithm: 'HS256', iss: ISSUER, expiresIn: config.jwtExpiresIn },
    verify: { algorithms: ['HS256'], allowedIss: ISSUER, requiredClaims: ['exp', 'sub', 'sid'] },
  })
  const use = new SessionUse(db, config.sessionExpiresIn, (error) =>
    app.log.warn({ err: error }, 'session use not written'),
  )
  app.addHook('onClose', () => use.settled())

  app.decorateRequest('viewer', null)
  app.addHook('onRequest', (request, _reply, done) => {
    if (isImpersonal(request) || request.routeOptions.config.identify === false) return done()
    const known = (seen: SeenViewer | undefined) => {
      if (seen) use.note(seen)
      request.viewer = seen?.viewer ?? null
      done()
    }
    whenKnown(identify(request), known, done)
  })

  app.decorateReply('signIn', function (secret) {
    return this.setCookie(cookieName(this.request), secret, {
      ...cookieOptions(this.request),
      maxAge: COOKIE_MAX_AGE,
    })
  })
  app.decorateReply('signOut', function () {
    return this.clearCookie(cookieName(this.request), cookieOptions(this.request))
  })
}

/** A bearer token that is not valid is refused, and never taken for a visitor. */
function identify(request: FastifyRequest): Awaitable<SeenViewer | undefined> {
  const { db, jwt } = request.server
  if (isApi(request)) {
    const token = bearerToken(request)
    if (token !== undefined) return verifyAccessToken(db, jwt, token)
    // Images on pages come from the API; a form of another site must not be able to do anything there.
    if (!isSafe(request)) return undefined
  }
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

// The server decides when a session ends; the cookie only has to last longer (browsers keep 400 days at most).
const COOKIE_MAX_AGE = 400 * 86_400

/** `__Host-` binds a cookie to this host and to https (RFC 6265bis, section 4.1.3.2). */
const cookieName = (request: FastifyRequest) => (isHttps(request) ? '__Host-hemline' : 'hemline')

const cookieOptions = (request: FastifyRequest) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: isHttps(request) }) as const

declare module 'fastify' {
  interface FastifyContextConfig {
    /** False where a token that has expired must not stand in the way: signing in, refreshing. */
    identify?: boolean
  }
  interface FastifyRequest {
    /** The signed-in person, or null for a visitor. */
    viewer: Viewer | null
  }
  interface FastifyReply {
    /** Gives the browser the secret of its new session. */
    signIn(secret: string): FastifyReply
    /** Takes the session's cookie away; the session itself is ended by the service. */
    signOut(): FastifyReply
  }
}

export default fp(session, { name: 'session', dependencies: ['database'] })
