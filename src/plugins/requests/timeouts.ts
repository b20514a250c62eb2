// Body timeouts: a client that sends a byte now and then would hold a connection for ever. Headers are limited by Node
// (src/app.ts).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { answerBrokenRequest } from './broken-requests.ts'
import { hasUnreadBody } from './unread-bodies.ts'

/** The longest timer. */
const LONGEST_MS = 2 ** 31 - 1

async function requestTimeouts(app: FastifyInstance) {
  const { bodyTimeout, uploadTimeout } = app.config

  /** Decided on expiry: only then is the viewer certainly known. */
  const look = (request: FastifyRequest, reply: FastifyReply, passed: number) => {
    if (!hasUnreadBody(request.raw)) return
    const more = isUpload(request) ? uploadTimeout - passed : 0
    if (more > 0) watch(request, reply, passed + more, more)
    else cut(request, reply)
  }
  const watch = (request: FastifyRequest, reply: FastifyReply, passed: number, wait: number) => {
    const timer = setTimeout(() => look(request, reply, passed), Math.min(wait * 1000, LONGEST_MS))
    timer.unref()
    reply.raw.once('close', () => clearTimeout(timer))
  }
  app.addHook('onRequest', (request, reply, done) => {
    if (hasUnreadBody(request.raw)) watch(request, reply, bodyTimeout, bodyTimeout)
    done()
  })
}

/** Files of signed-in users and API keys; all other bodies are short. */
const isUpload = ({ viewer, key, headers }: FastifyRequest): boolean =>
  (viewer ?? key) !== null &&
  /^(multipart\/form-data|text\/csv)\b/i.test(headers['content-type'] ?? '')

/** As Node does for late headers. */
function cut({ raw, log }: FastifyRequest, reply: FastifyReply): void {
  log.info('a body took too long to arrive')
  if (reply.raw.headersSent) raw.socket.destroy()
  else answerBrokenRequest(TOO_SLOW, raw.socket)
}

const TOO_SLOW = Object.assign(new Error('The body took too long to arrive'), {
  code: 'ERR_HTTP_REQUEST_TIMEOUT',
})

export default fp(requestTimeouts, {
  name: 'request-timeouts',
  dependencies: ['unread-bodies'],
})
