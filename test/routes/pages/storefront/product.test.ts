// Product page: options, what there is of the chosen variant, addresses, and one text for all visitors.
import t from 'tap'
import { browser, build, program } from '../../../support/app.ts'
import { eachSaid, isPage, said } from '../../../support/reading.ts'
import {
  addProduct,
  addProductPhotos,
  EVENING_GOWN,
  SCARF,
} from '../../../support/shop/products.ts'

t.test('options are radio buttons; what is sold out stays readable', async (t) => {
  const app = await build(t)
  const owner = await program(app)
  const { variants } = await addProduct(owner, { ...EVENING_GOWN, care: 'Dry clean only' })
  await owner.put('/api/settings', {
    storefront: { sizeGuide: 'S: 84 cm', returnsNote: '30 days', deliveryNote: 'Today' },
  })
  const visitor = browser(app)
  const page = await visitor.get('/products/evening-gown')
  isPage(t, page, 'Evening gown')
  t.match(said(page.$('.price')), '$240.00')
  t.match(said(page.$('.truth')), '1 left in S.')
  t.strictSame(eachSaid(page, '.value'), ['S 1 left', 'M 2 left', 'L sold out'])
  t.equal(page.$('.value-out input[disabled]').length, 1)
  t.equal(page.$('input[name=variantId][checked]').attr('value'), String(variants[0]?.id))
  t.strictSame(eachSaid(page, '.fold summary'), [
    'Care',
    'Size guide',
    'Collection and delivery',
    'Returns',
  ])

  const large = await visitor.get('/products/evening-gown?option.size=l')
  t.match(said(large.$('.price')), '$260.00', 'each variant has an address')
  t.match(said(large.$('.truth')), 'Sold out in L.')
  t.equal((await visitor.get('/products/evening-gown?option.Size=XS&utm=1')).status, 200)
})

t.test('an option with photos of its own is a choice of pages', async (t) => {
  const app = await build(t)
  const owner = await program(app)
  const { id, variants } = await addProduct(owner, {
    name: 'Coat',
    options: ['Size', 'Colour'],
    variants: ['S', 'M'].flatMap((Size) =>
      ['Red', 'Blue'].map((Colour) => ({ options: { Size, Colour }, price: '90', stock: 4 })),
    ),
  })
  const [red, blue] = await addProductPhotos(owner, id, 2)
  for (const [at, { id: variantId }] of variants.entries()) {
    await owner.put(`/api/variants/${variantId}`, { imageId: (at % 2 ? blue : red)?.id })
  }
  const visitor = browser(app)
  const page = await visitor.get('/products/coat?option.Colour=Blue')
  t.match(page.$('.photos img').first().attr('src'), `images/${blue?.id}`, 'its photo is the first')
  t.equal(page.$('.photos img').length, 2)
  t.strictSame(
    page
      .$('a.value')
      .map((_, link) => page.$(link).attr('href'))
      .get(),
    [
      '/products/coat?option.Size=S&option.Colour=Red',
      '/products/coat?option.Size=S&option.Colour=Blue',
    ],
  )
  t.equal(page.$('a.value[aria-current]').length, 1)
  const sent = page
    .$('input[name=variantId]')
    .map((_, input) => page.$(input).attr('value'))
    .get()
  t.strictSame(sent, [variants[1]?.id, variants[3]?.id].map(String), 'both sizes in blue')
})

t.test('an id leads to the slug, and a product that is gone says so', async (t) => {
  const app = await build(t)
  const owner = await program(app)
  const { id } = await addProduct(owner, EVENING_GOWN)
  const scarf = await addProduct(owner)
  await addProduct(owner, { ...SCARF, name: 'Silk', kind: 'material' })
  const visitor = browser(app)
  const moved = await visitor.get(`/products/${id}`)
  t.equal(moved.status, 301)
  t.equal(moved.location, '/products/evening-gown')
  t.equal((await visitor.get('/products/silk')).status, 404, 'material')
  await owner.delete(`/api/products/${scarf.id}`)
  await visitor.get('/products/silk-scarf')
  const gone = await visitor.get('/products/silk-scarf')
  t.equal(gone.status, 410)
  isPage(t, gone, 'Silk scarf is not sold any more')
  t.strictSame(eachSaid(gone, '.prod-name'), ['Evening gown'])
})

t.test('visitors without a cart get one text, which is asked for again by its tag', async (t) => {
  const app = await build(t)
  const owner = await program(app)
  const { variants } = await addProduct(owner, EVENING_GOWN)
  const url = '/products/evening-gown'
  const first = (await browser(app).get(url)).response
  const second = (await browser(app).get(url)).response
  t.equal(first.body, second.body)
  t.equal(first.headers['set-cookie'], undefined)
  t.equal(first.headers['cache-control'], 'public, no-cache')
  const { etag } = first.headers
  const headers = { 'if-none-match': String(etag) }
  const again = await browser(app).get(url, headers)
  t.equal(again.status, 304)
  t.equal(again.response.body, '')

  await owner.post(`/api/variants/${variants[0]?.id}/movements`, { delta: -1, reason: 'lost' })
  const changed = await browser(app).get(url, headers)
  t.equal(changed.status, 200, 'a piece less is another page')
  t.match(said(changed.$('.truth')), '2 left in M')

  const buyer = browser(app)
  await buyer.post('/cart/items', { variantId: String(variants[1]?.id) })
  const own = await buyer.get(url)
  t.equal(own.response.headers['cache-control'], 'private, no-cache')
  t.equal(said(own.$('.top-icons b')), '1')
  t.equal((await browser(app).get(url)).$('.top-icons b').length, 0, 'nobody else sees it')
})

t.test('a storefront that is off has none of these pages', async (t) => {
  const app = await build(t)
  const owner = await program(app)
  await addProduct(owner)
  await owner.put('/api/settings', { storefront: { isOpen: false } })
  const visitor = browser(app)
  for (const url of [
    '/products',
    '/products/silk-scarf',
    '/search?q=silk',
    '/cart',
    '/checkout',
    '/about',
    '/sitemap.xml',
    '/products.xml',
  ]) {
    t.equal((await visitor.get(url)).status, 404, url)
  }
  t.equal((await visitor.post('/cart/items', { variantId: '1' })).status, 404)
})
