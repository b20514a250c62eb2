// Product list of the storefront: filters in the address, counts, chips, pages, and made-up addresses.
import t from 'tap'
import { openShop } from '../../../support/api.ts'
import { browser, type Page } from '../../../support/app.ts'
import { submit } from '../../../support/forms.ts'
import { eachSaid, isPage, said, textOf } from '../../../support/reading.ts'
import { addProduct, SILK } from '../../../support/shop/products.ts'

const { app, owner } = await openShop(t, { locale: 'en-GB', currency: 'GBP' })
const category = async (name: string) =>
  (await owner.post('/api/categories', { name, description: `All our ${name}` })).json()
const dresses = await category('Dresses & gowns')
const scarves = await category('Scarves')
await addProduct(owner, {
  name: 'Ada dress',
  categoryId: dresses.id,
  options: ['Size', 'Largeur & coupe'],
  variants: [
    { options: { Size: 'S', 'Largeur & coupe': 'étroite' }, price: '100.00', stock: 1 },
    { options: { Size: 'M', 'Largeur & coupe': 'a=b, c' }, price: '120.00', stock: 0 },
  ],
})
await addProduct(owner, {
  name: 'Bea dress',
  categoryId: dresses.id,
  options: ['Size'],
  variants: [{ options: { Size: 'M' }, price: '180.00', stock: 2 }],
})
await addProduct(owner, { name: 'Scarf', categoryId: scarves.id, price: '40.00', stock: 9 })
await addProduct(owner, { name: 'Gown to measure', kind: 'made_to_order', price: '900.00' })
await addProduct(owner, SILK)
const visitor = browser(app)
const names = (page: Page) => eachSaid(page, '.prod-name')

t.test('all products but material, with what there is of them', async (t) => {
  const page = await visitor.get('/products')
  isPage(t, page, 'Everything in the shop')
  t.strictSame(names(page), ['Ada dress', 'Bea dress', 'Gown to measure', 'Scarf'])
  t.strictSame(eachSaid(page, '.prod-truth'), [
    '1 left in S',
    'In stock: M',
    'Made for you',
    'In stock',
  ])
  t.match(textOf(page.$('.shelf-head')), '4 pieces')
})

t.test('filters are a form, an address and chips', async (t) => {
  const page = await visitor.get('/products')
  const filtered = await submit(visitor, page, {
    form: '.filter',
    typed: { category: dresses.slug, 'option.Size': ['M'], priceMax: '200' },
  })
  isPage(t, filtered, 'Dresses & gowns')
  t.strictSame(names(filtered), ['Bea dress'], 'M of the other one is sold out')
  t.strictSame(eachSaid(filtered, '.chip'), [
    'Remove Dresses & gowns',
    'Remove Up to £200.00',
    'Remove Size: M',
  ])
  const [withoutCategory] = filtered.$('.chip').toArray()
  const href = filtered.$(withoutCategory).attr('href') ?? ''
  const more = await visitor.get(href)
  t.strictSame(names(more), ['Bea dress'])
  t.match(href, 'option.Size=M')
  t.match(said(filtered.$('main')), `All our ${dresses.name}`)
})

t.test('each choice leaves as many products as its count says', async (t) => {
  for (const url of ['/products', `/products?category=${dresses.slug}`, '/products?priceMin=110']) {
    const page = await visitor.get(url)
    for (const input of page.$('.choice input').toArray()) {
      const [name, value] = [page.$(input).attr('name') ?? '', page.$(input).attr('value') ?? '']
      const count = said(page.$(input).parent().find('.num')).replace(/[()]/g, '')
      if (!value || !count) continue
      const query = new URLSearchParams(url.split('?')[1])
      query.set(name, value)
      const chosen = await visitor.get(`/products?${query}`)
      t.equal(names(chosen).length, Number(count), `${url} and ${name}=${value}`)
    }
  }
})

t.test('an option of any name has an address', async (t) => {
  const page = await visitor.get('/products?option.Largeur+%26+coupe=%C3%89TROITE')
  t.strictSame(names(page), ['Ada dress'])
  t.strictSame(eachSaid(page, '.chip'), ['Remove Largeur & coupe: étroite'])
})

t.test('addresses of nothing are 404, and contradictions are said', async (t) => {
  for (const url of [
    '/products?category=hats',
    '/products?option.Size=XXL',
    '/products?option.Width=9',
    '/products?page=2',
    '/products/no-such-dress',
    '/products/999999',
  ]) {
    t.equal((await visitor.get(url)).status, 404, url)
  }
  const lost = await visitor.get('/products/no-such-dress')
  t.equal(lost.$('main form[action="/search"] input[name=q]').length, 1, 'it can be searched for')
  t.equal((await visitor.get('/products?priceMin=9&priceMax=3')).status, 422)
  t.equal((await visitor.get('/products?kind=material')).status, 200, 'nothing of it is shown')
  t.strictSame(names(await visitor.get('/products?kind=material')), [])
})

t.test('a long list has pages with addresses, and says which page counts', async (t) => {
  for (let at = 0; at < 25; at++)
    await addProduct(owner, { name: `Tie ${at}`, price: '9', stock: 1 })
  const first = await visitor.get('/products')
  t.equal(names(first).length, 24)
  t.equal(first.$('link[rel=canonical]').attr('href')?.endsWith('/products'), true)
  const next = first.$('a[rel=next]').attr('href') ?? ''
  t.equal(next, '/products?page=2')
  const second = await visitor.get(next)
  t.equal(names(second).length, 5)
  t.equal(second.$('a[rel=prev]').attr('href'), '/products')
  t.match(second.$('link[rel=canonical]').attr('href'), '/products?page=2')
  const several = await visitor.get('/products?option.Size=M&priceMax=200')
  t.equal(several.$('link[rel=canonical]').length, 0)
  t.equal(several.$('meta[name=robots]').attr('content'), 'noindex, follow')
})

t.test('prices are typed as the shop’s country writes them', async (t) => {
  const shop = await openShop(t, { locale: 'de-DE', currency: 'EUR' })
  await addProduct(shop.owner, { name: 'Schal', price: '12.50', stock: 1 })
  await addProduct(shop.owner, { name: 'Kleid', price: '1250.00', stock: 1 })
  const guest = browser(shop.app)
  const dear = await guest.get('/products?priceMin=1.250,00')
  t.strictSame(names(dear), ['Kleid'])
  t.equal(dear.$('[name=priceMin]').val(), '1.250,00')
  t.strictSame(names(await guest.get('/products?priceMax=12,50')), ['Schal'])
  const page = await guest.get('/products?priceMax=viel')
  t.equal(page.status, 422)
})
