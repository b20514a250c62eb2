// CSRF token check without a response: wraps @fastify/csrf-protection. Depends on version 8: `app.csrfProtection` calls
// `reply.send(error)` when the token is missing or wrong, and `next()` otherwise
// (test/plugins/library-behaviour.test.ts).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** @param done called once, with whether the token is valid */
export function checkCsrfToken(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  done: (isRight: boolean) => void,
): void {
  const answer: FastifyReply = Object.create(reply, { send: { value: () => done(false) } })
  app.csrfProtection(request, answer, () => done(true))
}
