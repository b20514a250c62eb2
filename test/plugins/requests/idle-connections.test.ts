// Idle connections that browsers open in advance: they must not delay shutdown.
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { build } from '../../support/app.ts'

t.test('an unused connection is closed with the shop', async (t) => {
  const app = await build(t)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const spare = connect(port, '127.0.0.1')
  t.teardown(() => spare.destroy())
  await Promise.all([once(spare, 'connect'), once(app.server, 'connection')])
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`)
  t.equal(answer.status, 200, 'others are answered')
  const ended = once(spare, 'close')
  await app.close()
  await ended
  t.ok(spare.destroyed)
})

t.test('a connection that is answered during shutdown is closed with the response', async (t) => {
  const app = await build(t)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  t.teardown(() => socket.destroy())
  const firstRequest = once(app.server, 'request')
  const head = ['content-type: application/json', 'content-length: 2', 'host: shop.test']
  socket.write(`POST /api/auth/login HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n{`)
  await firstRequest
  const closed = app.close()
  while (app.server.listening) await pause(1)
  socket.write('}')
  t.match(await text(socket), /^HTTP\/1.1 422 /)
  await closed
})
