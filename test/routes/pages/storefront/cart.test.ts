// Cart page: what visitors and customers put into it, without JavaScript.
import t from 'tap'
import { openShop } from '../../../support/api.ts'
import { account, browser, signedIn } from '../../../support/app.ts'
import { submit } from '../../../support/forms.ts'
import { eachSaid, isPage, said, textOf } from '../../../support/reading.ts'
import { addProduct, EVENING_GOWN, readVariant } from '../../../support/shop/products.ts'

const TAXED = { taxMode: 'inclusive', taxRate: '20', taxLabel: 'VAT' }

async function shopWithGown(t: Parameters<typeof openShop>[0]) {
  const { app, owner } = await openShop(t, { locale: 'en-GB', currency: 'GBP' })
  const { variants, id } = await addProduct(owner, EVENING_GOWN)
  const [small, medium] = variants.map((variant) => variant.id)
  return { app, owner, productId: id, small: small ?? 0, medium: medium ?? 0 }
}

t.test('a visitor fills a cart, changes it and sees the costs before any name', async (t) => {
  const { app, owner } = await shopWithGown(t)
  await owner.put('/api/settings', {
    ...TAXED,
    deliveryMethods: [
      { kind: 'pickup', name: 'Collect', price: '0' },
      { kind: 'delivery', name: 'Parcel', price: '6.50' },
    ],
  })
  const visitor = browser(app)
  const empty = await visitor.get('/cart')
  isPage(t, empty, 'Your cart')
  t.match(said(empty.$('main')), 'There is nothing in it yet.')

  const product = await visitor.get('/products/evening-gown?option.Size=M')
  const added = await submit(visitor, product, { form: '.buy-form' })
  t.equal(added.location, '/cart')
  const cart = await visitor.get('/cart')
  t.match(said(cart.$('.note')), 'It is in your cart.')
  t.match(said(cart.$('.line')), 'Evening gown, M')
  t.strictSame(eachSaid(cart, '.sums dt'), [
    'Pieces',
    'Collect',
    'or Parcel',
    'of which VAT',
    'To pay',
  ])
  t.strictSame(eachSaid(cart, '.sums dd'), ['£240.00', 'Free', '£6.50', '£40.00', '£240.00'])

  await submit(visitor, cart, { form: '.line-ways', button: 'One more of Evening gown, M' })
  const two = await visitor.get('/cart')
  t.equal(said(two.$('.sums-total dd')), '£480.00')
  t.equal(two.$('.stepper [value=more][disabled]').length, 1, 'there are no more')
  await submit(visitor, two, { form: '.line-ways', button: 'Save for later : Evening gown, M' })
  const saved = await visitor.get('/cart')
  t.equal(saved.$('.sums').length, 0)
  t.match(said(saved.$('main')), 'Saved for later')
  await submit(visitor, saved, { form: '.line-ways', button: 'Back to cart : Evening gown, M' })
  const back = await visitor.get('/cart')
  t.equal(textOf(back.$('.stepper output')), '2')
  await submit(visitor, back, { form: '.line-ways', button: 'Take out : Evening gown, M' })
  t.equal((await visitor.get('/cart')).$('.line').length, 0)
})

t.test('what cannot be added is said on the page of the product', async (t) => {
  const { app, small } = await shopWithGown(t)
  const visitor = browser(app)
  const add = (fields: Record<string, string>) =>
    visitor.post('/cart/items', { next: '/products/evening-gown', ...fields })
  await add({ variantId: String(small) })
  const refused = await add({ variantId: String(small) })
  t.equal(refused.location, '/products/evening-gown')
  t.match(said((await visitor.get('/products/evening-gown')).$('.note-error')), 'Evening gown, S')
  for (const fields of [{ variantId: '999999' }, {}, { variantId: 'x' }]) {
    const page = await add(fields as Record<string, string>)
    t.equal(page.status, 303)
    t.equal((await visitor.get('/products/evening-gown')).$('.note-error').length, 1)
  }
  const away = await visitor.post('/cart/items', { next: 'https://evil.example/', variantId: 'x' })
  t.equal(away.location, '/cart')
})

t.test('a form of another site is refused, also for visitors', async (t) => {
  const { app, small } = await shopWithGown(t)
  const fields = { variantId: String(small) }
  const forged = await browser(app).post('/cart/items', fields, { origin: 'https://evil.example' })
  t.equal(forged.status, 403)
  const customer = await signedIn(app, await account(app, 'customer'))
  const cookie = [...customer.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const tokenless = await app.inject({
    method: 'POST',
    url: '/cart/items',
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  })
  t.equal(tokenless.statusCode, 403, 'whoever is signed in needs the token')
})

t.test('less in stock, another price and a product that is gone are marked', async (t) => {
  const { app, owner, productId, medium } = await shopWithGown(t)
  const visitor = browser(app)
  await visitor.post('/cart/items', { variantId: String(medium), quantity: '2' })
  await owner.put(`/api/variants/${medium}`, { price: '250.00' })
  const dearer = await visitor.get('/cart')
  t.match(textOf(dearer.$('.owed-words')), 'The price has changed: £240.00 £250.00 each.')
  await owner.post(`/api/variants/${medium}/movements`, { delta: -1, reason: 'damaged' })
  const short = await visitor.get('/cart')
  t.equal(said(short.$('.bad')), 'Only 1 left.')
  t.equal(short.$('a[href="/checkout"]').length, 0)
  await owner.delete(`/api/products/${productId}`)
  t.equal(said((await visitor.get('/cart')).$('.bad')), 'Not sold any more.')
})

t.test('at sign-in the carts are joined up to what there is', async (t) => {
  const { app, small, medium } = await shopWithGown(t)
  const person = await account(app, 'customer')
  const before = await signedIn(app, person)
  await before.post('/cart/items', { variantId: String(small) })
  await before.post('/cart/items', { variantId: String(medium) })

  const visitor = browser(app)
  await visitor.post('/cart/items', { variantId: String(small) })
  await visitor.post('/cart/items', { variantId: String(medium) })
  const page = await visitor.get('/auth/login')
  await submit(visitor, page, {
    form: 'form[action="/auth/login"]',
    typed: { email: person.email, password: person.password },
  })
  t.equal(visitor.cookies.get('cart'), '', 'the cookie is gone')
  const cart = await visitor.get('/cart')
  t.match(textOf(cart.$('.note-error')), 'saved for later: Evening gown, S.')
  t.strictSame(eachSaid(cart, '.line-name'), [
    'Evening gown, S',
    'Evening gown, M',
    'Evening gown, S',
  ])
  t.strictSame(
    cart
      .$('.stepper output')
      .map((_, one) => textOf(cart.$(one)))
      .get(),
    ['1', '2'],
  )
})

t.test('nobody reaches into the cart of somebody else', async (t) => {
  const { app, small } = await shopWithGown(t)
  const owner = browser(app)
  await owner.post('/cart/items', { variantId: String(small) })
  const action = (await owner.get('/cart')).$('.line-ways').attr('action') ?? ''
  const other = browser(app)
  await other.get('/auth/login')
  t.equal((await other.post(action, { to: 'remove', quantity: '1' })).status, 404)
  t.equal((await owner.get('/cart')).$('.line').length, 1)
})

t.test('fifty additions at once end in the right number', async (t) => {
  const { app, owner } = await openShop(t)
  const { variants } = await addProduct(owner, { name: 'Button', price: '1', stock: 200 })
  const visitor = browser(app)
  const variantId = String(variants[0]?.id)
  await visitor.post('/cart/items', { variantId })
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => visitor.post('/cart/items', { variantId })),
  )
  t.ok(answers.every(({ status }) => status === 303))
  t.equal(textOf((await visitor.get('/cart')).$('.stepper output')), '51')
  t.match(await readVariant(owner, Number(variantId)), { stock: 200 })
})
