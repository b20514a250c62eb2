// Lists of products by the API: search, filters in both spellings, options that are available, facets.
import t from 'tap'
import { everyPage, openShop, refused, wrongFields } from '../../../support/api.ts'
import { addProduct, keepStock, readVariant, SCARF, SILK } from '../../../support/shop/products.ts'

const { app, owner } = await openShop(t)
const { id: gowns } = (await owner.post('/api/categories', { name: 'Gowns' })).json()
const { id: shoes } = (await owner.post('/api/categories', { name: 'Shoes' })).json()

const sizes = (stock: Record<string, number>, price = '100.00', colour = 'Red') =>
  Object.entries(stock).map(([size, stock]) => ({
    options: { Size: size, Colour: colour },
    price,
    stock,
  }))
const options = ['Size', 'Colour']
const gown = await addProduct(owner, {
  ...{ name: 'Gala gown', categoryId: gowns, options, featured: true },
  ...{ description: 'Crêpe 100% silk', variants: sizes({ S: 1, M: 0, L: 2 }, '300.00') },
})
await addProduct(owner, {
  ...{ name: 'Tea gown', categoryId: gowns, options },
  variants: [...sizes({ S: 0, M: 1 }), ...sizes({ S: 1 }, '120.00', 'Blue')],
})
await addProduct(owner, {
  ...{ name: 'Court shoe', categoryId: shoes, options },
  variants: sizes({ '38,5': 1, '39': 1, M: 1 }, '80.00', 'Blue'),
})
await addProduct(owner, {
  ...{ name: 'Bridal model', kind: 'made_to_order', options: ['Size'], categoryId: gowns },
  variants: [{ options: { Size: 'S' }, price: '900.00' }],
})
await addProduct(owner, SCARF)
await addProduct(owner, { ...SILK, name: 'Gala silk' })

interface Listed {
  name: string
  price: string
}
const names = async (query: string) => {
  const answer = await app.inject(`/api/products?${query}`)
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return answer.json().data.map(({ name }: Listed) => name)
}

t.test(
  'search is in name, description and SKU, folded; wildcard characters are literal',
  async (t) => {
    t.strictSame(await names('search=GALA'), ['Gala gown'])
    t.strictSame(await names('search=crepe%20SILK'), ['Gala gown'])
    t.strictSame(await names('search=court-shoe-39'), ['Court shoe'])
    t.strictSame(await names('search=100%25'), ['Gala gown'])
    for (const wild of ['%25', '_', '%5C']) {
      t.strictSame(await names(`search=${wild}ala`), [], wild)
    }
  },
)

t.test('both spellings of a parameter work, and may not contradict', async (t) => {
  for (const query of ['categoryId', 'category_id']) {
    t.strictSame(await names(`${query}=${shoes}`), ['Court shoe'])
  }
  t.strictSame(await names('category=shoes'), ['Court shoe'])
  for (const [low, high] of [
    ['priceMin', 'priceMax'],
    ['price_min', 'price_max'],
  ]) {
    t.strictSame(await names(`${low}=80&${high}=99.99`), ['Court shoe'])
    const answer = await app.inject(`/api/products?${low}=100&${high}=99.99`)
    refused(t, answer, 422, 'contradicting_parameters')
    refused(
      t,
      await app.inject(`/api/products/facets?${low}=100&${high}=9`),
      422,
      'contradicting_parameters',
    )
  }
  t.strictSame(await names(`categoryId=${shoes}&category_id=${shoes}`), ['Court shoe'])
  const both = await app.inject(`/api/products?categoryId=${shoes}&category_id=${gowns}`)
  refused(t, both, 422, 'contradicting_parameters')
  t.same(wrongFields(both), { '/category_id': 'contradiction' })
  refused(t, await app.inject('/api/products?price_min=1.999'), 400, 'invalid_parameter')
  refused(t, await app.inject('/api/products?price_min=-1'), 400, 'invalid_parameter')
  refused(t, await app.inject('/api/products?option.=S'), 400, 'invalid_parameter')
})

t.test('an option lists only products of which that is available', async (t) => {
  t.strictSame(await names('option.size=s'), ['Bridal model', 'Gala gown', 'Tea gown'])
  t.strictSame(await names('option.Size=M'), ['Court shoe', 'Tea gown'])
  t.strictSame(await names('option.size=S&option.colour=red'), ['Gala gown'])
  t.strictSame(await names('option.size=s,l&option.colour=RED'), ['Gala gown'])
  t.strictSame(await names('option.size=S&option.size=39'), [
    ...['Bridal model', 'Court shoe', 'Gala gown', 'Tea gown'],
  ])
  t.strictSame(await names('option.size=38%5C,5'), ['Court shoe'])
  t.strictSame(await names('option.size=38,5'), [])
  t.strictSame(await names('option.size=S&price_max=110'), [], 'at that price')
  t.strictSame(await names('option.constructor=S'), [])
  t.strictSame(await names('available=false'), [])
})

t.test('what a buyer keeps is not available, until the hold has lapsed', async (t) => {
  const { id } = gown.variants[0] as { id: number }
  const long = new Date(Date.now() - 3_600_000).toISOString()
  await keepStock(app, id, 1000, { at: long, lasts: 1000 })
  t.strictSame(await names('option.size=S&option.colour=red'), ['Gala gown'], 'lapsed')
  t.match(await readVariant(owner, id), { reserved: 0, available: 1 })
  await keepStock(app, id, 1000, { holder: 'order:2' })
  t.strictSame(await names('option.size=S&option.colour=red'), [])
  t.match(await readVariant(owner, id), { stock: 1, reserved: 1, available: 0 })
})

t.test('lists are sorted and paged', async (t) => {
  const prices = async (sort: string) =>
    (await everyPage<Listed>(owner, `/api/products?sort=${sort}&limit=2`)).map(({ price }) =>
      Number(price),
    )
  const upwards = [32, 48, 80, 100, 300, 900]
  t.strictSame(await prices('price'), upwards)
  t.strictSame(await prices('-price'), upwards.toReversed())
  t.equal((await prices('-createdAt')).length, 6)
  const { total } = (await owner.get('/api/products?total=true&limit=1')).json()
  t.equal(total, 6)
  t.strictSame(await names('page=2&limit=2'), ['Gala gown', 'Silk scarf'])
  const { nextCursor } = (await owner.get('/api/products?limit=1')).json()
  const other = await owner.get(`/api/products?limit=1&sort=price&cursor=${nextCursor}`)
  refused(t, other, 400, 'invalid_cursor')
})

interface FacetAnswer {
  data: { option: string | null; values: { value: string; label: string; products: number }[] }[]
}

t.test('each number of a facet is the total after the click', async (t) => {
  const filters = ['', 'option.size=S', 'option.size=S,M&option.colour=blue', 'category=gowns']
  filters.push('price_max=120', 'search=gown&option.colour=red', 'available=true', 'featured=true')
  let clicks = 0
  for (const reader of [owner, { get: (url: string) => app.inject(url) }]) {
    for (const filter of filters) {
      const { data }: FacetAnswer = (await reader.get(`/api/products/facets?${filter}`)).json()
      for (const { option, values } of data) {
        const parameter = option === null ? 'category' : `option.${option.toLowerCase()}`
        for (const { value, products, label } of values) {
          const query = new URLSearchParams(filter)
          query.set(parameter, value)
          query.set('total', 'true')
          const { total } = (await reader.get(`/api/products?${query}`)).json()
          t.equal(products, total, `${filter}: ${option} ${label}`)
          clicks += 1
        }
      }
    }
  }
  t.ok(clicks > 60, `${clicks} clicks`)
  const { data }: FacetAnswer = (await owner.get('/api/products/facets?option.size=L')).json()
  const sizes = data.find(({ option }) => option === 'Size')?.values.map(({ label }) => label)
  t.strictSame(sizes?.toSorted(), ['38,5', '39', 'L', 'M', 'S'], 'the other choices stay')
})
