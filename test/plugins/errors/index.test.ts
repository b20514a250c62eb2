// Errors before any route: methods, addresses, content types, sizes and invalid HTTP.
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { openShop, refused, wrongFields } from '../../support/api.ts'
import { AMINA, addOrder, GOWN } from '../../support/shop/factories.ts'

const { app, owner } = await openShop(t)
const order = await addOrder(owner)

t.test('an unsupported method is 405 and names the supported ones', async (t) => {
  const allowed = {
    '/api/orders': ['GET, HEAD, POST', ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'TRACE']],
    [`/api/orders/${order.id}`]: ['DELETE, GET, HEAD, PUT', ['POST', 'PATCH']],
    [`/api/orders/${order.id}/status`]: ['PATCH, PUT', ['GET', 'POST', 'DELETE']],
    [`/api/orders/${order.id}/payments`]: ['GET, HEAD, POST', ['PUT', 'DELETE']],
    '/api/customers/': ['GET, HEAD, POST', ['PUT']],
    '/api/health': ['GET, HEAD', ['POST']],
  } as const
  for (const [url, [methods, wrong]] of Object.entries(allowed)) {
    for (const method of wrong) {
      const answer = await owner.send({ method: method as 'PUT', url, payload: '{' })
      refused(t, answer, 405, 'method_not_allowed', `${method} ${url}`)
      t.equal(answer.headers.allow, methods)
    }
  }
})

t.test('an unknown address is 404, whatever was sent', async (t) => {
  const types: Record<string, string>[] = [
    {},
    { 'content-type': 'text/csv' },
    { 'content-type': 'application/json' },
  ]
  for (const url of [
    '/api',
    '/api/',
    '/api/nothing',
    '/api/orders/1/nothing',
    '/api/orders/1/2/3',
  ]) {
    for (const headers of types) {
      const answer = await owner.send({ method: 'POST', url, payload: '{"broken', headers })
      refused(t, answer, 404, 'not_found', url)
    }
  }
})

t.test('HEAD answers like GET, without a body', async (t) => {
  for (const url of [
    '/api/orders',
    `/api/orders/${order.id}`,
    '/api/health',
    '/api/openapi.json',
  ]) {
    const head = await owner.send({ method: 'HEAD', url })
    const get = await owner.get(url)
    t.equal(head.statusCode, 200, url)
    t.equal(head.body, '')
    t.equal(head.headers['content-type'], get.headers['content-type'])
    t.equal(head.headers.etag, get.headers.etag)
  }
  t.equal((await owner.send({ method: 'HEAD', url: '/api/orders/999999' })).statusCode, 404)
})

t.test('other content types than JSON are 415', async (t) => {
  const types = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/json-patch+json',
    'nonsense',
  ]
  for (const type of types) {
    for (const [method, url] of [
      ['POST', '/api/customers'],
      ['PUT', `/api/orders/${order.id}`],
      ['DELETE', `/api/orders/${order.id}`],
      ['POST', '/api/auth/login'],
    ] as const) {
      const headers = { 'content-type': type }
      const answer = await owner.send({ method, url, payload: '{"notes":"x"}', headers })
      refused(t, answer, 415, 'unsupported_media_type', `${method} ${url} ${type}`)
    }
  }
  const charset = { 'content-type': 'application/json; charset=utf-8' }
  const payload = JSON.stringify({ notes: 'x' })
  const url = `/api/orders/${order.id}`
  t.equal((await owner.send({ method: 'PUT', url, payload, headers: charset })).statusCode, 200)
})

t.test('invalid, empty and prototype-polluting JSON is 400', async (t) => {
  const headers = { 'content-type': 'application/json' }
  for (const payload of [
    '{',
    '',
    '{"a":1}}',
    "{'a':1}",
    '\ufeff',
    '{"__proto__":{"admin":true}}',
    'NaN',
  ]) {
    const answer = await owner.send({ method: 'POST', url: '/api/orders', payload, headers })
    refused(t, answer, 400, 'invalid_json', payload)
  }
  t.equal(({} as { admin?: boolean }).admin, undefined)
  const poisoned = '{"constructor":{"prototype":{"admin":true}}}'
  const answer = await owner.send({
    method: 'POST',
    url: '/api/orders',
    payload: poisoned,
    headers,
  })
  t.ok([400, 422].includes(answer.statusCode))
  const bare = await owner.send({ method: 'POST', url: '/api/orders' })
  t.strictSame(wrongFields(bare), { '': 'type' }, 'no body at all')
  for (const payload of ['null', '7', '"text"', '[]', 'true']) {
    const wrong = await owner.send({ method: 'POST', url: '/api/orders', payload, headers })
    t.strictSame(wrongFields(wrong), { '': 'type' }, payload)
  }
})

t.test('an empty body of any type is accepted where none is expected', async (t) => {
  const { id } = await addOrder(owner)
  const headers = { 'content-type': 'application/json' }
  const url = `/api/orders/${id}`
  t.equal((await owner.send({ method: 'DELETE', url, headers })).statusCode, 204)
  t.equal((await owner.send({ method: 'POST', url: `${url}/restore`, headers })).statusCode, 200)
})

t.test('a body with too many bytes or values is 413, at little cost', async (t) => {
  const bytes = await owner.post('/api/orders', {
    customer: AMINA,
    ...GOWN,
    notes: 'x'.repeat(2_000_000),
  })
  refused(t, bytes, 413, 'body_too_large')
  const members = Object.fromEntries(Array.from({ length: 90_000 }, (_, at) => [`k${at}`, 1]))
  const values = await app.inject({ method: 'POST', url: '/api/auth/login', payload: members })
  refused(t, values, 413, 'too_many_values')
  const items = Array(300_000).fill({})
  refused(t, await owner.post('/api/orders', { items }), 413, 'too_many_values')
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
  const headers = { 'content-type': 'application/json' }
  const nested = await owner.send({ method: 'POST', url: '/api/orders', payload: deep, headers })
  refused(t, nested, 413, 'too_many_values')
  const buried = `${'{"a":'.repeat(9000)}"\\u0000"${'}'.repeat(9000)}`
  const nul = await owner.send({ method: 'POST', url: '/api/orders', payload: buried, headers })
  refused(t, nul, 422, 'invalid_input')
  const thousand = await owner.post('/api/orders', { items: Array(1000).fill({}) })
  refused(t, thousand, 422, 'invalid_input')
  t.equal(wrongFields(thousand)['/items'], 'maxItems')
  t.ok(thousand.body.length < 50_000, `${thousand.body.length} bytes`)
})

t.test('an invalid address is 400, one that is too long 404', async (t) => {
  for (const url of ['/api/orders/%E0%A4%A', '/api/%', '/api/orders/%zz/status', '/api/orders%']) {
    const answer = await owner.get(url)
    refused(t, answer, 400, 'invalid_url', url)
    t.equal(answer.json().instance, url, 'as it was sent')
  }
  for (const length of [30, 300, 5000]) {
    refused(t, await owner.get(`/api/orders/${'9'.repeat(length)}`), 404, 'not_found')
    refused(
      t,
      await owner.get(`/api/orders/${'x'.repeat(length)}/status`),
      405,
      'method_not_allowed',
    )
  }
  t.equal((await owner.get('/api/orders?search=%zz')).statusCode, 200, 'a query is taken as it is')
  t.equal((await owner.get('/api/%6Frders')).statusCode, 200)
})

t.test('an invalid token is refused, also on public routes', async (t) => {
  for (const authorization of ['Bearer', 'Bearer x.y.z', 'Bearer  ', 'bearer null']) {
    for (const url of ['/api/orders', '/api/health']) {
      const answer = await app.inject({ url, headers: { authorization } })
      refused(t, answer, 401, 'invalid_token', `${authorization} ${url}`)
      t.equal(answer.headers['www-authenticate'], 'Bearer')
    }
  }
})

/** Response to bytes that no HTTP library would send. */
async function raw(bytes: string): Promise<{ status: number; head: string; body: string }> {
  const socket = connect(Number(new URL(app.listeningOrigin).port), '127.0.0.1')
  socket.write(bytes)
  const answer = await text(socket)
  const [head = '', body = ''] = answer.split('\r\n\r\n', 2)
  return { status: Number(head.split(' ')[1]), head, body }
}

t.test('invalid HTTP gets an error response, and the server runs on', async (t) => {
  await app.listen({ port: 0, host: '127.0.0.1' })
  const bad: [string, number][] = [
    ['FOO / HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['hello\r\n\r\n', 400],
    ['GET / HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n', 400],
    [`GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    [`GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
  ]
  for (const [bytes, status] of bad) {
    const answer = await raw(bytes)
    t.equal(answer.status, status, bytes.slice(0, 30))
    t.match(answer.head, /content-type: application\/problem\+json/i)
    t.match(JSON.parse(answer.body), { status, code: 'broken_request' })
  }
  const hosts: [string, number][] = [
    ['GET /api/health HTTP/1.1\r\nHost: shop.test\r\nHOST: elsewhere.test', 400],
    ['GET /api/health HTTP/1.1\r\nhost: shop.test\r\nhost: shop.test', 400],
    ['GET /api/health HTTP/1.1\r\nX-Host: shop.test', 400],
    ['GET /api/health HTTP/1.0\r\nX-Host: shop.test', 200],
    ['GET /api/health HTTP/1.1\r\nHost: shop.test', 200],
  ]
  for (const [head, status] of hosts) {
    const answer = await raw(`${head}\r\nConnection: close\r\n\r\n`)
    t.equal(answer.status, status, head)
    if (status === 400) t.match(JSON.parse(answer.body), { status, code: 'invalid_host' })
  }
  t.equal((await fetch(`${app.listeningOrigin}/api/health`)).status, 200)
})
