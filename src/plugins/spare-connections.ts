// Connections on which nothing is asked. Browsers open some in advance, which Node counts as busy, and keep others after
// an answer: they would keep the shop from closing until they time out.
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
    // Node closes those that wait when it stops listening, and not those that get their answer after that.
    app.server.keepAliveTimeout = 1
  })
}

export default fp(spareConnections, { name: 'spare-connections' })
