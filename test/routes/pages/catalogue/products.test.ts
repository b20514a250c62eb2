// Product pages without JavaScript: a size run in one step, the list with its filters.
import t from 'tap'
import { AS_HTMX, build, OWNER, signedIn } from '../../../support/app.ts'
import { submit } from '../../../support/forms.ts'
import {
  eachSaid,
  isFragment,
  isPage,
  problemsOf,
  said,
  textOf,
  valueIn,
} from '../../../support/reading.ts'
import { GOWN, shelfOf } from '../../../support/shop/shelf.ts'

const app = await build(t)
const shelf = shelfOf(app)
const owner = await signedIn(app)

const NEW = '#product-form'
const newForm = () => owner.get('/admin/products/new')
const idIn = (location: string | undefined) => Number(location?.split('/').at(-1))

t.test('an empty catalogue invites to add a product', async (t) => {
  const page = await owner.get('/admin/products')
  isPage(t, page, 'Products')
  t.equal(said(page.$('.empty h2')), 'No products yet')
  t.equal(page.$('.empty .actions a').attr('href'), '/admin/products/new')
})

t.test('a size run is made in one step, and saved', async (t) => {
  const made = await submit(owner, await newForm(), {
    form: NEW,
    typed: {
      name: 'Linen dress',
      'options.0.name': 'Size',
      'options.0.values': 'S, M, L, XL',
      'options.1.name': 'Colour',
      'options.1.values': 'Sand; navy, Sand',
      price: '95',
    },
    button: 'Make variants',
  })
  t.equal(made.status, 200)
  t.equal(said(made.$('#product-variants [role=status]')), '8 variants made.')
  t.equal(valueIn(made, 'name'), 'Linen dress')
  t.equal(made.$('.variant').length, 8)
  t.equal(valueIn(made, 'variants.1.values.0'), 'S')
  t.equal(valueIn(made, 'variants.1.values.1'), 'navy')
  t.equal(valueIn(made, 'variants.1.price'), '95')

  const saved = await submit(owner, made, {
    form: NEW,
    typed: {
      'variants.0.stock': '3',
      'variants.1.price': '99.50',
      'variants.1.barcode': '123',
      'variants.1.supplier': 'Weaver & Co',
    },
    button: 'Save product',
  })
  t.equal(saved.status, 303)
  const product = await shelf.product(idIn(saved.location))
  t.strictSame(product.options, ['Size', 'Colour'])
  t.equal(product.variants.length, 8)
  t.match(product.variants[0], { sku: 'LINEN-DRESS-S-SAND', price: 9500, stock: 3000 })
  t.match(product.variants[1], { price: 9950, stock: 0, barcode: '123', supplier: 'Weaver & Co' })
  const page = await owner.get(saved.location ?? '')
  isPage(t, page, 'Linen dress')
  t.match(eachSaid(page, '#product-stock tbody .row-link')[0], 'S · Sand')
  t.match(said(page.$('#product-stock tbody tr').first()), /Receive/)
})

t.test('a size run that was typed but not made is shown before it is saved', async (t) => {
  const form = await newForm()
  const typed = { name: 'Wool coat', 'options.0.values': 'S, M', price: '180' }
  const shown = await submit(owner, form, { form: NEW, typed })
  t.equal(shown.status, 200)
  t.match(
    said(shown.$('#product-variants [role=status]')),
    '2 variants made. Check them, then save.',
  )
  t.equal(valueIn(shown, 'options.0.name'), 'Size', 'the usual name')
  const saved = await submit(owner, shown, { form: NEW })
  t.match((await shelf.product(idIn(saved.location))).variants, [
    { options: { Size: 'S' }, price: 18000 },
    { options: { Size: 'M' }, price: 18000 },
  ])
})

t.test('a name and a price are enough', async (t) => {
  const typed = { name: 'Silk scarf', 'variants.0.price': '48', 'variants.0.stock': '5' }
  const saved = await submit(owner, await newForm(), { form: NEW, typed })
  t.match(await shelf.product(idIn(saved.location)), {
    name: 'Silk scarf',
    kind: 'ready_made',
    variants: [{ sku: 'SILK-SCARF', price: 4800, stock: 5000 }],
  })
})

t.test('all mistakes are shown at once, at their fields, and nothing typed is lost', async (t) => {
  const made = await submit(owner, await newForm(), {
    form: NEW,
    typed: { name: ' ', 'options.0.values': 'S, M', care: 'Dry clean' },
    button: 'Make variants',
  })
  const refused = await submit(owner, made, {
    form: NEW,
    typed: {
      'variants.0.price': 'free',
      'variants.1.values.0': '',
      'variants.1.price': '10',
      'variants.1.stock': '1.5',
    },
    button: 'Save product',
  })
  t.equal(refused.status, 422)
  t.match(problemsOf(refused).join(' '), 'Name is missing.')
  t.equal(refused.$('[name="variants.0.price"]').attr('aria-invalid'), 'true')
  t.equal(valueIn(refused, 'variants.0.price'), 'free')
  t.equal(valueIn(refused, 'care'), 'Dry clean')
  const again = await submit(owner, refused, {
    form: NEW,
    typed: { name: 'Blouse', 'variants.0.price': '60' },
    button: 'Save product',
  })
  t.equal(again.status, 422)
  t.match(problemsOf(again).sort(), ['Enter a value for "Size".', /whole/])
  t.equal(again.$('[name="variants.1.values.0"]').attr('aria-invalid'), 'true')
  const typed = { 'variants.1.values.0': 'M', 'variants.1.stock': '2' }
  const saved = await submit(owner, again, { form: NEW, typed, button: 'Save product' })
  t.equal(saved.status, 303)
})

t.test('a taken SKU is named', async (t) => {
  const typed = { name: 'Scarf', 'variants.0.price': '48', 'variants.0.sku': 'silk-scarf' }
  const refused = await submit(owner, await newForm(), { form: NEW, typed })
  t.equal(refused.status, 409)
  t.match(problemsOf(refused), [/is the SKU of Silk scarf/])
  t.equal(valueIn(refused, 'variants.0.sku'), 'silk-scarf')
})

t.test('a line added by a button of htmx is a fragment of the form', async (t) => {
  const form = await newForm()
  const fields = { name: 'Vest', 'variants.0.price': '30', addRow: '1' }
  const part = await owner.post('/admin/products', fields, AS_HTMX)
  isFragment(t, part, 'product-variants')
  t.equal(part.$('.variant').length, 2)
  t.equal(form.$('.variant').length, 1)
})

t.test(
  'the list shows price, what is available and marks, and filters as a fragment',
  async (t) => {
    await shelf.add({
      ...GOWN,
      name: 'Opera gown',
      featured: true,
      variants: GOWN.variants?.map((one, at) => ({ ...one, barcode: `9${at}` })),
    })
    await shelf.add({ name: 'Long gown', price: '12' })
    const page = await owner.get('/admin/products?search=opera')
    const row = said(page.$('#products-list tbody tr'))
    t.match(row, /Opera gown.*Ready-made.*£?240\.00.*260\.00.*Low.*5/)
    t.match(textOf(page.$('#products-chips .chip')), 'Search“opera”')
    const low = await owner.fragment('/admin/products?stock=low')
    isFragment(t, low, 'products-list')
    t.strictSame(eachSaid(low, 'tbody .row-link'), ['Opera gown'])
    const none = await owner.get('/admin/products?stock=none')
    t.notOk(eachSaid(none, 'tbody .row-link').includes('Opera gown'))
    t.ok(eachSaid(none, 'tbody .row-link').includes('Long gown'))
    const nothing = await owner.get('/admin/products?search=zzz')
    t.equal(said(nothing.$('.empty h2')), 'No matching products')
  },
)

t.test('a product is archived, leaves the list, and is restored', async (t) => {
  const { id } = await shelf.add({ name: 'Old hat', price: '5' })
  const url = `/admin/products/${id}`
  const page = await owner.get(url)
  const gone = await submit(owner, page, { form: `form[action="${url}/archive"]` })
  t.equal(gone.location, url)
  t.notOk(eachSaid(await owner.get('/admin/products'), '.row-link').includes('Old hat'))
  t.ok(eachSaid(await owner.get('/admin/products?archived=true'), '.row-link').includes('Old hat'))
  const back = await submit(owner, await owner.get(url), { form: `form[action="${url}/restore"]` })
  t.equal(back.status, 303)
  t.equal((await shelf.product(id)).archivedAt, null)
})

t.test('a form that was sent after the session ended is sent again after signing in', async (t) => {
  const visitor = await signedIn(app)
  const form = await visitor.get('/admin/products/new')
  visitor.cookies.delete('hemline')
  const typed = { name: 'Late hat', 'variants.0.price': '12', 'variants.0.stock': '3' }
  const headers = { 'sec-fetch-site': 'same-origin' }
  const signIn = await submit(visitor, form, { form: NEW, typed, headers })
  t.equal(signIn.status, 401)
  const { email, password } = OWNER
  const resume = await submit(visitor, signIn, { form: 'main form', typed: { email, password } })
  const shown = textOf(resume.$('#typed'))
  t.match(shown, /Kind\s*Ready made.*Counted in\s*piece/)
  t.match(shown, /Variant 1, price\s*12\s*Variant 1, stock\s*3/)
  const saved = await submit(visitor, resume, { form: '#resume', button: 'Send now' })
  t.match(await shelf.product(idIn(saved.location)), {
    name: 'Late hat',
    variants: [{ stock: 3000 }],
  })
})
