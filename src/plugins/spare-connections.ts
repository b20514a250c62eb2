// Connections on which nothing was ever asked. Browsers open some in advance; Node counts them as busy, so that they
// would keep the shop from closing until they time out.
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

async function spareConnections(app: FastifyInstance) {
  const spare = new Set<Socket>()
  let isClosing = false
  app.server.on('connection', (socket: Socket) => {
    // Between this hook and the end of listening a browser can still come in.
    if (isClosing) return socket.destroy()
    spare.add(socket)
    socket.once('close', () => spare.delete(socket))
  })
  app.server.on('request', ({ socket }: IncomingMessage) => spare.delete(socket))
  app.addHook('preClose', async () => {
    isClosing = true
    for (const socket of spare) socket.destroy()
  })
}

export default fp(spareConnections, { name: 'spare-connections' })
