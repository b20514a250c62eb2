// Cross-site request forgery: a form counts only when it came from one of our own pages, in the same session.
import csrfProtection from '@fastify/csrf-protection'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Refusal } from '../services/refusal.ts'
import { isApi, isHttps, isSafe } from './request-kind.ts'

async function csrf(app: FastifyInstance) {
  const { config } = app
  await app.register(csrfProtection, {
    cookieKey: config.publicUrl?.startsWith('https:') ? '__Host-csrf' : 'csrf',
    // As long as a browser keeps it: a page stays good over a restart of the browser.
    cookieOpts: { path: '/', httpOnly: true, sameSite: 'lax', maxAge: 400 * 86_400 },
    // The token is bound to the session, so that a cookie planted by a neighbouring host is of no use.
    csrfOpts: { userInfo: true, hmacKey: config.cookieSecret },
    getUserInfo: ownerOf,
    getToken: tokenOf,
  })

  app.decorateReply('csrfToken', function () {
    const { request } = this
    return this.generateCsrf({ userInfo: ownerOf(request), secure: isHttps(request) })
  })
  app.addHook('onRequest', (request, _reply, done) => {
    if (needsToken(request) && isCrossSite(request)) throw csrfFailed()
    done()
  })
  app.addHook('preValidation', (request, reply, done) => {
    if (!needsToken(request)) return done()
    verify(app, request, reply, (failed) => {
      // It has done its work: what follows sees only the fields of the form.
      if (isForm(request.body)) delete request.body._csrf
      done(failed)
    })
  })
}

/** The API takes no cookie for what changes something, so nothing can be forged there. */
const needsToken = (request: FastifyRequest) =>
  !request.is404 && !isSafe(request) && !isApi(request)

const ownerOf = ({ viewer }: FastifyRequest) => (viewer ? `session ${viewer.sessionId}` : 'visitor')

/**
 * The hidden field of a form, or a header. An upload has its token in the address, because it is checked before
 * the body is read: nothing of a forged upload is ever taken in.
 */
function tokenOf(request: FastifyRequest): string | undefined {
  const { body, query, headers } = request
  const header = headers['x-csrf-token']
  if (typeof header === 'string') return header
  // The body of an upload is not read yet.
  if (isForm(body)) return text(body._csrf)
  return isForm(query) ? text(query._csrf) : undefined
}

const isForm = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const text = (value: unknown) => (typeof value === 'string' ? value : undefined)

/** Browsers say where a request comes from; text browsers and plain http say nothing, so the token decides there. */
function isCrossSite(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  const { origin } = request.headers
  if (origin === undefined) return false
  // `null` is what a sandboxed or anonymous page sends.
  if (!URL.canParse(origin)) return true
  // The scheme is taken from there: a proxy in front may speak https while we see http.
  const { protocol, host } = new URL(origin)
  const own = [`${protocol}//${request.host}`, request.server.config.publicUrl ?? '']
  return !own.some((url) => URL.canParse(url) && new URL(url).host === host)
}

/** The plugin answers a failure by itself; here it becomes a refusal like any other. */
function verify(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  done: (failed?: Refusal) => void,
): void {
  const answer: FastifyReply = Object.create(reply, { send: { value: () => done(csrfFailed()) } })
  app.csrfProtection(request, answer, () => done())
}

const csrfFailed = () =>
  new Refusal(
    'forbidden',
    'csrf_failed',
    'This page was open too long. Go back, reload it and try again.',
  )

declare module 'fastify' {
  interface FastifyReply {
    /** What a form on this page sends back as `_csrf`. Sets the cookie that goes with it. */
    csrfToken(): string
  }
}

export default fp(csrf, { name: 'csrf', dependencies: ['session'] })
