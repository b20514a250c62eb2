// Stock pages without JavaScript: overview, receiving by scanner, corrections, holds.
import t from 'tap'
import { holdStock } from '../../../../src/services/catalogue/stock/holds.ts'
import { AS_HTMX, build, program, signedIn } from '../../../support/app.ts'
import { submit } from '../../../support/forms.ts'
import { eachSaid, isFragment, said, textOf, valueIn } from '../../../support/reading.ts'
import { addOrder } from '../../../support/shop/factories.ts'
import { GOWN, shelfOf } from '../../../support/shop/shelf.ts'

const app = await build(t)
const shelf = shelfOf(app)
const owner = await signedIn(app)
const { id: productId, variants } = await shelf.add(GOWN)
const [small, medium] = variants.map(({ id }) => id) as [number, number]
const { variants: cloth } = await shelf.add({
  name: 'Silk',
  kind: 'material',
  price: '30',
  unit: 'm',
  stock: '3.5',
})
const silk = cloth[0]?.id ?? 0

const RECEIVE = '/admin/stock/receive'
const form = '#receive-form'
const receive = async (typed: Record<string, string>) =>
  submit(owner, await owner.get(RECEIVE), { form, typed })

t.test(
  'a scanned barcode adds one, the new quantity is repeated, and the field has the focus',
  async (t) => {
    const done = await receive({ code: '4006381333931' })
    t.equal(done.status, 303)
    const page = await owner.get(done.location ?? '')
    t.match(textOf(page.$('#last[role=status]')), /Evening gown, M 5 \+1, now in stock/)
    t.equal(said(page.$('#last .stat-value')), '5')
    t.ok(page.$('[name=code]').is('[autofocus]'))
    t.equal(valueIn(page, 'code'), '')
    t.equal(valueIn(page, 'quantity'), '1')
    t.equal((await shelf.variant(medium)).stock, 5000)
  },
)

t.test('without a quantity one is received', async (t) => {
  const before = (await shelf.variant(medium)).stock
  await receive({ code: '4006381333931', quantity: ' ' })
  t.equal((await shelf.variant(medium)).stock, before + 1000)
})

t.test('a quantity may be typed, with decimals where it is sold by the metre', async (t) => {
  const page = await owner.get(
    (await receive({ code: 'evening-gown-s', quantity: '12' })).location ?? '',
  )
  t.equal(said(page.$('#last .stat-value')), '13')
  const metres = await owner.get((await receive({ code: 'SILK', quantity: '0.25' })).location ?? '')
  t.equal(said(metres.$('#last .stat-value')), '3.75 m')
  const half = await receive({ code: 'evening-gown-s', quantity: '1.5' })
  t.equal(half.status, 422)
  t.match(said(half.$('#f-quantity-error')), 'Pieces are whole')
  t.equal(valueIn(half, 'code'), 'evening-gown-s')
})

t.test('an unknown code is told, nothing is lost, and similar ones are offered', async (t) => {
  const refused = await receive({ code: 'gown', quantity: '7' })
  t.equal(refused.status, 422)
  t.match(said(refused.$('#f-code-error')), 'Nothing has the barcode or SKU “gown”.')
  t.equal(valueIn(refused, 'code'), 'gown')
  t.equal(valueIn(refused, 'quantity'), '7')
  t.equal(refused.$('a[href="/admin/products?search=gown"]').length, 1)
  t.strictSame(eachSaid(refused, '#similar button'), [
    'Evening gown, S EVENING-GOWN-S',
    'Evening gown, M EVENING-GOWN-M',
  ])
  const before = (await shelf.variant(medium)).stock
  const done = await submit(owner, refused, { form, button: 'Evening gown, M EVENING-GOWN-M' })
  t.equal(done.status, 303)
  t.equal((await shelf.variant(medium)).stock, before + 7000)
  const empty = await receive({ code: ' ' })
  t.match(said(empty.$('#f-code-error')), 'Scan or type a barcode or SKU.')
})

t.test('a form sent twice receives once', async (t) => {
  const before = (await shelf.variant(small)).stock
  const page = await owner.get(RECEIVE)
  for (const _ of [1, 2]) await submit(owner, page, { form, typed: { code: 'EVENING-GOWN-S' } })
  t.equal((await shelf.variant(small)).stock, before + 1000)
})

t.test('htmx gets the form again, with what was received', async (t) => {
  await owner.get(RECEIVE)
  const part = await owner.post(RECEIVE, { code: 'SILK', quantity: '1' }, AS_HTMX)
  isFragment(t, part, 'receive')
  t.match(textOf(part.$('#last [data-announce]')), /Silk 4\.75 m/)
})

t.test(
  'a correction takes away or adds by its reason, and is a movement with its author',
  async (t) => {
    const url = `/admin/stock/variants/${small}`
    const before = (await shelf.variant(small)).stock
    const correct = async (typed: Record<string, string>) =>
      submit(owner, await owner.get(url), { form: `form[action="${url}"]`, typed })
    t.equal((await correct({ reason: 'damaged', quantity: '2', note: 'Zip torn' })).status, 303)
    t.equal((await shelf.variant(small)).stock, before - 2000)
    const page = await owner.get(url)
    t.match(
      textOf(page.$('.rows .row').first()),
      /^−2 Damaged ?Ines Almeida, .* · Zip torn ?12 afterwards$/,
    )
    t.equal((await correct({ reason: 'found', quantity: '1' })).status, 303)
    t.equal((await shelf.variant(small)).stock, before - 1000)
    const many = await correct({ reason: 'lost', quantity: '999' })
    t.equal(many.status, 409)
    t.match(said(many.$('#problem')), /Only \d+ of EVENING-GOWN-S can be taken away/)
    t.equal(valueIn(many, 'quantity'), '999')
    const none = await correct({ reason: 'lost', quantity: '' })
    t.match(said(none.$('#f-quantity-error')), /missing/i)
  },
)

t.test(
  'the overview tells what is low, the value at cost, holds and movements; a hold is released',
  async (t) => {
    const { variants } = await shelf.add({
      name: 'Veil',
      price: '20',
      cost: '8',
      stock: 2,
      lowStockAt: 3,
    })
    const veil = variants[0]?.id ?? 0
    await shelf.hold(veil, 1)
    const page = await owner.get('/admin/stock')
    t.match(said(page.$('#low')), /Veil VEIL 1 3/)
    t.match(textOf(page.$('#hold-rows')), /1 × Veil for an order until \d{1,2}:\d\d/)
    t.match(eachSaid(page, '.stat').join(' '), /Value at cost/)
    t.match(said(page.$('main')), /2 variants in stock have no cost/)
    const released = await submit(owner, page, { form: '#hold-rows form' })
    t.equal(released.location, '/admin/stock')
    t.match(await shelf.variant(veil), { reserved: 0, available: 2000 })
    t.equal((await owner.get('/admin/stock')).$('#holds').length, 0)
  },
)

t.test('what is kept says for whom and until when, and leads to the order', async (t) => {
  const office = await program(app)
  const { id, number } = await addOrder(office)
  const lines = [{ variantId: silk, quantity: 500 }]
  const keep = (holder: string, lasts: number) =>
    shelf.write((change) => holdStock(change, lines, { holder, lasts }))
  await keep(`order:${id}`, 600_000)
  await keep('cart:Zk81', 60_000)
  await keep('cart:long', 172_800_000)
  for (const url of ['/admin/stock', `/admin/stock/variants/${silk}`]) {
    const page = await owner.get(url)
    const rows = page.$('#hold-rows li').toArray()
    const words = rows.map((row) => textOf(page.$(row).find('.muted.small')))
    t.match(words[0], /^kept for a cart until (\w+ \d+, \d{4}, )?\d{1,2}:\d\d( [AP]M)?$/)
    t.match(
      words[1],
      new RegExp(`^for order ${number} until (\\w+ \\d+, \\d{4}, )?\\d{1,2}:\\d\\d`),
    )
    t.match(words[2], /^kept for a cart until \w+ \d+, \d{4}/, 'not today')
    t.equal(page.$(`#hold-rows a[href="/admin/orders/${id}"]`).text(), `order ${number}`)
    t.notMatch(page.response.body, /order:\d|Zk81/)
  }
})

t.test('the page of a product tells stock, holds and movements of its variants', async (t) => {
  await shelf.hold(medium, 2)
  const page = await owner.get(`/admin/products/${productId}`)
  const { stock, available } = await shelf.variant(medium)
  t.match(
    said(page.$('#product-stock tbody tr').eq(1)),
    new RegExp(`M EVENING-GOWN-M .*${stock / 1000} 2 ${available / 1000}`),
  )
  t.equal((await shelf.variant(silk)).unit, 'm')
})
