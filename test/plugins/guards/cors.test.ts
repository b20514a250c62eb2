// CORS: browser programs of listed origins only, for the API only, without cookies.
import t from 'tap'
import { build, OWNER, program, signedIn } from '../../support/app.ts'

const APP = 'https://app.example'
const WISH = { origin: APP, 'access-control-request-method': 'PUT' }

t.test('without configuration no origin is allowed', async (t) => {
  const app = await build(t)
  const answer = await app.inject({ url: '/api/health', headers: { origin: APP } })
  t.notOk(answer.headers['access-control-allow-origin'])
  const preflight = await app.inject({ method: 'OPTIONS', url: '/api/orders', headers: WISH })
  t.equal(preflight.statusCode, 405)
  t.notOk(preflight.headers['access-control-allow-origin'])
})

t.test('a listed origin may use the API with a token', async (t) => {
  const app = await build(t, { CORS_ORIGINS: `${APP},http://localhost:5173` })
  for (const url of ['/api/orders', '/api/orders/1', '/api/nowhere', '/api/auth/login']) {
    const preflight = await app.inject({ method: 'OPTIONS', url, headers: WISH })
    t.equal(preflight.statusCode, 204, url)
    t.equal(preflight.headers['access-control-allow-origin'], APP)
    t.match(preflight.headers['access-control-allow-methods'], /PUT.*DELETE/)
    t.match(preflight.headers['access-control-allow-headers'], /Authorization.*If-Match/)
    t.equal(preflight.headers.vary, 'Origin')
    t.notOk(preflight.headers['access-control-allow-credentials'], 'no cookies')
    t.notOk(preflight.headers['set-cookie'])
  }
  const owner = await program(app, OWNER)
  const headers = { origin: 'http://localhost:5173' }
  const answer = await owner.send({ url: '/api/customers', headers })
  t.equal(answer.statusCode, 200)
  t.equal(answer.headers['access-control-allow-origin'], 'http://localhost:5173')
  t.match(answer.headers['access-control-expose-headers'], /ETag.*Link.*Request-Id/)
  t.match(answer.headers.vary, /Origin/)
  const refused = await app.inject({ url: '/api/customers', headers })
  t.equal(refused.statusCode, 401)
  t.equal(refused.headers['access-control-allow-origin'], headers.origin, 'a refusal is read too')
})

t.test('other origins are refused, and pages are never readable cross-origin', async (t) => {
  const app = await build(t, { CORS_ORIGINS: APP })
  for (const origin of [
    'https://evil.example',
    'null',
    'https://app.example.evil',
    `${APP}:8443`,
  ]) {
    const headers = { ...WISH, origin }
    const preflight = await app.inject({ method: 'OPTIONS', url: '/api/orders', headers })
    t.equal(preflight.statusCode, 405, origin)
    t.notOk(preflight.headers['access-control-allow-origin'], origin)
    t.match(preflight.headers.vary, /Origin/, 'a cache keeps the answers apart')
  }
  const owner = await signedIn(app)
  const page = await owner.send({ method: 'GET', url: '/admin/orders', headers: { origin: APP } })
  t.equal(page.status, 200)
  t.notOk(page.response.headers['access-control-allow-origin'])
})
