// Sign-in, registration and sign-out pages, without JavaScript.
import t from 'tap'
import { safeNext } from '../../../../src/routes/pages/next.ts'
import {
  account,
  browser,
  build,
  OWNER,
  PASSWORD,
  program,
  signedIn,
} from '../../../support/app.ts'

const app = await build(t)
const { email, password } = OWNER

t.test('sign-in leads staff to the dashboard and customers to their orders', async (t) => {
  for (const [role, home] of [
    ['admin', '/admin'],
    ['staff', '/admin'],
    ['customer', '/orders'],
  ] as const) {
    const visitor = browser(app)
    const form = await visitor.get('/auth/login')
    t.equal(form.$('h1').text(), 'Sign in')
    const done = await visitor.post('/auth/login', await account(app, role))
    t.equal(done.status, 303)
    t.equal(done.location, home)
    t.equal((await visitor.get(home)).status, 200)
    t.equal((await visitor.get('/auth/login')).location, home, 'no second time')
  }
})

t.test('a wrong password keeps the e-mail in the form, and not the password', async (t) => {
  const visitor = browser(app)
  await visitor.get('/auth/login')
  const page = await visitor.post('/auth/login', { email, password: 'a wrong guess' })
  t.equal(page.status, 422)
  t.match(page.$('.alert').text(), 'Wrong e-mail or password. Try again.')
  t.equal(page.$('[name=email]').val(), email)
  t.equal(page.$('[name=password]').val(), '')
  t.notMatch(page.response.body, 'a wrong guess')
  t.equal((await visitor.get('/admin')).status, 303, 'still outside')
  const empty = await visitor.post('/auth/login', { email: '', password: '' })
  t.equal(empty.$('[aria-invalid=true]').length, 2)
})

t.test('after sign-in the requested page is shown', async (t) => {
  const visitor = browser(app)
  const redirect = await visitor.get('/admin/orders?status=ready&search=veil')
  const form = await visitor.get(String(redirect.location))
  const next = String(form.$('input[name=next]').val())
  const again = await visitor.post('/auth/login', { email, password: 'a wrong guess', next })
  t.equal(again.$('input[name=next]').val(), next, 'also after a wrong password')
  const done = await visitor.post('/auth/login', { email, password, next })
  t.equal(done.location, '/admin/orders?status=ready&search=veil')
})

const ELSEWHERE = [
  '//evil.test',
  '///evil.test',
  '/\\evil.test',
  '/\\/evil.test',
  '\\\\evil.test',
  'https://evil.test',
  'https:evil.test',
  '/.//evil.test',
  '/admin/..//evil.test',
  '/\t/evil.test',
  '/\n/evil.test',
  'javascript:alert(1)',
  ' //evil.test',
  'admin',
  '',
  '/auth/logout',
]

t.test('links cannot redirect to another site after sign-in', async (t) => {
  for (const next of ELSEWHERE) t.equal(safeNext(next), undefined, JSON.stringify(next))
  for (const next of ['//evil.test', '/\\evil.test', 'https://evil.test']) {
    const visitor = browser(app)
    await visitor.get(`/auth/login?next=${encodeURIComponent(next)}`)
    t.equal((await visitor.post('/auth/login', { email, password, next })).location, '/admin')
    const signedIn = await visitor.get(`/auth/login?next=${encodeURIComponent(next)}`)
    t.equal(signedIn.location, '/admin', JSON.stringify(next))
  }
  t.equal(safeNext(['/admin', '/orders']), undefined, 'given twice')
  t.equal(safeNext('/admin/orders?search=a%2Fb//c'), '/admin/orders?search=a%2Fb//c')
})

t.test('sign-out ends the session, not only the cookie', async (t) => {
  const owner = await signedIn(app)
  const secret = owner.cookies.get('hemline') ?? ''
  const done = await owner.post('/auth/logout')
  t.equal(done.location, '/auth/login')
  t.equal(owner.cookies.get('hemline'), '')
  t.match((await owner.get('/auth/login')).$('.toast').text(), 'You are signed out.')
  owner.cookies.set('hemline', secret)
  t.match((await owner.get('/admin')).location, '/auth/login')
})

t.test('signing in again ends the previous session', async (t) => {
  const tablet = await signedIn(app)
  const secret = tablet.cookies.get('hemline') ?? ''
  await tablet.get('/profile')
  t.equal((await tablet.post('/auth/login', await account(app, 'staff'))).status, 303)
  const old = browser(app)
  old.cookies.set('hemline', secret)
  t.equal((await old.get('/admin')).status, 303)
})

t.test('a customer creates an account and is signed in', async (t) => {
  const visitor = browser(app)
  const form = await visitor.get('/auth/register')
  const idempotencyKey = String(form.$('[name=idempotencyKey]').val())
  const amina = { name: 'Amina Bello', email: 'amina@shop.test', password: ' two spaces ' }
  const wrong = await visitor.post('/auth/register', { ...amina, email: 'amina', idempotencyKey })
  t.equal(wrong.status, 422)
  t.equal(wrong.$('[name=name]').val(), 'Amina Bello')
  t.equal(wrong.$('[name=password]').val(), '')
  t.equal(wrong.$('[name=idempotencyKey]').val(), idempotencyKey)

  const done = await visitor.post('/auth/register', { ...amina, idempotencyKey })
  t.equal(done.location, '/orders')
  t.match((await visitor.get('/orders')).$('.toast').text(), 'Your account is ready')
  t.ok(await program(app, amina), 'spaces of a password count, as for programs')

  const other = browser(app)
  await other.get('/auth/register')
  const taken = await other.post('/auth/register', amina)
  t.equal(taken.status, 409)
  t.match(
    taken.$('#f-email-error').text(),
    'There is already an account with this e-mail. Use another e-mail.',
  )
})

t.test('resubmitting the registration form with another password signs nobody in', async (t) => {
  const visitor = browser(app)
  await visitor.get('/auth/register')
  const zoe = { name: 'Zoe', email: 'zoe@shop.test', idempotencyKey: 'a-key-that-was-seen' }
  await visitor.post('/auth/register', { ...zoe, password: PASSWORD })
  const stranger = browser(app)
  await stranger.get('/auth/register')
  const replay = await stranger.post('/auth/register', { ...zoe, password: 'some other guess' })
  t.equal(replay.status, 422)
  t.notOk(stranger.cookies.get('hemline'))
})

t.test('the fields have autocomplete values for password managers', async (t) => {
  const visitor = browser(app)
  const login = await visitor.get('/auth/login')
  t.equal(login.$('[name=email]').attr('autocomplete'), 'username')
  t.equal(login.$('[name=password]').attr('autocomplete'), 'current-password')
  const register = await visitor.get('/auth/register')
  t.equal(register.$('[name=password]').attr('autocomplete'), 'new-password')
  t.equal(register.$('form[method=post]').length, 1)
})

t.test('an address too long for a header is not kept over the sign-in', async (t) => {
  const long = `/admin/orders?search=${'%E2%98%83'.repeat(1_500)}`
  const { location } = await browser(app).get(long)
  t.equal(location, '/auth/login')
})
