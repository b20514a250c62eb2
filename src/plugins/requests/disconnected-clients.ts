// Drops queued requests of disconnected clients: a reader who reloads a slow page five times must not cost five reads.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { isSafe } from './kind.ts'

/** Time to start requests in one iteration; disconnects are noticed between iterations. */
const START_BUDGET_MS = 5

async function disconnectedClients(app: FastifyInstance) {
  /** When this iteration started its first request; `null` before. */
  let began: number | null = null

  const begin = (request: FastifyRequest, leave: () => void, go: () => void): void => {
    if (hasLeft(request)) leave()
    else if (began !== null && performance.now() - began > START_BUDGET_MS) {
      // Twice, because sockets are read after the first.
      setImmediate(() => setImmediate(begin, request, leave, go))
    } else {
      if (began === null) setImmediate(endTurn)
      began ??= performance.now()
      go()
    }
  }
  const endTurn = () => {
    began = null
  }

  // Changes are carried out in any case: their client may not wait for the response.
  app.addHook('onRequest', (request, reply, done) => {
    if (isSafe(request)) begin(request, () => reply.hijack(), done)
    else done()
  })
}

/** The connection is closed, or the client has ended its half. */
const hasLeft = ({ raw: { socket } }: FastifyRequest): boolean =>
  socket.destroyed === true || socket.writable === false

export default fp(disconnectedClients, { name: 'disconnected-clients' })
