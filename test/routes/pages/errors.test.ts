// Error pages say honestly what happened and what to do next.
import t from 'tap'
import { buildApp } from '../../../src/app.ts'
import { openDatabase } from '../../../src/db/open.ts'
import { browser, build, signedIn, testConfig } from '../../helper.ts'

t.test('each refusal has its own words, its number, and a way on', async (t) => {
  const app = await build(t)
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

t.test('staff find their way back to the dashboard', async (t) => {
  const owner = await signedIn(await build(t))
  t.equal((await owner.get('/no-such-page')).$('main a.btn').attr('href'), '/admin')
})

t.test('a fault tells nothing of its inside', async (t) => {
  const config = await testConfig(t)
  const app = await buildApp({ config, db: await openDatabase(config) })
  t.teardown(() => app.close())
  app.get('/broken', { config: { roles: 'public' } }, async () => {
    throw new Error('SELECT secret FROM users')
  })
  const page = await browser(app).get('/broken')
  t.equal(page.status, 500)
  t.match(page.$('h1').text(), 'Something went wrong')
  t.notMatch(page.response.body, /SELECT|secret/)
})
