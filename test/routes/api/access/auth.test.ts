// Sign-up, sign-in, refresh and sign-out of the API, and what ends a session.
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { computedHashes } from '../../../../src/services/access/sign-in/passwords.ts'
import {
  account,
  build,
  buildEmpty,
  OWNER,
  PASSWORD,
  program,
  signedIn,
} from '../../../support/app.ts'

/** A new person each time. */
const someone = () => ({
  email: `Amina-${crypto.randomUUID()}@Shop.test`,
  password: 'gown by friday',
  name: 'Amina Bello',
  phoneNumber: '+44 20 7946 0018',
})

const app = await build(t)

const post = (url: string, payload: object, headers = {}) =>
  app.inject({ method: 'POST', url, payload, headers })

async function login(who: { email: string; password: string } = OWNER) {
  const { email, password } = who
  return (await post('/api/auth/login', { email, password })).json()
}

const me = async (token: string) => {
  const headers = { authorization: `Bearer ${token}` }
  return (await app.inject({ url: '/api/users/me', headers })).statusCode
}

const refresh = (refreshToken: string) => post('/api/auth/refresh', { refreshToken })

t.test('a customer signs up, and can sign in with the address in any case', async (t) => {
  const amina = someone()
  const email = amina.email.toLowerCase()
  const answer = await post('/api/auth/register', amina)
  t.equal(answer.statusCode, 201)
  t.match(answer.json(), { email, role: 'customer', fullName: 'Amina Bello' })
  t.notMatch(answer.body, /argon2|gown by friday/, 'neither the password nor its hash is told')
  const session = await login({ ...amina, email: email.toUpperCase() })
  t.match(session, { tokenType: 'Bearer', expiresIn: 86_400, user: { email } })
  t.equal(await me(session.accessToken), 200)
})

t.test('the older addresses work the same', async (t) => {
  const { email, password } = someone()
  t.equal((await post('/api/users/register', { email, password })).statusCode, 201)
  const answer = await post('/api/users/login', { email, password })
  t.match(answer.json(), { tokenType: 'Bearer' })
})

t.test('a new account does not see the orders of an existing customer', async (t) => {
  const amina = someone()
  const owner = await program(app)
  const order = await owner.post('/api/orders', {
    customer: { name: amina.name, phoneNumber: amina.phoneNumber, email: amina.email },
    items: [{ itemName: 'Bridal gown', quantity: 1, unitPrice: '850.00' }],
  })
  t.equal(order.statusCode, 201)
  await post('/api/auth/register', amina)
  const stranger = await program(app, amina)
  t.same((await stranger.get('/api/orders')).json().data, [])
  const { customerId } = (await stranger.get('/api/users/me')).json()
  t.not(customerId, order.json().customerId)
  t.type(customerId, 'number')
})

t.test('sign-up reports all errors at once, and an e-mail address in use', async (t) => {
  const wrong = await post('/api/auth/register', { email: 'amina', password: 'short', age: 3 })
  t.equal(wrong.statusCode, 422)
  const pointers = wrong.json().errors.map((error: { pointer: string }) => error.pointer)
  t.same(pointers.sort(), ['/age', '/email', '/password'])
  const own = { email: OWNER.email, password: OWNER.email }
  t.equal((await post('/api/auth/register', own)).json().errors[0].code, 'same_as_email')
  const taken = await post('/api/auth/register', {
    ...someone(),
    email: OWNER.email.toUpperCase(),
  })
  t.equal(taken.statusCode, 409)
  t.match(taken.json(), { code: 'email_taken', errors: [{ pointer: '/email' }] })
})

t.test('nobody can sign up before the shop has an owner', async (t) => {
  const empty = await buildEmpty(t)
  t.match(
    (await empty.inject({ method: 'POST', url: '/api/auth/register', payload: someone() })).json(),
    {
      status: 409,
      code: 'not_set_up',
    },
  )
})

t.test('signing up twice with one key creates one account, and stores no password', async (t) => {
  const key = { 'idempotency-key': 'sign-up-1' }
  const amina = someone()
  const first = await post('/api/auth/register', amina, key)
  const second = await post('/api/auth/register', amina, key)
  t.equal(second.headers['idempotency-replayed'], 'true')
  t.equal(second.json().id, first.json().id)
  const retyped = await post('/api/auth/register', { ...amina, password: 'another one' }, key)
  t.equal(retyped.json().id, first.json().id, 'not even a hash of the body knows the password')
  const other = await post('/api/auth/register', { ...amina, name: 'Zoe' }, key)
  t.equal(other.json().code, 'idempotency_key_reused')
})

t.test(
  'a wrong password and an unknown account get the same response at the same cost',
  async (t) => {
    const answers = []
    for (const email of [OWNER.email, 'nobody@shop.test']) {
      const before = computedHashes()
      const answer = await post('/api/auth/login', { email, password: 'not the password' })
      t.equal(computedHashes() - before, 1)
      const { requestId, ...body } = answer.json()
      answers.push({ status: answer.statusCode, body })
    }
    t.same(answers[0], answers[1])
    t.match(answers[0], { status: 401, body: { code: 'sign_in_failed' } })
  },
)

t.test('a sign-in without its fields is refused', async (t) => {
  const answer = await post('/api/auth/login', {})
  t.equal(answer.statusCode, 422)
  t.equal(answer.json().errors.length, 2)
})

t.test('a refresh token works once, and its successor continues the session', async (t) => {
  const first = await login()
  const second = (await refresh(first.refreshToken)).json()
  t.not(second.refreshToken, first.refreshToken)
  t.equal(await me(second.accessToken), 200)
  t.equal((await refresh(second.refreshToken)).statusCode, 200)
})

t.test('a reused refresh token ends its whole session, and no other', async (t) => {
  const stolen = await login()
  const elsewhere = await login()
  const thief = (await refresh(stolen.refreshToken)).json()
  const again = await refresh(stolen.refreshToken)
  t.equal(again.statusCode, 401)
  t.equal(again.json().code, 'invalid_token')
  t.equal((await refresh(thief.refreshToken)).statusCode, 401)
  t.equal(await me(thief.accessToken), 401)
  t.equal(await me(elsewhere.accessToken), 200)
  t.equal((await refresh('made-up')).statusCode, 401)
  t.equal((await post('/api/auth/refresh', {})).statusCode, 422)
})

t.test('of two concurrent refreshes one is refused', async (t) => {
  const { refreshToken } = await login()
  const both = await Promise.all([refresh(refreshToken), refresh(refreshToken)])
  t.same(both.map(({ statusCode }) => statusCode).sort(), [200, 401])
})

t.test('an expired refresh token is refused', async (t) => {
  const { refreshToken } = await login()
  await app.db.write((tx) => tx.run(sql`UPDATE refresh_tokens SET expires_at = '2020-01-01'`))
  t.equal((await refresh(refreshToken)).statusCode, 401)
})

t.test('sign-out ends access and refresh tokens at once', async (t) => {
  const { accessToken, refreshToken } = await login()
  const headers = { authorization: `Bearer ${accessToken}` }
  const answer = await app.inject({ method: 'POST', url: '/api/auth/logout', headers })
  t.equal(answer.statusCode, 204)
  t.equal(await me(accessToken), 401)
  t.equal((await refresh(refreshToken)).statusCode, 401)
  t.equal((await app.inject({ method: 'POST', url: '/api/auth/logout' })).statusCode, 401)
})

t.test('a disabled account is signed out at once, everywhere', async (t) => {
  const rosa = await account(app, 'staff')
  const session = await login(rosa)
  const tablet = await signedIn(app, rosa)
  const owner = await program(app)
  await owner.put(`/api/users/${session.user.id}`, { isActive: false })

  t.equal(await me(session.accessToken), 401)
  t.equal((await refresh(session.refreshToken)).statusCode, 401)
  t.match((await tablet.get('/admin')).location, '/auth/login')
  const answer = await post('/api/auth/login', rosa)
  t.match(answer.json(), { status: 403, code: 'account_disabled' })
  const guess = await post('/api/auth/login', { ...rosa, password: 'a wrong guess' })
  t.equal(guess.json().code, 'sign_in_failed', 'only who knows the password is told so')

  await owner.put(`/api/users/${session.user.id}`, { isActive: true })
  t.equal(await me(session.accessToken), 401, 'what was ended stays ended')
  t.equal((await login(rosa)).tokenType, 'Bearer')
})

t.test('a new password ends all sessions but the current one', async (t) => {
  const rosa = await account(app, 'staff')
  const mine = await program(app, rosa)
  const other = await login(rosa)
  const tablet = await signedIn(app, rosa)
  const change = { currentPassword: PASSWORD, password: 'seven silver buttons' }
  t.equal((await mine.put('/api/users/me', change)).statusCode, 200)

  t.equal((await mine.get('/api/users/me')).statusCode, 200)
  t.equal(await me(other.accessToken), 401)
  t.equal((await refresh(other.refreshToken)).statusCode, 401)
  t.match((await tablet.get('/admin')).location, '/auth/login')
  t.equal((await post('/api/auth/login', rosa)).statusCode, 401, 'the old password')
})

t.test('account changes are in the event log, without secrets', async (t) => {
  const amina = someone()
  await post('/api/auth/register', amina)
  const session = await program(app, amina)
  const { password: currentPassword } = amina
  await session.put('/api/users/me', { currentPassword, password: 'a new secret' })
  await session.post('/api/auth/logout', {})
  const events = await app.db.all<{ type: string; data: string }>(
    sql`SELECT type, data FROM events WHERE entity = 'user' ORDER BY id`,
  )
  t.same(events.map(({ type }) => type).slice(-4), [
    'user.created',
    'user.signed_in',
    'user.updated',
    'user.signed_out',
  ])
  t.notMatch(JSON.stringify(events), /argon2|secret|gown by friday/)
  const rows = await app.db.all(sql`SELECT * FROM idempotency_keys`)
  t.notMatch(JSON.stringify(rows), /accessToken|refreshToken/)
})
