// Home page: the set-up before there is an owner, the shop for customers, the order book for staff.
import t from 'tap'
import { account, browser, build, buildEmpty, program, signedIn } from '../../../support/app.ts'
import { isPage, said } from '../../../support/reading.ts'
import { addProduct, EVENING_GOWN, SILK } from '../../../support/shop/products.ts'

t.test('before the set-up, home page and sign-in redirect to it', async (t) => {
  const visitor = browser(await buildEmpty(t))
  for (const url of ['/', '/auth/login', '/auth/register']) {
    t.equal((await visitor.get(url)).location, '/setup', url)
  }
})

t.test('a shop without a storefront welcomes visitors and redirects people', async (t) => {
  const app = await build(t)
  await (await program(app)).put('/api/settings', { storefront: { isOpen: false } })
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

t.test('the storefront shows the shop’s words, featured products and models', async (t) => {
  const app = await build(t)
  const owner = await program(app)
  await addProduct(owner)
  await addProduct(owner, { ...EVENING_GOWN, featured: true })
  await addProduct(owner, { name: 'Wedding dress', kind: 'made_to_order', price: '900.00' })
  await addProduct(owner, SILK)
  await owner.put('/api/settings', {
    storefront: { headline: 'Made to <fit>', intro: 'Dresses', banner: 'Closed on Friday' },
  })

  const page = await browser(app).get('/')
  isPage(t, page, 'Made to <fit>')
  t.match(said(page.$('.banner')), 'Closed on Friday')
  const [ready, made] = page
    .$('.prods')
    .toArray()
    .map((list) => said(page.$(list)))
  t.match(ready, 'Evening gown from $240.00 In stock: S, M')
  t.notMatch(ready, 'Silk scarf', 'featured products stand for all')
  t.match(made, 'Wedding dress $900.00 Made for you')
  t.notMatch(said(page.$('body')), 'Silk twill', 'material is not sold')
  t.match(said(page.$('main')), 'All 3 pieces')

  const amina = await signedIn(app, await account(app, 'customer'))
  t.equal((await amina.get('/')).status, 200, 'a customer sees it, too')
  const staff = await signedIn(app, await account(app, 'staff'))
  t.equal((await staff.get('/')).location, '/admin')
  const looking = await staff.get('/?view=shop')
  t.match(said(looking.$('.banner').first()), 'You see the shop as customers do.')
  t.equal(looking.$('.banner a').attr('href'), '/admin')
  t.equal(looking.$('.label-woven').attr('href'), '/?view=shop')
})
