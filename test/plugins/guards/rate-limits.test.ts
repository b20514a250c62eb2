// Rate limits by address and by person.
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { account, build, program } from '../../support/app.ts'

/** Number of `times` requests from one address that are not refused. */
async function served(app: FastifyInstance, url: string, times: number, remoteAddress: string) {
  const answers = []
  for (let time = 0; time < times; time++) answers.push(await app.inject({ url, remoteAddress }))
  return answers.filter(({ statusCode }) => statusCode !== 429).length
}

t.test('visitors are limited by address, across all pages', async (t) => {
  const app = await build(t, { RATE_LIMIT_ANONYMOUS: '5' })
  t.equal(await served(app, '/auth/login', 9, '10.0.0.1'), 5)
  t.equal(await served(app, '/nowhere', 9, '10.0.0.2'), 5, 'where nothing is')
  t.equal(await served(app, '/api/users', 9, '10.0.0.3'), 5, 'where they may not go')
  t.equal(await served(app, '/auth/login', 3, '2001:db8::1'), 3)
  t.equal(
    await served(app, '/auth/login', 5, '2001:db8::2'),
    2,
    'a household has many IPv6 addresses',
  )

  const refused = await app.inject({ url: '/api/health', remoteAddress: '10.0.0.1' })
  t.equal(refused.json().code, 'too_many_requests')
  t.ok(Number(refused.headers['retry-after']) > 0)
  const page = await app.inject({ url: '/auth/login', remoteAddress: '10.0.0.1' })
  t.equal(page.statusCode, 429)
  t.match(page.body, 'Wait a moment')
})

t.test('a response names the limit and what is left of it', async (t) => {
  const app = await build(t, { RATE_LIMIT_ANONYMOUS: '3', RATE_LIMIT_STAFF: '50' })
  const ask = (url: string) => app.inject({ url, remoteAddress: '10.0.0.9' })
  const left: (string | undefined)[] = []
  for (const url of ['/api/health', '/nowhere', '/api/users', '/api/health']) {
    const { headers } = await ask(url)
    t.match(headers['request-id'], /^[0-9a-f-]{36}$/, url)
    t.equal(headers['ratelimit-policy'], '"visitor";q=3;w=60', url)
    left.push(/^"visitor";r=(\d+);t=\d+$/.exec(String(headers.ratelimit))?.[1])
  }
  t.strictSame(left, ['2', '1', '0', '0'])
  const refused = await ask('/api/health')
  t.equal(refused.json().requestId, refused.headers['request-id'])
  const { headers } = await (await program(app)).get('/api/users/me')
  t.match(headers['ratelimit-policy'], '"person";q=50;w=60')
  const unroutable = await app.inject({ url: '/api/orders/%FF', remoteAddress: '10.0.0.8' })
  t.match(unroutable.headers['request-id'], /^[0-9a-f-]{36}$/)
})

t.test('the storefront has a limit of its own', async (t) => {
  const app = await build(t, { RATE_LIMIT_ANONYMOUS: '2', RATE_LIMIT_STOREFRONT: '5' })
  t.equal(await served(app, '/auth/login', 3, '10.0.0.1'), 2)
  t.equal(await served(app, '/products', 4, '10.0.0.1'), 4, 'whoever shops is not held up by it')
  t.equal(await served(app, '/', 4, '10.0.0.1'), 1, 'its pages are counted together')
  const refused = await app.inject({ url: '/products', remoteAddress: '10.0.0.1' })
  t.equal(refused.statusCode, 429)
  t.equal(refused.headers['ratelimit-policy'], '"visitor";q=5;w=60')
})

t.test('assets of pages are never limited', async (t) => {
  const app = await build(t, { RATE_LIMIT_ANONYMOUS: '2' })
  t.equal(await served(app, '/healthz', 9, '10.0.0.1'), 9)
  t.equal(await served(app, '/assets/nothing.css', 9, '10.0.0.1'), 9)
})

t.test('signed-in people at one address are counted separately', async (t) => {
  const app = await build(t, { RATE_LIMIT_ANONYMOUS: '9', RATE_LIMIT_STAFF: '4' })
  const rosa = await program(app, await account(app, 'staff'))
  const ines = await program(app)
  const statuses = []
  for (let time = 0; time < 6; time++) statuses.push((await rosa.get('/api/users/me')).statusCode)
  t.same(statuses, [200, 200, 200, 200, 429, 429])
  t.equal((await ines.get('/api/users/me')).statusCode, 200, 'the other is not held up')
})
