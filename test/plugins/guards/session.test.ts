// Authentication of requests: session cookies with their flags, and bearer tokens.
import { createHmac } from 'node:crypto'
import t, { type Test } from 'tap'
import { sql } from '../../../src/db/sql.ts'
import { account, browser, build, OWNER, program, signedIn } from '../../support/app.ts'

const app = await build(t)

/** The Set-Cookie header of a sign-in, in a shop configured by `env`, for a browser that sends `headers`. */
async function sessionCookie(t: Test, env: NodeJS.ProcessEnv, headers: Record<string, string>) {
  const visitor = browser(await build(t, env))
  await visitor.get('/auth/login', headers)
  const { email, password } = OWNER
  const { response } = await visitor.post('/auth/login', { email, password }, headers)
  t.equal(response.statusCode, 303)
  return response.cookies.find(({ name }) => name.endsWith('hemline'))
}

const HTTP_ONLY = { path: '/', httpOnly: true, sameSite: 'Lax' }

t.test('over plain http the cookie is HttpOnly and SameSite', async (t) => {
  const cookie = await sessionCookie(t, {}, {})
  t.match(cookie, { name: 'hemline', ...HTTP_ONLY })
  t.notOk(cookie?.secure)
  t.notOk(cookie?.domain)
})

t.test('over https the cookie is also bound to the host', async (t) => {
  const secure = { name: '__Host-hemline', secure: true, ...HTTP_ONLY }
  t.match(await sessionCookie(t, { PUBLIC_URL: 'https://shop.test' }, {}), secure)
  const proxied = { 'x-forwarded-proto': 'https' }
  t.match(await sessionCookie(t, { TRUST_PROXY: '127.0.0.1' }, proxied), secure)
  t.match(await sessionCookie(t, {}, proxied), { name: 'hemline' }, 'a stranger claims https')
})

t.test('over https all cookies have the Secure flag', async (t) => {
  for (const [env, headers] of [
    [{ PUBLIC_URL: 'https://shop.test' }, {}],
    [{ TRUST_PROXY: '127.0.0.1' }, { 'x-forwarded-proto': 'https' }],
  ] as const) {
    const visitor = browser(await build(t, env))
    const { email, password } = OWNER
    const pages = [
      await visitor.get('/auth/login', headers),
      await visitor.post('/theme', { theme: 'dark' }, headers),
      await visitor.post('/auth/login', { email, password }, headers),
      await visitor.get('/profile', headers),
      await visitor.post('/profile', { fullName: 'Ines A.' }, headers),
      await visitor.get('/profile', headers),
      await visitor.post('/auth/logout', {}, headers),
    ]
    const cookies = pages.flatMap(({ response }) => response.cookies)
    const names = new Set(cookies.map(({ name }) => name.replace('__Host-', '')))
    t.strictSame([...names].sort(), ['csrf', 'device', 'flash', 'hemline', 'theme'])
    for (const cookie of cookies) {
      t.match(cookie, { secure: true, httpOnly: true, sameSite: 'Lax', path: '/' }, cookie.name)
    }
  }
})

t.test('each sign-in sets a new cookie', async (t) => {
  const one = (await signedIn(app)).cookies.get('hemline')
  const other = (await signedIn(app)).cookies.get('hemline')
  t.not(one, other)
})

t.test('under /api the cookie allows reading only', async (t) => {
  const owner = await signedIn(app)
  t.equal((await owner.get('/api/users/me')).response.json().email, OWNER.email)
  const forged = await owner.post('/api/customers', { name: 'Mallory' })
  t.equal(forged.status, 401)
  t.equal(forged.response.json().code, 'bearer_required')
  // The router decodes the path, so this must not count as a page, where the cookie allows changes.
  const token = String((await owner.get('/profile')).$('input[name=_csrf]').val())
  const encoded = await app.inject({
    method: 'POST',
    url: '/%61pi/customers',
    headers: { cookie: `hemline=${owner.cookies.get('hemline')}`, 'x-csrf-token': token },
    cookies: { csrf: owner.cookies.get('csrf') ?? '' },
    payload: { name: 'Mallory', phoneNumber: '0170 5550142' },
  })
  t.not(encoded.statusCode, 201)
  t.same((await owner.get('/api/customers')).response.json().data, [])
})

t.test('a bearer token is accepted by the API only', async (t) => {
  t.equal((await (await program(app)).get('/admin')).statusCode, 303)
})

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token forged with the given secret and claims. */
function token(secret: string, claims: object, alg = 'HS256') {
  const content = `${part({ alg, typ: 'JWT' })}.${part(claims)}`
  const hash = alg.replace('HS', 'sha')
  return `${content}.${createHmac(hash, secret).update(content).digest('base64url')}`
}

t.test('a forged token is refused, not treated as a visitor', async (t) => {
  await program(app)
  const row = await app.db.get<{ sid: number }>(sql`SELECT max(id) AS sid FROM sessions`)
  const now = Math.floor(Date.now() / 1000)
  const claims = { sub: '1', sid: row?.sid, iss: 'hemline', iat: now, exp: now + 60 }
  const { jwtSecret } = app.config
  const answer = (authorization: string) =>
    app.inject({ url: '/api/health', headers: { authorization } })

  t.equal((await answer(`Bearer ${token(jwtSecret, claims)}`)).statusCode, 200, 'the real one')
  const refused = {
    'signed by somebody else': token('x'.repeat(32), claims),
    unsigned: `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`,
    'of another algorithm': token(jwtSecret, claims, 'HS512'),
    'of another issuer': token(jwtSecret, { ...claims, iss: 'somebody' }),
    'of no issuer': token(jwtSecret, { ...claims, iss: undefined }),
    expired: token(jwtSecret, { ...claims, exp: now - 1 }),
    'without an end': token(jwtSecret, { ...claims, exp: undefined }),
    'of no session': token(jwtSecret, { ...claims, sid: 999 }),
    "of somebody else's session": token(jwtSecret, { ...claims, sub: '2' }),
    'of an earlier session that had the same number': token(jwtSecret, { ...claims, iat: now - 9 }),
    'no token': 'abc',
    nothing: '',
  }
  for (const [what, bearer] of Object.entries(refused)) {
    const { statusCode, headers, json } = await answer(`Bearer ${bearer}`)
    t.equal(statusCode, 401, what)
    t.equal(json().code, 'invalid_token', what)
    t.match(headers['www-authenticate'], /^Bearer/, what)
  }
})

t.test('an expired token does not prevent signing in again', async (t) => {
  const { email, password } = await account(app, 'staff')
  const answer = await app.inject({
    method: 'POST',
    url: '/api/auth/login',
    headers: { authorization: 'Bearer old' },
    payload: { email, password },
  })
  t.equal(answer.statusCode, 200)
})
