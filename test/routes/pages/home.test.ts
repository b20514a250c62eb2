// /: the front door leads everybody to where they belong.
import t from 'tap'
import { account, browser, build, buildEmpty, signedIn } from '../../helper.ts'
import { isPage, said } from '../../reading.ts'

t.test('before the set-up, the front door and the sign-in lead to it', async (t) => {
  const visitor = browser(await buildEmpty(t))
  for (const url of ['/', '/auth/login', '/auth/register']) {
    t.equal((await visitor.get(url)).location, '/setup', url)
  }
})

t.test('a visitor is welcomed, staff goes to work, a customer to their orders', async (t) => {
  const app = await build(t)
  const page = await browser(app).get('/')
  t.equal(page.status, 200)
  isPage(t, page, 'Hemline')
  t.equal(page.$('main a[href="/auth/login"]').length, 1)
  t.equal(page.$('main a[href="/auth/register"]').length, 1)
  t.match(said(page.$('a.skip')), 'Skip to the content')

  for (const [role, place] of [
    ['admin', '/admin'],
    ['staff', '/admin'],
    ['customer', '/orders'],
  ] as const) {
    const person = await signedIn(app, await account(app, role))
    t.equal((await person.get('/')).location, place, role)
  }
})
