// CSRF protection: a form is accepted only from our own pages, in the same session.
import csrfProtection from '@fastify/csrf-protection'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Refusal } from '../../lib/errors/refusal.ts'
import { isApi, isSafe } from '../requests/kind.ts'
import { isOfOwnHost } from '../requests/origin.ts'
import { cookieOptions, MAX_AGE } from './cookie-options.ts'
import { checkCsrfToken } from './csrf-check.ts'

async function csrf(app: FastifyInstance) {
  const { config } = app
  await app.register(csrfProtection, {
    cookieKey: config.publicUrl?.startsWith('https:') ? '__Host-csrf' : 'csrf',
    // As long as browsers allow: a page survives a restart of the browser.
    cookieOpts: { maxAge: MAX_AGE },
    // Bound to the session, so that a cookie planted by a neighbouring host is useless.
    csrfOpts: { userInfo: true, hmacKey: config.cookieSecret },
    getUserInfo: ownerOf,
    getToken: tokenOf,
  })

  app.decorateReply('csrfToken', function () {
    const { request } = this
    return this.generateCsrf({ ...cookieOptions(request), userInfo: ownerOf(request) })
  })
  app.addHook('onRequest', (request, _reply, done) => {
    if (isChange(request) && isCrossSite(request)) throw csrfFailed()
    done()
  })
  app.decorateRequest('uploadGuard', null)
  app.decorateRequest('uploadToken')
  app.addHook('preValidation', (request, reply, done) => {
    if (!needsToken(request)) return done()
    if (isUnreadUpload(request)) {
      request.uploadGuard = (token) => passUpload(app, request, reply, token)
      return done()
    }
    verify(app, request, reply, (failed) => {
      // Handlers see only the fields of the form.
      if (isForm(request.body)) delete request.body._csrf
      done(failed)
    })
  })
}

/** The API accepts no cookie for changes, so nothing can be forged there. */
const isChange = (request: FastifyRequest) => !request.is404 && !isSafe(request) && !isApi(request)

const needsToken = (request: FastifyRequest) =>
  isChange(request) &&
  !(request.routeOptions.config.visitorForm === true && ownerOf(request) === VISITOR)

/** A tablet that has locked itself since still has the same session. */
const ownerOf = ({ viewer, lockedViewer }: FastifyRequest) => {
  const owner = viewer ?? lockedViewer
  return owner ? `session ${owner.sessionId}` : VISITOR
}

const VISITOR = 'visitor'

/** From a hidden field or a header. Never from the address, which browsers keep and show. */
function tokenOf({ body, headers, uploadToken }: FastifyRequest): string | undefined {
  const header = headers['x-csrf-token']
  if (typeof header === 'string') return header
  return isForm(body) ? text(body._csrf) : uploadToken
}

/** Multipart bodies are left to routes that accept files. */
const isUnreadUpload = ({ body, headers }: FastifyRequest) =>
  !isForm(body) &&
  headers['x-csrf-token'] === undefined &&
  /^multipart\/form-data\b/i.test(headers['content-type'] ?? '')

/** The token is the first field of an upload: nothing after it is read before it was checked. */
function passUpload(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  token: string | undefined,
): Promise<void> {
  request.uploadToken = token
  return new Promise((resolve, reject) => {
    verify(app, request, reply, (failed) => {
      if (failed) return reject(failed)
      request.uploadGuard = null
      resolve()
    })
  })
}

const isForm = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const text = (value: unknown) => (typeof value === 'string' ? value : undefined)

/** Browsers send Sec-Fetch-Site or Origin; text browsers and plain http do not, so there the token decides. */
function isCrossSite(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  const { origin } = request.headers
  if (origin === undefined) return false
  return !isOfOwnHost(request, origin)
}

function verify(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  done: (failed?: Refusal) => void,
): void {
  checkCsrfToken(app, request, reply, (isRight) => done(isRight ? undefined : csrfFailed()))
}

const csrfFailed = () =>
  new Refusal(
    'forbidden',
    'csrf_failed',
    'This page was open too long. Go back, reload it and try again.',
  )

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A visitor's form on a page that is the same for all has no token: to be forged, it would have to be harmless. */
    visitorForm?: boolean
  }
  interface FastifyRequest {
    /** Checks the token of an upload; `null` if there is nothing left to check. */
    uploadGuard: ((token: string | undefined) => Promise<void>) | null
    uploadToken?: string | undefined
  }
  interface FastifyReply {
    /** The `_csrf` value for a form on this page. Sets its cookie. */
    csrfToken(): string
  }
}

export default fp(csrf, { name: 'csrf', dependencies: ['session'] })
