// Connections on which nothing was ever asked. Browsers open some in advance; Node counts them as busy, so that they
// would keep the shop from closing until they time out.
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

async function spareConnections(app: FastifyInstance) {
  const spare = new Set<Socket>()
  app.server.on('connection', (socket: Socket) => {
    spare.add(socket)
    socket.once('close', () => spare.delete(socket))
  })
  app.server.on('request', ({ socket }: IncomingMessage) => spare.delete(socket))
  app.addHook('preClose', async () => {
    for (const socket of spare) socket.destroy()
  })
}

export default fp(spareConnections, { name: 'spare-connections' })
