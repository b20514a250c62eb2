// Error pages: what happened and what to do next.
import t from 'tap'
import { buildApp } from '../../../../src/app.ts'
import { openDatabase } from '../../../../src/db/open.ts'
import { browser, build, OWNER, signedIn, testConfig } from '../../../support/app.ts'
import { submit } from '../../../support/forms.ts'
import { isPage, said } from '../../../support/reading.ts'

const app = await build(t)

t.test('each refusal has its own words, its status, and a link', async (t) => {
  const visitor = browser(app)
  await visitor.get('/auth/login')
  const long = 'x'.repeat(2_000_000)
  const pages = {
    404: await visitor.get('/no-such-page'),
    405: await visitor.get('/auth/logout'),
    413: await visitor.post('/auth/login', { email: long }),
    415: await visitor.post('/auth/login', {}, { 'content-type': 'text/csv' }),
    422: await visitor.post('/theme', { theme: 'pink' }),
    403: await visitor.post('/theme', { theme: 'dark', _csrf: 'made-up' }),
  }
  for (const [status, { $, status: answered }] of Object.entries(pages)) {
    t.equal(answered, Number(status))
    t.equal($('h1').length, 1, status)
    t.match($('main').text(), `Error ${status}`)
    t.match($('main').text(), /[0-9a-f]{8}-[0-9a-f-]{27}/, 'the number of the request')
    t.equal($('main a.btn').attr('href'), '/')
    t.notMatch($('main').text(), /undefined|null|\bat \S+:\d+/)
  }
  const headings = Object.values(pages).map(({ $ }) => $('h1').text())
  t.equal(new Set(headings).size, headings.length, headings.join(' / '))
})

t.test('staff get a link to the dashboard', async (t) => {
  const owner = await signedIn(app)
  t.equal((await owner.get('/no-such-page')).$('main a.btn').attr('href'), '/admin')
})

t.test('a fault reveals no internals', async (t) => {
  const config = await testConfig(t)
  const app = await buildApp({ config, db: await openDatabase(config) })
  t.teardown(() => app.close())
  app.get('/broken', { config: { permission: 'public' } }, async () => {
    throw new Error('SELECT secret FROM users')
  })
  const page = await browser(app).get('/broken')
  t.equal(page.status, 500)
  t.match(page.$('h1').text(), 'Something went wrong')
  t.notMatch(page.response.body, /SELECT|secret/)
})

t.test('an invalid address has a designed page too', async (t) => {
  const owner = await signedIn(app)
  for (const [url, status] of [
    ['/admin/orders/%zz', 400],
    ['/%E0%A4%A', 400],
    ['/admin/orders?search=%zz', 200],
    [`/admin/orders/${'9'.repeat(300)}`, 404],
    ['/admin/orders/99999999999999999999', 404],
    ['/admin/orders/1e3', 404],
    ['/admin/orders/-1', 404],
    ['/admin/orders/%2e%2e%2f', 404],
    ['//admin', 404],
  ] as const) {
    const page = await owner.get(url)
    t.equal(page.status, status, url)
    isPage(t, page, /./)
    if (status !== 200) t.match(said(page.$('main')), `Error ${status}`)
  }
})

t.test('a wrong method names the allowed ones', async (t) => {
  const page = await browser(app).send({ method: 'DELETE', url: '/auth/login' })
  t.equal(page.status, 405)
  t.equal(page.response.headers.allow, 'GET, HEAD, POST')
  t.match(said(page.$('main')), /Allowed: GET, HEAD, POST/)
})

t.test('a visitor is asked to sign in, and then returns to the page', async (t) => {
  const visitor = browser(app)
  const page = await visitor.get('/admin/orders?status=ready')
  t.equal(page.status, 303)
  t.equal(page.location, '/auth/login?next=%2Fadmin%2Forders%3Fstatus%3Dready')
  const { email, password } = OWNER
  const typed = { email, password }
  const form = 'form[action^="/auth/login"]'
  const arrived = await submit(visitor, await visitor.get(page.location ?? ''), { form, typed })
  t.equal(arrived.location, '/admin/orders?status=ready')
})

t.test('an expired session leads to the sign-in, also from a fragment', async (t) => {
  const owner = await signedIn(app)
  await owner.get('/admin/orders/new')
  for (const name of owner.cookies.keys()) if (name !== 'csrf') owner.cookies.delete(name)
  const fragment = await owner.fragment('/admin/orders?search=gown')
  t.match(fragment.response.headers['hx-redirect'], /^\/auth\/login\?next=/)
  t.equal(fragment.response.body, '')
  const posted = await owner.post('/admin/orders', { 'items.0.itemName': 'Gown' })
  t.equal(posted.location, '/auth/login?next=%2Fadmin', 'a form cannot be sent again by a link')
})

t.test('without the database the error page is plain text', async (t) => {
  const { get, version } = app.db
  t.teardown(() => Object.assign(app.db, { get, version }))
  // Disables the caches, which are keyed by version.
  delete app.db.version
  app.db.get = () => Promise.reject(new Error('SELECT shop_name FROM settings: disk I/O error'))
  const answer = await app.inject({ url: '/auth/login', headers: { accept: 'text/html' } })
  t.equal(answer.statusCode, 500)
  t.match(answer.headers['content-type'], 'text/plain')
  t.match(answer.body, /Nothing was saved/)
  t.notMatch(answer.body, /SELECT|disk|\.ts/)
})
