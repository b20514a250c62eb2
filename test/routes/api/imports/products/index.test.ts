// Products, variants and stock from a CSV file: adds what is not there, changes what the file says, and nothing else.
import t from 'tap'
import { eventsOf, openShop, refused } from '../../../../support/api.ts'
import type { Program } from '../../../../support/app.ts'
import { send, untouched } from '../../../../support/imports.ts'
import { addProduct, EVENING_GOWN, keepStock, SILK } from '../../../../support/shop/products.ts'

const { app, owner } = await openShop(t)

const imported = async (file: string, query = '', who: Program = owner) => {
  const answer = await send(who, 'products', file, query)
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return answer.json()
}

const variant = async (sku: string, who = owner) =>
  (await who.get(`/api/variants?sku=${encodeURIComponent(sku)}`)).json().data[0]

const movements = async (id: number) =>
  (await owner.get(`/api/variants/${id}/movements`)).json().data

const silk = await addProduct(owner, SILK)
const gown = await addProduct(owner, EVENING_GOWN)

t.test(
  'SKU and stock suffice: the difference is a movement with a reason of its own',
  async (t) => {
    const file = 'SKU;Stock\nsilk-twill;18.125\nEVENING-GOWN-S;1\nEVENING-GOWN-M;0\n'
    const dry = await imported(file, '?dryRun=true')
    t.match(dry, { made: 2, known: 1, problems: [], preview: [] })
    t.match(dry.catalogue, {
      products: { added: 0, changed: 2, unchanged: 0 },
      variants: { added: 0, changed: 2, unchanged: 1 },
      preview: [
        { line: 2, sku: 'silk-twill', productName: 'Silk twill', isNew: false, changes: ['stock'] },
        { line: 4, sku: 'EVENING-GOWN-M', changes: ['stock'] },
      ],
    })
    t.equal((await variant('SILK-TWILL')).stock, 20, 'a dry run changes nothing')
    t.match(await imported(file), { made: 2, known: 1, problemCount: 0 })
    const { id, stock, price } = await variant('SILK-TWILL')
    t.match({ stock, price }, { stock: 18.125, price: '32.00' })
    t.match(await movements(id), [
      { delta: -1.875, stockAfter: 18.125, reason: 'imported', actor: 'Ines Almeida' },
      { reason: 'opening' },
    ])
    const events = await eventsOf(app, 'product', silk.id)
    t.match(events.at(-1), {
      type: 'product.stock_moved',
      data: { sku: 'SILK-TWILL', delta: -1.875, stock: 18.125, reason: 'imported' },
    })
    await untouched(t, app, async () => t.match(await imported(file), { made: 0, known: 3 }))
  },
)

t.test('SKU and price suffice, and an empty field leaves what is there', async (t) => {
  const file = 'sku,price,stock,supplier\nEVENING-GOWN-S,"€1,250.50",,\nEVENING-GOWN-M,,,Atelier\n'
  t.match(await imported(file), { made: 2 })
  t.match(await variant('EVENING-GOWN-S'), { price: '1250.50', stock: 1, supplier: null })
  t.match(await variant('EVENING-GOWN-M'), { price: '240.00', stock: 0, supplier: 'Atelier' })
  const product = (await owner.get(`/api/products/${gown.id}`)).json()
  t.match(product, { name: 'Evening gown', price: '240.00', highestPrice: '1250.50' })
  t.match((await eventsOf(app, 'product', gown.id)).at(-1), {
    type: 'product.variant_updated',
    data: { sku: 'EVENING-GOWN-M', fields: { supplier: { before: null, after: 'Atelier' } } },
  })
})

const SPRING = `Handle,Title,Category,Option1 Name,Option1 Value,Price,Cost,Quantity,Unit,Kind
linen-shirt,Linen shirt,Shirts,Size,S,60,20,2,,
linen-shirt,,,Size,M,60,20,3,,
,سروال,shirts,,,45,,1,piece,Ready-made
,Wool,Fabrics,,,24.5,,7.25,metres,material
`

t.test('what is not there is added, with its category, and its stock is the opening', async (t) => {
  const report = await imported(SPRING)
  t.match(report, {
    made: 4,
    known: 0,
    problems: [],
    catalogue: { newCategories: ['Shirts', 'Fabrics'] },
  })
  t.match(report.catalogue.products, { added: 3, changed: 0 })
  const shirt = (await owner.get('/api/products?search=linen')).json().data[0]
  t.match(shirt, {
    slug: 'linen-shirt',
    category: { name: 'Shirts' },
    stockQuantity: 5,
    price: '60.00',
  })
  t.match(
    shirt.variants.map(({ sku, options }: { sku: string; options: object }) => [sku, options]),
    [
      ['LINEN-SHIRT-S', { Size: 'S' }],
      ['LINEN-SHIRT-M', { Size: 'M' }],
    ],
  )
  t.match(await movements(shirt.variants[0].id), [{ reason: 'opening', delta: 2 }])
  t.match(
    (await eventsOf(app, 'product', shirt.id)).map(({ type }) => type),
    ['product.created', 'product.variant_added'],
  )
  t.match(await variant('WOOL'), { unit: 'm', stock: 7.25, kind: 'material', price: '24.50' })
  t.match(await variant('سروال'), { stock: 1, productName: 'سروال' })
  await untouched(t, app, async () =>
    t.match(await imported(SPRING), { made: 0, known: 4 }, 'also without SKUs'),
  )
  const lines = (await owner.get(`/api/product-imports/${report.importId}/lines`)).json().data
  t.match(lines.at(-1), { line: 2, reference: null, id: shirt.id, label: 'Linen shirt' })
})

t.test('products and variants are archived and restored', async (t) => {
  const set = (archived: string, product: string) =>
    imported(`sku,archived,productArchived\nLINEN-SHIRT-S,${archived},${product}\n`)
  t.match(await set('yes', ''), { made: 1, catalogue: { preview: [{ changes: ['archived'] }] } })
  t.match(await set('yes', ''), { made: 0 })
  t.match(await set('', 'WAHR'), { made: 1 })
  t.equal((await owner.get('/api/products?search=linen')).json().data.length, 0)
  t.match(await set('no', 'no'), { made: 1 })
  const [shirt] = (await owner.get('/api/products?search=linen')).json().data
  t.equal(shirt.variants.length, 2)
  const types = (await eventsOf(app, 'product', shirt.id)).map(({ type }) => type).slice(2)
  const archived = ['product.variant_archived', 'product.archived']
  t.strictSame(types, [...archived, 'product.restored', 'product.variant_restored'])
})

t.test('stock never goes below what buyers keep', async (t) => {
  const { id } = await variant('LINEN-SHIRT-M')
  await keepStock(app, id, 2000)
  const low = 'sku,stock,price\nLINEN-SHIRT-M,1,70\nLINEN-SHIRT-S,9,70\n'
  const answer = await send(owner, 'products', low)
  refused(t, answer, 422, 'import_refused')
  t.match(answer.json().errors, [
    {
      pointer: '/lines/2/stock',
      code: 'stock_reserved',
      detail: /LINEN-SHIRT-M cannot be 1: .* keep 2/,
    },
  ])
  t.equal((await variant('LINEN-SHIRT-S')).price, '60.00', 'nothing of the file was imported')
  t.match(await imported(low.replace('M,1', 'M,2')), { made: 2 })
  t.match(await variant('LINEN-SHIRT-M'), { stock: 2, reserved: 2, available: 0, price: '70.00' })
})

t.test('numbers as the country of the shop writes them, in its currency', async (t) => {
  const german = await openShop(t, { locale: 'de-DE' })
  await imported('name;price;unit;stock\nSeide;1.234,5;m;1.234,125\n', '', german.owner)
  t.match(await variant('SEIDE', german.owner), { price: '1234.50', stock: 1234.125 })
  for (const [currency, locale, price, stored] of [
    ['JPY', 'ja-JP', '￥1,250', '1250'],
    ['KWD', 'en-GB', '1.250', '1.250'],
    ['KWD', 'ar-KW', '١٬٢٥٠٫٥', '1250.500'],
  ]) {
    const shop = await openShop(t, { currency, locale })
    await imported(`name;price;stock\nScarf;${price};٣\n`, '', shop.owner)
    t.match(await variant('SCARF', shop.owner), { price: stored, stock: 3 }, `${price} ${currency}`)
    const wrong = await send(shop.owner, 'products', 'sku,price\nSCARF,1.2345\n')
    t.match(wrong.json().errors, [{ pointer: '/lines/2/price' }])
  }
})

t.test('files of spreadsheets: marks, separators and their ways of writing', async (t) => {
  const file = '\uFEFFsep=;\r\nSKU;Price;Featured\r\n="LINEN-SHIRT-S";61;VRAI\r\n'
  t.match(await imported(file), { made: 1, encoding: 'utf-8' })
  const utf16 = Buffer.from('\uFEFFsku\tprice\nLINEN-SHIRT-S\t62\n', 'utf16le')
  t.equal((await send(owner, 'products', utf16)).json().made, 1)
  t.equal((await variant('LINEN-SHIRT-S')).price, '62.00')
  const answer = await send(owner, 'products', 'sku,barcode\nLINEN-SHIRT-S,4.00638E+12\n')
  t.match(answer.json().errors, [{ pointer: '/lines/2/barcode', code: 'shortened' }])
})
