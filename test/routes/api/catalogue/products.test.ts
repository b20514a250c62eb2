// Products by the API: one variant or several, what customers see, archive, options.
import t from 'tap'
import { customerProgram, eventsOf, openShop, refused, wrongFields } from '../../../support/api.ts'
import {
  addProduct,
  addVariant,
  EVENING_GOWN,
  SCARF,
  SILK,
} from '../../../support/shop/products.ts'

const { app, owner } = await openShop(t)

t.test('name, price and stock alone make a product with one variant', async (t) => {
  const answer = await owner.post('/api/products', { name: 'Linen dress', price: 89, stock: 3 })
  t.equal(answer.statusCode, 201)
  const product = answer.json()
  t.equal(answer.headers.location, `/api/products/${product.id}`)
  t.match(product, {
    ...{ name: 'Linen dress', slug: 'linen-dress', kind: 'ready_made', price: '89.00' },
    ...{ currency: 'EUR', stockQuantity: 3, available: 3, featured: false, options: [] },
    variants: [{ sku: 'LINEN-DRESS', stock: 3, unit: 'piece', options: {} }],
  })
  const movements = (await owner.get(`/api/variants/${product.variants[0].id}/movements`)).json()
  t.match(movements.data, [{ delta: 3, stockAfter: 3, reason: 'opening', actor: 'Ines Almeida' }])
})

t.test('variants have a value for each option, and an SKU of their own', async (t) => {
  const product = await addProduct(owner, EVENING_GOWN)
  t.match(product, {
    ...{ price: '240.00', highestPrice: '260.00', stockQuantity: 3 },
    options: [{ name: 'Size', values: ['S', 'M', 'L'] }],
    variants: [{ sku: 'EVENING-GOWN-S', options: { Size: 'S' } }, {}, { stock: 0 }],
  })
})

t.test('all mistakes are named at once, and nothing is stored', async (t) => {
  const before = (await owner.get('/api/products?total=true')).json().total
  const answer = await owner.post('/api/products', {
    name: 'Wrong',
    categoryId: 999_999,
    options: ['Size', 'size'],
    variants: [{ price: '1.234' }, { price: '2.00', stock: 1.5, unit: 'piece' }],
  })
  refused(t, answer, 422, 'invalid_input')
  t.same(wrongFields(answer), {
    '/options/1': 'duplicate',
    '/variants/0/price': 'amount',
    '/variants/1/stock': 'quantity',
    '/categoryId': 'reference',
  })
  const missing = await owner.post('/api/products', {
    name: 'Wrong',
    options: ['Size'],
    variants: [{ price: '1.00' }, { price: '1.00', options: { Size: 'S', Colour: 'Red' } }],
  })
  t.same(wrongFields(missing), {
    '/variants/0/options/Size': 'option',
    '/variants/1/options/Colour': 'option',
  })
  t.same(wrongFields(await owner.post('/api/products', { name: 'Free' })), { '/price': 'required' })
  const both = { ...EVENING_GOWN, price: '3.00', stock: 2 }
  t.same(wrongFields(await owner.post('/api/products', both)), {
    '/price': 'unexpected',
    '/stock': 'unexpected',
  })
  t.equal((await owner.get('/api/products?total=true')).json().total, before)
})

t.test('a taken SKU or barcode is 409 and names the variant', async (t) => {
  const taken = await addVariant(owner, { ...SCARF, sku: 'Scarf-1', barcode: '4006381333931' })
  const again = await owner.post('/api/products', { ...SCARF, sku: 'SCÁRF-1' })
  refused(t, again, 409, 'sku_taken')
  t.equal(again.json().variantId, taken.id)
  const code = await owner.post('/api/products', { ...SCARF, barcode: '4006381333931' })
  refused(t, code, 409, 'barcode_taken')
  t.equal(code.json().variantId, taken.id)
  const doubled = await owner.post('/api/products', {
    ...EVENING_GOWN,
    variants: [EVENING_GOWN.variants[0], { options: { Size: 's' }, price: '1.00' }],
  })
  refused(t, doubled, 409, 'options_taken')
  t.same(wrongFields(doubled), { '/variants/1/options': 'options_taken' })
  const shared = { ...EVENING_GOWN, variants: EVENING_GOWN.variants.map((one) => ({ ...one })) }
  Object.assign(shared.variants[0] ?? {}, { barcode: '4006381333931' })
  Object.assign(shared.variants[1] ?? {}, { sku: 'scarf-1' })
  const both = await owner.post('/api/products', shared)
  refused(t, both, 409, 'sku_taken')
  t.same(wrongFields(both), {
    '/variants/0/barcode': 'barcode_taken',
    '/variants/1/sku': 'sku_taken',
  })
})

t.test('the same key adds a product once', async (t) => {
  const key = { 'idempotency-key': crypto.randomUUID() }
  const first = await owner.post('/api/products', SCARF, key)
  const second = await owner.post('/api/products', SCARF, key)
  t.equal(second.headers['idempotency-replayed'], 'true')
  t.same(second.json(), first.json())
  refused(t, await owner.post('/api/products', EVENING_GOWN, key), 422, 'idempotency_key_reused')
})

t.test(
  'customers and visitors see no cost, supplier, barcode or stock, and no material',
  async (t) => {
    const inside = { cost: '20.00', supplier: 'Weaver & Co', barcode: '4006381333948' }
    const { id } = await addProduct(owner, { ...SCARF, ...inside })
    const silk = await addProduct(owner, SILK)
    const customer = await customerProgram(app)
    for (const { get } of [customer, { get: (url: string) => app.inject(url) }]) {
      const product = (await get(`/api/products/${id}`)).json()
      t.strictSame(Object.keys(product.variants[0]).sort(), [
        ...['available', 'id', 'imageUrl', 'options', 'price', 'productId', 'sku', 'unit'],
      ])
      t.notMatch(JSON.stringify(product), /Weaver|4006381333948|20\.00|reserved|version/)
      t.notMatch((await get('/api/products')).body, /Weaver|Silk twill|4006381333948/)
      t.notMatch((await get(`/api/products/${id}/variants`)).body, /Weaver|stock/)
      t.same((await get('/api/products?kind=material')).json().data, [])
      refused(t, await get(`/api/products/${silk.id}`), 404, 'not_found')
      refused(t, await get(`/api/products/${silk.id}/variants`), 404, 'not_found')
      refused(t, await get(`/api/products/${silk.id}/images`), 404, 'not_found')
    }
    refused(t, await app.inject('/api/products?archived=true'), 401, 'sign_in_required')
    refused(t, await customer.get('/api/products/facets?archived=true'), 403, 'forbidden')
    t.match((await owner.get(`/api/products/${id}`)).json().variants[0], inside)
    t.equal((await owner.get(`/api/products/${silk.id}`)).statusCode, 200)
  },
)

t.test('an archived product leaves the lists; for customers it is gone', async (t) => {
  const { id: categoryId } = (await owner.post('/api/categories', { name: 'Shawls' })).json()
  const product = await addProduct(owner, { ...SCARF, name: 'Wool shawl', categoryId })
  const url = `/api/products/${product.id}`
  const version = { 'if-match': `"${product.version}"` }
  t.equal((await owner.delete(url, version)).statusCode, 204)
  t.same((await owner.get('/api/products?search=shawl')).json().data, [])
  t.equal((await owner.get('/api/products?search=shawl&archived=true')).json().data.length, 1)
  for (const address of [url, `${url}/variants`, `${url}/images`]) {
    const gone = await app.inject(address)
    refused(t, gone, 410, 'product_gone')
    t.match(gone.json(), { category: { id: categoryId, name: 'Shawls', slug: 'shawls' } })
  }
  t.match((await owner.get(url)).json(), { id: product.id, archivedAt: /^20/ })
  const change = { featured: true }
  refused(t, await owner.put(url, change), 409, 'product_archived')
  const variant = `/api/variants/${product.variants[0]?.id}`
  refused(t, await owner.put(variant, { price: '1.00' }), 409, 'product_archived')
  refused(t, await owner.post(`${url}/variants`, { price: '1.00' }), 409, 'product_archived')
  t.equal((await owner.post(`${url}/restore`, {})).json().archivedAt, null)
  t.equal((await app.inject(url)).statusCode, 200)
  t.strictSame(
    (await eventsOf(app, 'product', product.id)).map(({ type }) => type),
    ['product.created', 'product.archived', 'product.restored'],
  )
})

t.test('the address of a product stays when its name changes', async (t) => {
  const first = await addProduct(owner, { name: 'Müller’s Gown, red', price: '1.00' })
  const second = await addProduct(owner, { name: 'Mullers gown red', price: '1.00' })
  t.equal(first.slug, 'mullers-gown-red')
  t.equal(second.slug, 'mullers-gown-red-2')
  const renamed = await owner.put(`/api/products/${first.id}`, { name: 'Ball gown' })
  t.match(renamed.json(), { name: 'Ball gown', slug: first.slug, version: 2 })
  const arabic = await addProduct(owner, { name: 'فستان سهرة', price: '1.00' })
  t.match(arabic.slug, /^\p{L}+-\p{L}+$/u)
})

t.test('price changes a single variant; of several each has its own', async (t) => {
  const { id } = await addProduct(owner)
  t.equal((await owner.put(`/api/products/${id}`, { price: '50.00' })).json().price, '50.00')
  const gown = await addProduct(owner, { ...EVENING_GOWN, name: 'Ball dress' })
  refused(
    t,
    await owner.put(`/api/products/${gown.id}`, { price: '50.00' }),
    409,
    'several_variants',
  )
  const late = owner.put(`/api/products/${id}`, { name: 'X' }, { 'if-match': '"9"' })
  refused(t, await late, 412, 'stale_version')
})

interface Options {
  variants: { options: Record<string, string> }[]
}
const optionsOf = ({ variants }: Options) => variants.map(({ options }) => options)

t.test(
  'an option keeps its values by name, is renamed in its place, added or taken away',
  async (t) => {
    const { id } = await addProduct(owner, {
      name: 'Coat',
      options: ['Size', 'Colour'],
      variants: [
        { options: { Size: 'S', Colour: 'Red' }, price: '1.00' },
        { options: { Size: 'M', Colour: 'Blue' }, price: '1.00' },
      ],
    })
    const put = async (options: string[]) => {
      const answer = await owner.put(`/api/products/${id}`, { options })
      return answer.statusCode === 200 ? optionsOf(answer.json()) : answer
    }
    const sizes = [{ Size: 'S' }, { Size: 'M' }]
    t.same(await put(['Colour', 'Size']), [
      { Colour: 'Red', Size: 'S' },
      { Colour: 'Blue', Size: 'M' },
    ])
    t.same(await put(['Shade', 'Size']), [
      { Shade: 'Red', Size: 'S' },
      { Shade: 'Blue', Size: 'M' },
    ])
    t.same(await put(['Size']), sizes)
    t.same(
      await put(['Size', 'Cut']),
      sizes.map((size) => ({ ...size, Cut: '–' })),
    )
    t.same(await put(['Size']), sizes)
    const none = await put([])
    refused(t, none as never, 409, 'option_in_use')
    t.equal((none as never as { json(): { variants: number } }).json().variants, 2)
    t.same((await app.inject('/api/products?option.colour=red&search=coat')).json().data, [])
  },
)

t.test('a restored variant has the options of its product', async (t) => {
  const gown = await addProduct(owner, { ...EVENING_GOWN, name: 'Tea gown' })
  const { id } = gown.variants[2] as { id: number }
  await owner.delete(`/api/variants/${id}`)
  await owner.put(`/api/products/${gown.id}`, { options: ['Size', 'Colour'] })
  const restored = await owner.post(`/api/variants/${id}/restore`, {})
  t.same(restored.json().options, { Size: 'L', Colour: '–' })
  const again = { options: { Size: 'l', Colour: '–' }, price: '1.00' }
  refused(t, await owner.post(`/api/products/${gown.id}/variants`, again), 409, 'options_taken')
})
