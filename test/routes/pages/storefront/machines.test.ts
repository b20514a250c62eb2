// For machines: structured data, feed, sitemap and robots.txt say what the pages show.
import { load } from 'cheerio'
import t from 'tap'
import { openShop } from '../../../support/api.ts'
import { browser } from '../../../support/app.ts'
import { said } from '../../../support/reading.ts'
import { addProduct, addProductPhotos, EVENING_GOWN, SILK } from '../../../support/shop/products.ts'

const { app, owner } = await openShop(t, { locale: 'en-GB', currency: 'GBP' })
await owner.put('/api/settings', { publicUrl: 'https://shop.example' })
const category = (await owner.post('/api/categories', { name: 'Gowns & more' })).json()
const gown = await addProduct(owner, {
  ...EVENING_GOWN,
  categoryId: category.id,
  description: 'Satin </script> & "silk"\u0001',
})
await addProductPhotos(owner, gown.id)
await addProduct(owner, { name: 'Scarf', price: '48.00', barcode: '4006381333931', stock: 1 })
await addProduct(owner, { name: 'Hat', price: '30.00', barcode: '2000000000015', stock: 0 })
await addProduct(owner, { name: 'Suit', kind: 'made_to_order', price: '890.00' })
await addProduct(owner, SILK)
const visitor = browser(app)

interface Offer {
  url: string
  price: string
  priceCurrency: string
  availability: string
}

interface Described {
  name: string
  sku: string
  gtin?: string
  offers: Offer
  hasVariant?: Described[]
}

async function describedAt(url: string) {
  const page = await visitor.get(url)
  const [product] = JSON.parse(page.$('script[type="application/ld+json"]').text()) as [Described]
  return { page, variants: product.hasVariant ?? [product] }
}

const pathOf = (url: string) => url.replace('https://shop.example', '')

t.test('page, structured data and feed agree about each variant', async (t) => {
  const feed = load((await visitor.get('/products.xml')).response.body, { xml: true })
  const items = feed('item').toArray()
  t.equal(items.length, 6)
  const seen: string[] = []
  for (const item of items) {
    const field = (name: string) => feed(item).children(name).text()
    const link = field('link')
    const { page, variants } = await describedAt(pathOf(link))
    const described = variants.find(({ sku }) => sku === field('g\\:id'))
    t.ok(described, `${field('title')} is described at ${link}`)
    if (!described) continue
    seen.push(described.sku)
    t.equal(described.offers.url, link)
    t.equal(`${described.offers.price} ${described.offers.priceCurrency}`, field('g\\:price'))
    t.equal(said(page.$('.price strong')), `£${described.offers.price}`)
    t.equal(described.gtin ?? '', field('g\\:gtin'))
    const words = said(page.$('.truth'))
    const isOut = /Sold out/.test(words)
    t.equal(described.offers.availability.endsWith('OutOfStock'), isOut, `${link}: ${words}`)
    t.equal(field('g\\:availability'), isOut ? 'out_of_stock' : 'in_stock')
  }
  t.equal(new Set(seen).size, 6, 'each once')
  t.strictSame(
    feed('g\\:gtin')
      .map((_, one) => feed(one).text())
      .get(),
    ['4006381333931'],
    'numbers of the shop are nobody else’s',
  )
})

t.test('the head of a product names its address, its photo and its words', async (t) => {
  const { page } = await describedAt('/products/evening-gown?option.Size=M')
  const meta = (name: string) => page.$(`meta[property="${name}"]`).attr('content')
  t.equal(page.$('link[rel=canonical]').attr('href'), 'https://shop.example/products/evening-gown')
  t.equal(meta('og:title'), 'Evening gown')
  t.match(meta('og:image'), /^https:\/\/shop\.example\/api\/products\/\d+\/images\/\d+$/)
  t.match(meta('og:description'), 'Satin </script> & "silk"')
  t.equal(page.$('script').length, 1, 'no text ends the data')
})

t.test('the sitemap lists pages that are there, and nothing else', async (t) => {
  const answer = (await visitor.get('/sitemap.xml')).response
  t.match(answer.headers['content-type'], 'application/xml')
  const map = load(answer.body, { xml: true })
  const places = map('loc')
    .map((_, one) => map(one).text())
    .get()
  t.equal(places.length, 3 + 1 + 4)
  for (const place of places) {
    t.match(place, /^https:\/\/shop\.example\//)
    const page = await visitor.get(pathOf(place))
    t.equal(page.status, 200, place)
    t.equal(page.$('link[rel=canonical]').attr('href'), place)
  }
  for (const at of map('lastmod').toArray()) {
    t.notOk(Number.isNaN(Date.parse(map(at).text())))
  }
})

t.test('robots are kept from what is personal, and from a shop that is closed', async (t) => {
  const open = (await visitor.get('/robots.txt')).response.body
  t.match(open, 'Disallow: /cart\n')
  t.match(open, 'Sitemap: https://shop.example/sitemap.xml')
  await owner.put('/api/settings', { storefront: { isOpen: false } })
  t.equal((await visitor.get('/robots.txt')).response.body, 'User-agent: *\nDisallow: /\n')
})
