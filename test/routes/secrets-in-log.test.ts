// The request log at its finest level: no password, PIN, key, code, token or cookie, whichever way it was sent.
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { openDatabase } from '../../src/db/open.ts'
import {
  addOwner,
  browser,
  OWNER,
  program,
  signedIn,
  testConfig,
  withBearer,
} from '../support/app.ts'
import { makeKey } from '../support/keys.ts'
import { codeAt, turnOn, wrongCode } from '../support/second-factor.ts'
import { newPhone } from '../support/shop/factories.ts'
import { colleague, switchTo, tablet } from '../support/shop/tablets.ts'

t.test('what opens something is never in the log', async (t) => {
  const config = await testConfig(t, { RATE_LIMIT_ANONYMOUS: '100000' })
  const lines: string[] = []
  const stream = { write: (line: string) => void lines.push(line) }
  const db = await openDatabase(config)
  const app = await buildApp({ config, db, logger: { level: 'trace', stream } })
  t.teardown(() => app.close())
  await app.ready()
  await addOwner(app)
  const secrets = new Map<string, string>()
  const know = <Secret extends string>(what: string, secret: Secret): Secret => {
    if (!secret) throw new Error(`The ${what} is missing`)
    secrets.set(what, secret)
    return secret
  }
  const post = (url: string, payload: object) => app.inject({ method: 'POST', url, payload })

  know('password', OWNER.password)
  const owner = await program(app)
  const wrong = know('wrong password', 'wrong-velvet-hem-7')
  await post('/api/auth/login', { email: OWNER.email, password: wrong })
  const login = (
    await post('/api/auth/login', { email: OWNER.email, password: OWNER.password })
  ).json()
  know('access token', login.accessToken)
  know('refresh token', login.refreshToken)
  await post('/api/auth/refresh', { refreshToken: login.refreshToken })
  await withBearer(app, know('wrong token', `${login.accessToken}x`)).get('/api/orders')

  const rosa = await colleague(app, owner, 'Rosa Lindqvist', know('PIN', '483017'))
  know('password of staff', rosa.password)
  await owner.put(`/api/users/${rosa.id}/pin`, { pin: know('trivial PIN', '777777') })
  const device = await owner.post('/api/devices', { name: 'Workshop' })
  const enrolment = know('enrolment code', device.json().code)
  await post('/api/devices/enrol', { code: know('wrong enrolment code', 'QQQQ-7777') })
  const enrolled = await post('/api/devices/enrol', { code: enrolment })
  for (const { value } of enrolled.cookies) know('cookie of the tablet', value)
  const counter = await tablet(app, owner)
  await switchTo(counter, { id: rosa.id, pin: know('wrong PIN', '905213') })
  await switchTo(counter, rosa)
  const page = await counter.get('/admin/customers/new')
  const csrf = know('CSRF token', page.$('input[name=_csrf]').first().attr('value') ?? '')
  await counter.post('/auth/switch/form?of=%2Fadmin%2Fcustomers', { name: 'Amina', _csrf: csrf })
  await counter.post('/auth/confirm', { confirmPassword: know('confirmed', 'confirmed-hem-3') })
  for (const [name, value] of counter.cookies) if (value) know(`cookie ${name}`, value)

  const visitor = await signedIn(app, rosa)
  await visitor.get('/auth/login', { cookie: know('forged cookie', 'hemline=forged-velvet-42') })
  await visitor.post('/profile/pin', { pin: '73', pinPassword: know('pinPassword', 'pin-hem-11') })
  await visitor.post('/profile/password', {
    currentPassword: know('current', 'current-hem-12'),
    password: know('new password', 'new-silk-hem-13'),
  })

  const { key, id } = await makeKey(app, owner, { scopes: ['orders.read'] })
  await withBearer(app, know('API key', key)).get('/api/orders')
  await owner.delete(`/api/keys/${id}`)
  await withBearer(app, key).get('/api/orders')
  await app.inject(`/api/orders?search=${key}`)
  await app.inject({
    url: '/api/orders',
    headers: { authorization: `Basic ${know('basic', 'cm9zYTpoZW0=')}` },
  })

  const own = await program(app, rosa)
  const { secret, recoveryCodes } = await turnOn(app, own)
  know('TOTP secret', secret)
  for (const code of recoveryCodes) know(`recovery code ${code}`, code)
  const { email, password } = rosa
  const codes = [codeAt(secret), wrongCode(secret), recoveryCodes[0] ?? '']
  for (const code of codes) {
    await post('/api/auth/login', { email, password, code: know(`code ${code}`, code) })
  }
  const proof = { password: rosa.password, code: recoveryCodes[1] }
  const renewed = await own.post('/api/users/me/second-factor/recovery-codes', proof)
  for (const code of renewed.json().recoveryCodes) know(`new code ${code}`, code)
  const stranger = browser(app)
  await stranger.get('/auth/login')
  await stranger.post('/auth/login', { email: rosa.email, password: rosa.password })
  await stranger.post('/auth/second-factor', { code: know('typed code', '918273') })

  const { url } = (await owner.post(`/api/users/${rosa.id}/password-link`, {})).json()
  const { pathname } = new URL(url)
  know('password link', pathname.split('/').at(-1) ?? '')
  await stranger.get(pathname)
  await stranger.post(pathname, { password: know('password by link', 'link-velvet-14') })
  const amina = await owner.post('/api/customers', { name: 'Amina', phoneNumber: newPhone() })
  const claim = await owner.post(`/api/customers/${amina.json().id}/claim-code`, {})
  t.equal(claim.statusCode, 201, claim.body)
  know('claim code', claim.json().code)
  await stranger.post('/profile/orders', { code: claim.json().code })
  const invitation = await owner.post(`/api/customers/${amina.json().id}/invite`, {})
  t.equal(invitation.statusCode, 201, invitation.body)
  const invite = new URL(invitation.json().url).pathname
  know('invitation', invite.split('/').at(-1) ?? '')
  await stranger.get(invite)
  await post('/api/auth/login', 'no JSON' as unknown as object)

  const log = lines.join('')
  t.ok(lines.length > 45, `${lines.length} lines`)
  t.match(log, '/auth/switch', 'the requests are there')
  t.ok(secrets.size > 40, `${secrets.size} secrets`)
  t.strictSame(
    [...secrets].filter(([, value]) => value.length > 3 && log.includes(value)),
    [],
  )
  t.notMatch(log, /authorization|set-cookie|\$argon2/i)
})
