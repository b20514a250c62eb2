// Every error answer leaves through here: problem+json for programs, a designed page for people.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Refusal } from '../services/refusal.ts'
import { faultProblem, type Problem, problemOf, refusalOf, statusOf } from './problems.ts'

async function errors(app: FastifyInstance) {
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error)
    if (!refusal) request.log.error({ err: error }, 'fault')
    return answerError(request, reply, refusal)
  })
  app.setNotFoundHandler((request, reply) => {
    const allowed = app.methodsAt(request.url)
    if (allowed.length === 0) {
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
  })
}

/** Programs get problem+json: all of /api, and whoever asks for JSON and not for HTML. */
function wantsJson(request: FastifyRequest): boolean {
  const path = request.url
  return (
    path === '/api' || path.startsWith('/api/') || path.startsWith('/api?') || path === '/healthz'
  )
}

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
  if (wantsJson(request)) {
    if (status === 401) reply.header('www-authenticate', 'Bearer')
    return reply.type('application/problem+json').serializer(JSON.stringify).send(problem)
  }
  if (status === 401) return askToSignIn(request, reply)
  return errorPage(reply, problem)
}

/** Where a person goes to sign in, and comes back from. */
function askToSignIn(request: FastifyRequest, reply: FastifyReply) {
  const next = request.method === 'GET' ? request.url : '/admin'
  const signIn = `/auth/login?next=${encodeURIComponent(next)}`
  if (request.headers['hx-request']) return reply.header('hx-redirect', signIn).send('')
  return reply.redirect(signIn, 303)
}

function errorPage(reply: FastifyReply, problem: Problem) {
  return reply.page('errors/index', { title: problem.title, problem: { errors: null, ...problem } })
}

export default fp(errors, { name: 'errors', dependencies: ['route-table', 'views'] })
