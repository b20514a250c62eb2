// Security headers of every response.
import t from 'tap'
import { build } from '../../support/app.ts'

t.test('only our own scripts run, and no other site may frame the pages', async (t) => {
  const app = await build(t)
  for (const url of ['/auth/login', '/api/health', '/nowhere', '/assets/nowhere.css', '/admin']) {
    const { headers } = await app.inject(url)
    const policy = String(headers['content-security-policy'])
    t.match(policy, "script-src 'self';", url)
    t.match(policy, "style-src 'self';", url)
    t.match(policy, "img-src 'self' data: blob:;", url)
    t.match(policy, "frame-ancestors 'none'", url)
    t.notMatch(policy, /unsafe|upgrade-insecure-requests/, 'shops run plain http in their network')
    t.equal(headers['x-content-type-options'], 'nosniff', url)
    t.equal(headers['referrer-policy'], 'same-origin', url)
    t.match(headers['permissions-policy'], 'camera=(self)', url)
  }
})

t.test('files carry only the headers that protect a file, and may load nothing', async (t) => {
  const app = await build(t)
  for (const name of ['app.css', 'app.js', 'icons.svg']) {
    const { statusCode, headers } = await app.inject(`/assets/${app.asset(name)}`)
    t.equal(statusCode, 200, name)
    t.equal(headers['content-security-policy'], "default-src 'none'", name)
    t.equal(headers['x-content-type-options'], 'nosniff', name)
    t.equal(headers['cross-origin-resource-policy'], 'same-origin', name)
    t.notOk(headers['permissions-policy'], name)
  }
  const worker = await app.inject('/sw.js')
  t.match(worker.headers['content-security-policy'], "default-src 'self'", 'it fetches pages')
})

t.test('HSTS is sent only over https', async (t) => {
  const plain = await build(t, { TRUST_PROXY: '127.0.0.1' })
  const { headers: byHttp } = await plain.inject('/auth/login')
  t.notOk(byHttp['strict-transport-security'])
  t.notOk(byHttp['cross-origin-opener-policy'], 'which browsers refuse there, with an error')
  const headers = { 'x-forwarded-proto': 'https' }
  const proxied = await plain.inject({ url: '/auth/login', headers })
  t.match(proxied.headers['strict-transport-security'], /max-age=\d{7}/)
  t.equal(proxied.headers['cross-origin-opener-policy'], 'same-origin')
})

t.test('the API reference page works without a weaker policy for other pages', async (t) => {
  const app = await build(t)
  const { statusCode, headers, body } = await app.inject('/api/docs/')
  t.equal(statusCode, 200)
  t.match(body, 'swagger-ui')
  t.notMatch(headers['content-security-policy'], /upgrade-insecure-requests/)
  t.equal(headers['x-content-type-options'], 'nosniff')
})
