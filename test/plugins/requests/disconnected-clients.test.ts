// Disconnected clients: requests of fifty clients that leave a busy server run no statements.
import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { account, build, program, signedIn } from '../../support/app.ts'
import { addOrder } from '../../support/shop/factories.ts'

const app = await build(t, { RATE_LIMIT_STAFF: '100000', RATE_LIMIT_ANONYMOUS: '100000' })
await app.listen({ port: 0, host: '127.0.0.1' })
const { port } = app.server.address() as AddressInfo
const office = await program(app)
await addOrder(office)
const staff = await account(app, 'staff')
const counter = await signedIn(app, staff)
const login = await app.inject({ method: 'POST', url: '/api/auth/login', payload: staff })
const token = login.json().accessToken

/** Counts all statements and delays each, as in a busy shop. */
let statements = 0
for (const name of ['all', 'get'] as const) {
  const read = app.db[name].bind(app.db) as (query: never) => Promise<never>
  app.db[name] = (query: unknown) => {
    statements += 1
    for (const until = performance.now() + 3; performance.now() < until; );
    return read(query as never)
  }
}

const CLIENTS = 50

async function connected(): Promise<Socket[]> {
  const sockets = Array.from({ length: CLIENTS }, () => connect(port, '127.0.0.1'))
  await Promise.all(sockets.map((socket) => once(socket, 'connect')))
  return sockets
}

/** Number of statements for concurrent requests of `path` by all clients. */
async function sendRequest(path: string, headers: string, leave: boolean): Promise<number> {
  const sockets = await connected()
  const before = statements
  const answered = sockets.map(async (socket) => {
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\nConnection: close\r\n\r\n`,
    )
    if (leave) return socket.destroy()
    let text = ''
    for await (const chunk of socket) text += chunk
    t.match(text, /^HTTP\/1\.1 200/, path)
  })
  await Promise.all(answered)
  // Running requests have ended when a later one is answered.
  if (leave) await pause(50)
  await office.get('/healthz')
  return statements - before
}

t.test('a disconnected client runs no statements', async (t) => {
  const pairs: [path: string, headers: string][] = [
    [
      '/admin/orders?sort=deadline',
      `Cookie: ${[...counter.cookies].map((one) => one.join('=')).join('; ')}`,
    ],
    ['/api/orders?sort=deadline', `Authorization: Bearer ${token}`],
  ]
  for (const [path, headers] of pairs) {
    const stayed = await sendRequest(path, headers, false)
    const left = await sendRequest(path, headers, true)
    t.ok(stayed >= CLIENTS, `${path}: ${stayed} statements for those who stayed`)
    t.ok(left <= stayed / 4, `${path}: ${left} for those who left`)
  }
})
