// Secrets in the event log: none after a scenario with accounts and orders.
import t from 'tap'
import { sql } from '../../../src/db/sql.ts'
import { openShop } from '../../support/api.ts'
import { OWNER, PASSWORD, program, signedIn } from '../../support/app.ts'
import { addOrder } from '../../support/shop/factories.ts'

t.test('no event holds a password, a token, a cookie, or a hash of one', async (t) => {
  const { app, owner } = await openShop(t)
  const secrets = new Map<string, string>([['password of the owner', OWNER.password]])
  const know = (what: string, secret: string) => secrets.set(what, secret)
  const send = async (url: string, payload: object) =>
    (await app.inject({ method: 'POST', url, payload })).json()

  const amina = {
    email: 'amina@example.com',
    password: know('password', 'velvet-hem-7') && 'velvet-hem-7',
  }
  await send('/api/auth/register', { ...amina, name: 'Amina Bello' })
  const session = await send('/api/auth/login', amina)
  know('access token', session.accessToken)
  know('refresh token', session.refreshToken)
  const renewed = await send('/api/auth/refresh', { refreshToken: session.refreshToken })
  know('renewed token', renewed.refreshToken)
  await send('/api/auth/refresh', { refreshToken: session.refreshToken }) // reused: ends the session
  const own = await program(app, amina)
  const changed = await own.put('/api/users/me', {
    currentPassword: amina.password,
    password: 'silk-thread-8',
  })
  t.equal(changed.statusCode, 200, changed.body)
  know('new password', 'silk-thread-8')
  const { id } = (
    await owner.post('/api/users', {
      email: 'li@shop.test',
      password: PASSWORD,
      fullName: 'Li Wei',
      role: 'staff',
    })
  ).json()
  know('password of staff', PASSWORD)
  await owner.put(`/api/users/${id}`, { password: 'another-hem-99' })
  know('password set by the owner', 'another-hem-99')

  const key = (await owner.post('/api/keys', { name: 'Website', scopes: ['orders.read'] })).json()
  know('API key', key.key)
  know('random part of the prefix', key.prefix.slice(4))
  await owner.put(`/api/keys/${key.id}`, { name: 'Shop' })
  await owner.delete(`/api/keys/${key.id}`)

  const browser = await signedIn(app)
  for (const [name, value] of browser.cookies) know(`cookie ${name}`, value)
  await browser.get('/admin/settings')
  await browser.post('/profile/password', {
    currentPassword: OWNER.password,
    password: 'needle and silk 8',
  })
  // A new password ends all sessions.
  const office = await program(app, { ...OWNER, password: 'needle and silk 8' })
  const order = await addOrder(office)
  know('tracking token', order.trackingToken)
  const renewedLink = await office.post(`/api/orders/${order.id}/tracking-link`, {})
  t.equal(renewedLink.statusCode, 201, renewedLink.body)
  know('new tracking token', renewedLink.json().trackingToken)
  await office.delete(`/api/orders/${order.id}/tracking-link`)

  const stored = await app.db.all<{ secret: string | null }>(sql`
    SELECT password_hash AS secret FROM users
    UNION ALL SELECT secret_hash FROM sessions
    UNION ALL SELECT secret_hash FROM refresh_tokens
    UNION ALL SELECT secret_hash FROM api_keys
    UNION ALL SELECT tracking_token FROM orders`)
  for (const [at, { secret }] of stored.entries()) if (secret) know(`stored secret ${at}`, secret)

  const events = await app.db.all<Record<string, unknown>>(sql`SELECT * FROM events`)
  t.ok(events.length > 10, `${events.length} events`)
  t.ok(secrets.size > 15, `${secrets.size} secrets`)
  const log = JSON.stringify(events)
  for (const [what, secret] of secrets) t.notOk(log.includes(secret), what)
  t.notMatch(log, /\$argon2/)
})
