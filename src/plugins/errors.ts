// Every error answer leaves through here: problem+json for programs, a designed page for people.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Refusal } from '../services/refusal.ts'
import { keptForm } from './kept-form.ts'
import { wasUnreadable } from './malformed-urls.ts'
import { faultProblem, type Problem, problemOf, refusalOf, statusOf } from './problems.ts'
import { isApi } from './request-kind.ts'

async function errors(app: FastifyInstance) {
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error)
    // A disk that is full refuses like a rule does, but somebody has to look after it.
    if (!refusal || refusal.kind === 'unavailable') request.log.error({ err: error }, 'fault')
    return answerError(request, reply, refusal)
  })
  app.setNotFoundHandler(answerNotFound)
  // Said before a body is read: where nothing is, it does not matter what was sent there.
  app.addHook('onRequest', (request, reply, done) => {
    if (wasUnreadable(request.raw)) throw MALFORMED
    if (!request.is404) return done()
    Promise.resolve(answerNotFound(request, reply)).catch(done)
  })
}

const MALFORMED = new Refusal('unreadable', 'invalid_url', 'The address is not a valid URL.')

/** A wrong method is told from a wrong address (RFC 9110, section 15.5.6). */
function answerNotFound(request: FastifyRequest, reply: FastifyReply) {
  const allowed = request.server.methodsAt(request.url)
  // With the right method it is a file of a folder that is not there: of an older build, say.
  if (allowed.length === 0 || allowed.includes(request.method)) {
    const gone = new Refusal('not_found', 'not_found', 'There is nothing at this address.')
    return answerError(request, reply, gone)
  }
  reply.header('allow', allowed.join(', '))
  const wrong = new Refusal(
    'unreadable',
    'method_not_allowed',
    `${request.method} is not possible here. Possible are: ${allowed.join(', ')}.`,
  )
  return answerError(request, reply, wrong, 405)
}

/** Programs get problem+json: all of /api, and the health check. */
const wantsJson = (request: FastifyRequest) =>
  isApi(request) || request.routeOptions.url === '/healthz'

export function answerError(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal | undefined,
  forcedStatus?: number,
) {
  const status = forcedStatus ?? (refusal ? statusOf(refusal) : 500)
  const problem = refusal ? problemOf(refusal, status, request) : faultProblem(request)
  if (refusal?.extras.retryAfter) reply.header('retry-after', refusal.extras.retryAfter)
  reply.code(status).header('cache-control', 'no-store')
  if (status === 401 && !wantsJson(request)) return askToSignIn(request, reply)
  return wantsJson(request) ? sendProblem(reply, problem) : errorPage(reply, problem)
}

/**
 * What the framework refuses before any route is chosen. Nothing of ours is on its reply yet, no page and no
 * session, so people too get the problem as JSON.
 */
export function answerUnroutable(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const refusal = refusalOf(error)
  const status = refusal ? statusOf(refusal) : 500
  reply.code(status).header('cache-control', 'no-store')
  sendProblem(reply, refusal ? problemOf(refusal, status, request) : faultProblem(request))
}

function sendProblem(reply: FastifyReply, problem: Problem) {
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  return reply.type('application/problem+json').serializer(JSON.stringify).send(problem)
}

/** Where a person goes to sign in, and comes back from; a form that was sent goes along. */
async function askToSignIn(request: FastifyRequest, reply: FastifyReply) {
  const next = request.method === 'GET' ? request.url : '/admin'
  const signIn = `/auth/login?next=${encodeURIComponent(next)}`
  if (request.headers['hx-request']) return reply.header('hx-redirect', signIn).send('')
  const kept = await keptForm(request).catch(() => null)
  if (!kept) return reply.redirect(signIn, 303)
  return reply.page('auth/login', {
    title: 'Sign in',
    values: null,
    errors: null,
    problem: null,
    next: '',
    kept: JSON.stringify(kept),
  })
}

/** When even the page fails, the sentence alone is sent: what went wrong inside stays inside. */
async function errorPage(reply: FastifyReply, problem: Problem) {
  try {
    const context = { title: problem.title, problem: { errors: null, ...problem } }
    return await reply.page('errors/index', context)
  } catch (error) {
    reply.log.error({ err: error }, 'the error page cannot be shown')
    return reply.type('text/plain; charset=utf-8').send(`${problem.title}\n\n${problem.detail}\n`)
  }
}

export default fp(errors, { name: 'errors', dependencies: ['route-table', 'views'] })
