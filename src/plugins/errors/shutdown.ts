// Shutdown responses: requests on open connections get 503 while the app closes.
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { Refusal } from '../../lib/errors/refusal.ts'
import { answerError } from './index.ts'

async function shutdown(app: FastifyInstance) {
  let isClosing = false
  app.addHook('preClose', async () => {
    isClosing = true
  })
  app.addHook('onRequest', (request, reply, done) => {
    if (!isClosing) return done()
    reply.header('connection', 'close')
    Promise.resolve(answerError(request, reply, CLOSING)).catch(done)
  })
}

const CLOSING = new Refusal(
  'unavailable',
  'closing',
  'Hemline is restarting. Try again in a moment.',
  { retryAfter: 1 },
)

export default fp(shutdown, { name: 'shutdown', dependencies: ['session'] })
