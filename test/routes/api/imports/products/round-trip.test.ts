// The export of a whole catalogue, imported: into the same shop it changes nothing, into an empty one it makes the same.
import type { FastifyInstance } from 'fastify'
import t, { type Test } from 'tap'
import { openShop } from '../../../../support/api.ts'
import type { Program } from '../../../../support/app.ts'
import { send, untouched } from '../../../../support/imports.ts'
import { addProduct, EVENING_GOWN, SILK } from '../../../../support/shop/products.ts'

const ALL = 'archived=all'

async function exported(owner: Program, query = ALL): Promise<string> {
  const answer = await owner.get(`/api/products/export/csv?${query}`)
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return answer.body
}

/** Ids are the shop's own. */
const withoutIds = (file: string) => file.replace(/^\d+[,;\t]\d+(?=[,;\t])/gm, 'id,id')

/** Products with what is hard to write in a table. */
async function fill({ owner }: { owner: Program; app: FastifyInstance }) {
  const category = (await owner.post('/api/categories', { name: 'أزياء; "سهرة"' })).json()
  await addProduct(owner, { ...EVENING_GOWN, categoryId: category.id, featured: true })
  await addProduct(owner, {
    ...{
      name: '=HYPERLINK("x")',
      description: '-1 \'quoted\'\n\n@line; two, "three"',
      care: "'=1+1",
    },
    ...{ options: ['Size', 'Farbe: hell'], kind: 'made_to_order' },
    variants: [
      {
        options: { Size: 'S, M', 'Farbe: hell': '+rot' },
        price: 10,
        sku: '=S1',
        barcode: '000123',
      },
      {
        options: { Size: 'L', 'Farbe: hell': '–' },
        price: 10,
        sku: '-30',
        supplier: '@Weber & Söhne',
      },
    ],
  })
  await addProduct(owner, { ...SILK, cost: '18.5', stock: '1.125', lowStockAt: '0.5' })
  await addProduct(owner, { name: '丝绸围巾', price: '0', stock: 3 })
  await addProduct(owner, { name: 'Evening gown', price: '99.99' })
  const old = await addProduct(owner, { name: 'Old coat', price: '80', stock: 2, barcode: '77' })
  await owner.send({ method: 'DELETE', url: `/api/products/${old.id}` })
  const run = await addProduct(owner, {
    ...{ name: 'Belt', options: ['Size'] },
    variants: ['S', 'M'].map((Size) => ({ options: { Size }, price: 5, stock: 1, barcode: Size })),
  })
  await owner.send({ method: 'DELETE', url: `/api/variants/${run.variants[0]?.id}` })
  const again = { options: { Size: 'S' }, price: 6, sku: 'BELT-S-NEW', barcode: 'S' }
  const added = await owner.post(`/api/products/${run.id}/variants`, again)
  if (added.statusCode !== 201) throw new Error(added.body)
}

async function repeats(t: Test, settings: object, query = ALL) {
  const shop = await openShop(t, settings)
  await fill(shop)
  const file = await exported(shop.owner, query)
  const lines = 12
  await untouched(t, shop.app, async () => {
    const report = (await send(shop.owner, 'products', file)).json()
    t.match(report, { made: 0, known: lines, problemCount: 0, problems: [], ignoredColumns: [] })
    t.match(report.catalogue, { products: { unchanged: 7 }, variants: { unchanged: lines } })
  })
  const other = await openShop(t, settings)
  const report = (await send(other.owner, 'products', file)).json()
  t.match(report, { made: lines, known: 0, problemCount: 0 }, JSON.stringify(report))
  t.match(report.catalogue, { products: { added: 7 }, variants: { added: lines } })
  t.equal(withoutIds(await exported(other.owner, query)), withoutIds(file))
  const again = (await send(other.owner, 'products', file)).json()
  t.match(again, { made: 0, known: lines, importId: null })
  const integrity = (await other.owner.get('/api/integrity')).json()
  t.match(integrity, { ok: true, problems: [] }, 'the books are in order')
}

t.test('as it is', (t) => repeats(t, {}))
t.test('as spreadsheets in Germany read it', (t) =>
  repeats(t, { locale: 'de-DE' }, `${ALL}&separator=semicolon&decimal=comma`),
)
t.test('with points in a shop that writes commas', (t) => repeats(t, { locale: 'de-DE' }))
t.test('separated by tabs, with three decimals', (t) =>
  repeats(t, { currency: 'KWD', locale: 'ar-KW' }, `${ALL}&separator=tab`),
)

t.test('without the rest of the catalogue, archived ones are not there', async (t) => {
  const shop = await openShop(t)
  await fill(shop)
  const current = await exported(shop.owner, '')
  t.notMatch(current, /Old coat/)
  t.match((await send(shop.owner, 'products', current)).json(), { made: 0, known: 10 })
})
