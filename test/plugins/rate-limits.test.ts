// Nobody gets to take the shop's time.
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { account, build, program } from '../helper.ts'

/** How many of `times` requests of one address are let through. */
async function served(app: FastifyInstance, url: string, times: number, remoteAddress: string) {
  const answers = []
  for (let time = 0; time < times; time++) answers.push(await app.inject({ url, remoteAddress }))
  return answers.filter(({ statusCode }) => statusCode !== 429).length
}

t.test('visitors are limited by address, wherever they go', async (t) => {
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
  const page = await app.inject({ url: '/', remoteAddress: '10.0.0.1' })
  t.equal(page.statusCode, 429)
  t.match(page.body, 'Wait a moment')
})

t.test('what every page needs is never refused', async (t) => {
  const app = await build(t, { RATE_LIMIT_ANONYMOUS: '2' })
  t.equal(await served(app, '/healthz', 9, '10.0.0.1'), 9)
  t.equal(await served(app, '/assets/nothing.css', 9, '10.0.0.1'), 9)
})

t.test('people who are signed in count each for themselves, at one address', async (t) => {
  const app = await build(t, { RATE_LIMIT_ANONYMOUS: '9', RATE_LIMIT_STAFF: '4' })
  const rosa = await program(app, await account(app, 'staff'))
  const ines = await program(app)
  const statuses = []
  for (let time = 0; time < 6; time++) statuses.push((await rosa.get('/api/users/me')).statusCode)
  t.same(statuses, [200, 200, 200, 200, 429, 429])
  t.equal((await ines.get('/api/users/me')).statusCode, 200, 'the other is not held up')
})
