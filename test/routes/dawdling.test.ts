// Slow clients: timeouts of bodies, headers and idle connections.
import t from 'tap'
import { openShop } from '../support/api.ts'
import { OWNER } from '../support/app.ts'
import { answerOf, headOf, listening, type RawRequest } from '../support/processes/raw-requests.ts'
import { addOrder } from '../support/shop/factories.ts'

const { app, owner } = await openShop(
  t,
  {},
  {
    HEADERS_TIMEOUT: '1s',
    BODY_TIMEOUT: '1s',
    UPLOAD_TIMEOUT: '2s',
    MAX_UPLOAD_MB: '1',
  },
)
const { id } = await addOrder(owner)
const server = await listening(app)
const { email, password } = OWNER
const payload = { email, password }
const login = await app.inject({ method: 'POST', url: '/api/auth/login', payload })
const authorization = `Bearer ${login.json().accessToken}`

/** Announces a body and sends a byte of it now and then. @returns the response, and the duration */
async function trickle(request: RawRequest) {
  const socket = await server.connect()
  const since = Date.now()
  socket.write(headOf(request, server.host, 1_000))
  const timer = setInterval(() => socket.write('x'), 100)
  const answer = await answerOf(socket)
  clearInterval(timer)
  return { ...answer, seconds: (Date.now() - since) / 1_000 }
}

const request = (url: string, headers: Record<string, string>, body = ''): RawRequest => ({
  method: 'POST',
  url,
  headers,
  body: Buffer.from(body),
})
const json = { 'content-type': 'application/json' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const photos = { 'content-type': 'multipart/form-data; boundary=x' }
const csv = { 'content-type': 'text/csv' }

t.test('a body that never ends is aborted, on every kind of route', async (t) => {
  const origin = { origin: `http://${server.host}` }
  const dawdlers: [what: string, request: RawRequest][] = [
    ['signing in', request('/auth/login', form)],
    ['signing in, by a program', request('/api/auth/login', json)],
    ['a form of a session that ended', request('/admin/orders', { ...photos, ...origin })],
    ['JSON of somebody signed in', request('/api/orders', { ...json, authorization })],
  ]
  await Promise.all(
    dawdlers.map(async ([what, request]) => {
      const { status, body, seconds } = await trickle(request)
      t.equal(status, 408, what)
      t.match(JSON.parse(body), { status: 408, code: 'broken_request' })
      t.ok(seconds > 0.9 && seconds < 2.9, `${what}: ${seconds} s`)
    }),
  )
  t.equal(await server.connections(), 0)
})

t.test('uploads of signed-in people may take longer, but not forever', async (t) => {
  const uploads = [
    request(`/api/orders/${id}/images`, { ...photos, authorization }),
    request('/api/customers/import/csv', { ...csv, authorization }),
  ]
  await Promise.all(
    uploads.map(async (upload) => {
      const { status, seconds } = await trickle(upload)
      t.equal(status, 408)
      t.ok(seconds > 1.9 && seconds < 5, `${seconds} s`)
    }),
  )
})

t.test('headers that never end are aborted, and so is a silent connection', async (t) => {
  const beginnings = ['GET / HTTP/1.1\r\nhost: shop.test\r\nx-thread:', 'GE', '']
  await Promise.all(
    beginnings.map(async (beginning) => {
      const socket = await server.connect()
      socket.write(beginning)
      await answerOf(socket)
      t.pass(`"${beginning}"`)
    }),
  )
  t.equal(await server.connections(), 0, 'also where the other side leaves its half open')
})
