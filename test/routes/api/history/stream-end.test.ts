// End of an event stream: with the access token, the session, the account or the rights.
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import t, { type Test } from 'tap'
import type { Tier } from '../../../../src/schemas/access/tiers.ts'
import { account, browser, build, program } from '../../../support/app.ts'
import { stream } from '../../../support/processes/event-stream.ts'
import { AMINA, addOrder } from '../../../support/shop/factories.ts'

type Headers = Record<string, string>

async function listening(t: Test, env: NodeJS.ProcessEnv = {}) {
  const app = await build(t, env)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  return { app, url: `http://127.0.0.1:${port}/api/events/stream` }
}

const PASSWORDS = { currentPassword: 'correct horse battery', password: 'seven silver buttons' }

/** An account with the headers of its API client and its browser. */
async function person(app: FastifyInstance, role: Tier, customerId?: number) {
  const { email, password } = await account(app, role, customerId)
  const login = await app.inject({
    method: 'POST',
    url: '/api/auth/login',
    payload: { email, password },
  })
  const visitor = browser(app)
  await visitor.get('/auth/login')
  await visitor.post('/auth/login', { email, password })
  const { accessToken, refreshToken, user } = login.json()
  const token: Headers = { authorization: `Bearer ${accessToken}` }
  const cookie: Headers = { cookie: `hemline=${visitor.cookies.get('hemline')}` }
  return { id: user.id as number, refreshToken, token, cookie, visitor }
}

t.test('a stream ends when its token or session expires, not before', async (t) => {
  const { app, url } = await listening(t, { JWT_EXPIRES_IN: '2s', SESSION_EXPIRES_IN: '3s' })
  const started = Date.now()
  const { token, cookie, refreshToken } = await person(app, 'staff')
  const byToken = await stream(t, url, token)
  const byCookie = await stream(t, url, cookie)
  const payload = { refreshToken }
  const next = await app.inject({ method: 'POST', url: '/api/auth/refresh', payload })
  t.equal(next.statusCode, 200, 'the session goes on with another token')

  t.ok(await byToken.ended())
  t.equal((await fetch(url, { headers: token })).status, 401)
  const [tokenAfter, cookieAfter] = [Date.now() - started, byCookie.ended().then(() => Date.now())]
  t.ok(tokenAfter > 900, `the token's end after ${tokenAfter} ms`)
  t.ok((await cookieAfter) - started >= 2_900, 'the session lasts longer')
  t.equal((await fetch(url, { headers: cookie })).status, 401)
})

t.test('a stream ends when the right to read it is withdrawn', async (t) => {
  const { app, url } = await listening(t)
  const owner = await program(app)
  const { customerId } = await addOrder(owner, { customer: AMINA })
  type Person = Awaited<ReturnType<typeof person>>
  const endings: Record<string, (who: Person) => Promise<unknown>> = {
    'signing out': async ({ visitor, token }) => {
      await visitor.get('/profile')
      await visitor.post('/auth/logout')
      await app.inject({ method: 'POST', url: '/api/auth/logout', headers: token })
    },
    'an account that is switched off': ({ id }) =>
      owner.put(`/api/users/${id}`, { isActive: false }),
    'a new password': ({ id }) => owner.put(`/api/users/${id}`, { password: PASSWORDS.password }),
    'another role': ({ id }) => owner.put(`/api/users/${id}`, { role: 'customer' }),
    'a customer of its own': ({ id }) =>
      owner.put(`/api/users/${id}`, { role: 'customer', customerId }),
  }
  for (const [what, end] of Object.entries(endings)) {
    const who = await person(app, 'admin')
    const streams = await Promise.all([stream(t, url, who.token), stream(t, url, who.cookie)])
    await Promise.all(streams.map((one) => one.until(/retry/)))
    await end(who)
    for (const one of streams) t.ok(await one.ended(), what)
  }
})

t.test("changing one's own password does not end one's stream", async (t) => {
  const { app, url } = await listening(t)
  const owner = await program(app)
  const { token, cookie } = await person(app, 'staff')
  const mine = await stream(t, url, token)
  const tablet = await stream(t, url, cookie)
  await changed(app, token)
  t.ok(await tablet.ended(), 'the other device is signed out')
  await addOrder(owner)
  t.match(await mine.until(/order\.placed/), /order\.placed/)
})

const changed = (app: FastifyInstance, headers: Headers): Promise<unknown> =>
  app.inject({ method: 'PUT', url: '/api/users/me', headers, payload: PASSWORDS })
