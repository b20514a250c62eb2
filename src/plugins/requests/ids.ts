// Request-Id header: the id in the response, the log and the events of a request.
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

async function requestIds(app: FastifyInstance) {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('request-id', request.id)
    done()
  })
}

export default fp(requestIds, { name: 'request-ids' })
