// A browser opens connections in advance: they must not keep the shop from closing.
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import t from 'tap'
import { build } from '../helper.ts'

t.test('a connection on which nothing was asked ends with the shop', async (t) => {
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
