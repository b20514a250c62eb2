// Idle connections on close: browsers open some in advance, which Node counts as active, and keep others alive. They
// would delay closing until they time out.
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

async function idleConnections(app: FastifyInstance) {
  const spare = new Set<Socket>()
  let isClosing = false
  app.server.on('connection', (socket: Socket) => {
    // Between this hook and the end of listening a browser can still connect.
    if (isClosing) return socket.destroy()
    spare.add(socket)
    socket.once('close', () => spare.delete(socket))
  })
  app.server.on('request', ({ socket }: IncomingMessage) => spare.delete(socket))
  app.addHook('preClose', async () => {
    isClosing = true
    for (const socket of spare) socket.destroy()
    // Node closes idle connections when it stops listening, but not those that become idle later.
    app.server.keepAliveTimeout = 1
  })
}

export default fp(idleConnections, { name: 'idle-connections' })
