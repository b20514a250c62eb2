// Home page: redirects to the set-up, the dashboard, or the customer's orders.
import t from 'tap'
import { account, browser, build, buildEmpty, signedIn } from '../../../support/app.ts'
import { isPage, said } from '../../../support/reading.ts'

t.test('before the set-up, home page and sign-in redirect to it', async (t) => {
  const visitor = browser(await buildEmpty(t))
  for (const url of ['/', '/auth/login', '/auth/register']) {
    t.equal((await visitor.get(url)).location, '/setup', url)
  }
})

t.test('visitors are welcomed, staff and customers are redirected', async (t) => {
  const app = await build(t)
  const page = await browser(app).get('/')
  t.equal(page.status, 200)
  isPage(t, page, 'Hemline')
  t.equal(page.$('main a[href="/auth/login"]').length, 1)
  t.equal(page.$('main a[href="/auth/register"]').length, 1)
  t.match(said(page.$('a.skip')), 'Skip to content')

  for (const [role, place] of [
    ['admin', '/admin'],
    ['staff', '/admin'],
    ['customer', '/orders'],
  ] as const) {
    const person = await signedIn(app, await account(app, role))
    t.equal((await person.get('/')).location, place, role)
  }
})
