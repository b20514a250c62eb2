// Error handler: problem+json for programs, a page for people.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { messageIn } from '../../lib/errors/quantity-words.ts'
import { Refusal } from '../../lib/errors/refusal.ts'
import { findSettings } from '../../services/shop/settings/read.ts'
import { findStorefront } from '../../services/shop/storefront.ts'
import type { ErrorPage } from '../../views/contexts/site.ts'
import { switchContext } from '../answers/switch-page.ts'
import { isPartial } from '../answers/views.ts'
import { tabletOf } from '../guards/tablet.ts'
import { isApi } from '../requests/kind.ts'
import { wasUnreadable } from '../requests/malformed-urls.ts'
import { askToSendPlainly, canComePlainly, pageBefore } from '../requests/plain-sending.ts'
import { resumableForm } from '../requests/resumable-form.ts'
import { filesLost, resumeContext } from '../requests/resumable-labels.ts'
import { wrongAddress } from './invalid-query.ts'
import { faultProblem, type Problem, problemOf, refusalOf, statusOf } from './problem-details.ts'

async function errors(app: FastifyInstance) {
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error)
    if (hasLeft(request)) request.log.info('the client left before its request had arrived')
    // A full disk is a refusal, but it needs attention.
    else if (!refusal || refusal.kind === 'unavailable') request.log.error({ err: error }, 'fault')
    return answerError(request, reply, refusal)
  })
  app.setNotFoundHandler(answerNotFound)
  // Before a body is read: at an unknown address its content does not matter.
  app.addHook('onRequest', (request, reply, done) => {
    if (wasUnreadable(request.raw)) throw MALFORMED
    if (!request.is404) return done()
    Promise.resolve(answerNotFound(request, reply)).catch(done)
  })
}

/** An aborted request: what then fails to be read is no fault. */
const hasLeft = ({ raw }: FastifyRequest) => raw.destroyed && !raw.complete

const MALFORMED = new Refusal('unreadable', 'invalid_url', 'The address is not a valid URL.')

/** Distinguishes a wrong method (405) from a wrong address (404) (RFC 9110, section 15.5.6). */
function answerNotFound(request: FastifyRequest, reply: FastifyReply) {
  const allowed = request.server.methodsAt(request.url)
  // The method is right, so it is a missing static file: of an older build, for example.
  if (allowed.length === 0 || allowed.includes(request.method)) {
    const gone = new Refusal('not_found', 'not_found', 'There is nothing at this address.')
    return answerError(request, reply, gone)
  }
  reply.header('allow', allowed.join(', '))
  const wrong = new Refusal(
    'unreadable',
    'method_not_allowed',
    `${request.method} is not allowed here. Allowed: ${allowed.join(', ')}.`,
  )
  return answerError(request, reply, wrong, 405)
}

/** All of /api, and the health check. */
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
  if (wantsJson(request)) return sendProblem(reply, problem)
  if (refusal?.code === 'second_factor_setup_required') return askToSetUp(request, reply)
  return refusal?.code === 'csrf_failed'
    ? askToSendAgain(reply, problem)
    : errorPage(reply, problem, refusal)
}

/** For errors before routing. The reply has no page and no session yet, so people too get JSON. */
export function answerUnroutable(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const refusal = refusalOf(error)
  const status = refusal ? statusOf(refusal) : 500
  reply.code(status).header('cache-control', 'no-store').header('request-id', request.id)
  sendProblem(reply, refusal ? problemOf(refusal, status, request) : faultProblem(request))
}

function sendProblem(reply: FastifyReply, problem: Problem) {
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  return reply.type('application/problem+json').serializer(JSON.stringify).send(problem)
}

/** Clients refuse answers with more than 16 KB of headers, and encoding triples an address. */
const MAX_NEXT = 4_000

/** Redirects to sign-in, which comes back here; a submitted form goes along. */
async function askToSignIn(request: FastifyRequest, reply: FastifyReply) {
  if (canComePlainly(request)) return askToSendPlainly(reply)
  const next = request.method === 'GET' ? request.url : pageBefore(request)
  const encoded = encodeURIComponent(next)
  const onTablet = (await tabletOf(request)) !== undefined
  const path = onTablet ? '/auth/switch' : '/auth/login'
  const signIn = encoded.length <= MAX_NEXT ? `${path}?next=${encoded}` : path
  if (request.headers['hx-request']) return reply.header('hx-redirect', signIn).send('')
  const sent = await resumableForm(request).catch(() => null)
  if (!sent) return reply.redirect(signIn, 303)
  const isKept = 'kept' in sent
  if (onTablet) {
    const shown = isKept ? { kept: sent.kept } : { notKept: sent.notKept, next }
    return reply.page('access/tablets/switch', await switchContext(request, shown))
  }
  return reply.page('access/sign-in/login', {
    title: 'Sign in',
    values: null,
    errors: null,
    problem: null,
    next: isKept ? '' : next,
    kept: isKept ? JSON.stringify(sent.kept) : null,
    filesLost: isKept ? filesLost(sent.kept) : '',
    notKept: isKept ? null : sent.notKept,
  })
}

/** Redirects to the set-up of the second factor, which the role of the viewer requires. */
function askToSetUp(request: FastifyRequest, reply: FastifyReply) {
  const setUp = '/profile/second-factor'
  if (request.headers['hx-request']) return reply.code(200).header('hx-redirect', setUp).send('')
  return reply.redirect(setUp, 303)
}

/** A form from before a sign-in is shown to the present user to confirm, unless another site sent it. */
async function askToSendAgain(reply: FastifyReply, problem: Problem) {
  const { request } = reply
  if (request.viewer && canComePlainly(request)) return askToSendPlainly(reply)
  const sent = request.viewer ? await resumableForm(request).catch(() => null) : null
  if (!sent || !('kept' in sent)) return errorPage(reply, problem)
  const { kept } = sent
  return reply.page('access/sign-in/resume', {
    title: 'Not sent yet',
    isStale: true,
    typedBy: null,
    ...(await resumeContext(request.server.db, request.viewer, kept)),
  })
}

/** Whoever looked for something in the shop can look for it again. */
async function canSearch({ server, viewer }: FastifyRequest, { status }: Problem) {
  if (status !== 404 || (viewer && viewer.role !== 'customer')) return false
  return (await findStorefront(server.db)).isOpen
}

/** If even the error page fails, only the message is sent, without internals. */
async function errorPage(reply: FastifyReply, plain: Problem, refusal?: Refusal) {
  let problem = plain
  try {
    if (refusal?.extras.words) {
      const { locale } = await findSettings(reply.server.db)
      problem = { ...plain, detail: messageIn(locale, refusal) }
    }
    const wrong = wrongAddress(reply.request, problem)
    const shown = wrong
      ? { ...problem, detail: wrong.detail, errors: null }
      : { errors: null, ...problem }
    const context: ErrorPage = {
      title: problem.title,
      problem: shown,
      way: wrong?.way ?? null,
      canSearch: await canSearch(reply.request, problem),
      toast: { kind: 'error', message: shown.detail },
    }
    // A part of a page stays what it is, and a message says what was wrong.
    if (isPartial(reply.request))
      reply.headers({ 'hx-retarget': '#toasts', 'hx-reswap': 'innerHTML' })
    return await reply.page('site/errors/index', context, 'shared/_toast')
  } catch (error) {
    reply.log.error({ err: error }, 'the error page cannot be shown')
    return reply.type('text/plain; charset=utf-8').send(`${problem.title}\n\n${problem.detail}\n`)
  }
}

export default fp(errors, { name: 'errors', dependencies: ['route-table', 'views'] })
