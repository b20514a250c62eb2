// The page that edits a product, without JavaScript: prices, lines, and two people at once.
import t from 'tap'
import { updateProduct } from '../../../../src/services/catalogue/products/index.ts'
import { build, signedIn } from '../../../support/app.ts'
import { submit } from '../../../support/forms.ts'
import { eachSaid, said, valueIn } from '../../../support/reading.ts'
import { GOWN, shelfOf } from '../../../support/shop/shelf.ts'

const app = await build(t)
const shelf = shelfOf(app)
const owner = await signedIn(app)

const NEW = '#product-form'

t.test('a product is edited: a price, a new line, one taken out', async (t) => {
  const { id, variants } = await shelf.add({ ...GOWN, name: 'Ball gown' })
  const url = `/admin/products/${id}`
  const form = await owner.get(`${url}/edit`)
  t.equal(valueIn(form, 'variants.0.price'), '240.00')
  t.equal(valueIn(form, 'variants.0.stock'), '1')
  const fewer = await submit(owner, form, {
    form: NEW,
    typed: { 'variants.1.price': '275' },
    button: 'Take out S',
  })
  t.equal(fewer.$('.variant').length, 1)
  t.equal(valueIn(fewer, 'variants.0.stock'), '4', 'the stock is still shown')
  const more = await submit(owner, fewer, { form: NEW, button: 'Add a line' })
  const saved = await submit(owner, more, {
    form: NEW,
    typed: { 'variants.1.values.0': 'L', 'variants.1.price': '280', 'variants.1.stock': '2' },
    button: 'Save product',
  })
  t.equal(saved.location, url)
  t.match((await shelf.product(id)).variants, [
    { id: variants[1]?.id, price: 27500, stock: 4000, barcode: '4006381333931' },
    { options: { Size: 'L' }, price: 28000, stock: 2000 },
  ])
  const page = await owner.get(url)
  t.match(said(page.$('#product-stock details')), 'S BALL-GOWN-S')
  const restored = await submit(owner, page, {
    form: `form[action="${url}/variants/${variants[0]?.id}/restore"]`,
  })
  t.equal(restored.status, 303)
  t.equal((await shelf.product(id)).variants.length, 3)
})

t.test('two people edit: the later one sees both versions and loses nothing', async (t) => {
  const { id, version } = await shelf.add({
    ...GOWN,
    name: 'Gown',
    variants: [{ options: { Size: 'S' }, price: '10', sku: 'G1' }],
  })
  const form = await owner.get(`/admin/products/${id}/edit`)
  await shelf.write((change) => updateProduct(change, id, { care: 'Hand wash' }, version))
  const stale = await submit(owner, form, {
    form: NEW,
    typed: { name: 'Long gown', 'variants.0.price': '12' },
    button: 'Save product',
  })
  t.equal(stale.status, 412)
  const rows = eachSaid(stale, '#overtaken tbody tr')
  t.match(rows.join('\n'), /Care.*Hand wash/)
  t.match(rows.join('\n'), /Name Long gown.*Gown/)
  t.equal(valueIn(stale, 'variants.0.price'), '12')
  t.equal((await shelf.product(id)).name, 'Gown')
  const saved = await submit(owner, stale, { form: NEW, button: 'Save product' })
  t.equal(saved.status, 303)
  t.match(await shelf.product(id), { name: 'Long gown', variants: [{ price: 1200 }] })
})
