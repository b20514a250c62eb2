// Requests during shutdown: 503 as JSON or as a page.
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { build } from '../../support/app.ts'
import { answerOf, listening } from '../../support/processes/raw-requests.ts'

t.test('a request during shutdown gets 503 with Retry-After', async (t) => {
  const app = await build(t)
  const server = await listening(app)
  const there: Socket[] = []
  app.server.on('connection', (socket) => there.push(socket))
  /** A keep-alive connection with its next request on the way, which must not be cut. */
  const begun = async (path: string) => {
    const socket = await server.connect()
    socket.write('GET /healthz HTTP/1.1\r\nhost: shop.test\r\n\r\n')
    await once(socket, 'data')
    socket.write(`GET ${path} HTTP/1.1\r\nhost: shop.test\r\n`)
    while (there.at(-1)?.bytesRead !== socket.bytesWritten) await pause(5)
    return socket
  }
  const sockets = [await begun('/api/orders'), await begun('/auth/login')]
  const closed = app.close()
  const answers = sockets.map((socket) => answerOf(socket))
  for (const socket of sockets) socket.write('\r\n')
  const [api, page] = await Promise.all(answers)
  t.equal(api?.status, 503)
  t.match(api?.head, /content-type: application\/problem\+json/i)
  t.match(api?.head, /retry-after: 1\b/i)
  t.match(JSON.parse(api?.body ?? ''), { status: 503, code: 'closing' })
  t.equal(page?.status, 503)
  t.match(page?.head, /content-type: text\/html/i)
  t.match(page?.body, /Try again in a moment/)
  await closed
})
