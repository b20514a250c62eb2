// Refusals with quantities are written as the shop writes numbers; programs get plain decimals.
import t from 'tap'
import { refused } from '../../../support/api.ts'
import { build, program, signedIn } from '../../../support/app.ts'
import { submit } from '../../../support/forms.ts'
import { said } from '../../../support/reading.ts'
import { addOrder } from '../../../support/shop/factories.ts'
import { addVariant, keepStock, SILK } from '../../../support/shop/products.ts'

const app = await build(t)
const owner = await program(app)
const visitor = await signedIn(app)
await owner.put('/api/settings', { locale: 'de-DE' })
const silk = await addVariant(owner, { ...SILK, sku: 'SILK-1', stock: 3.167 })
const stockPage = `/admin/stock/variants/${silk.id}`

t.test('more is taken away than there is', async (t) => {
  await keepStock(app, silk.id, 667)
  const typed = { reason: 'lost', quantity: '2,75' }
  const form = { form: '#correct-form', typed }
  const page = await submit(visitor, await visitor.get(stockPage), form)
  t.equal(page.status, 409)
  t.match(said(page.$('#problem')), 'Only 2,5 of SILK-1 can be taken away, not 2,75.')
  const input = { delta: '-2.75', reason: 'lost' }
  const answer = await owner.post(`/api/variants/${silk.id}/movements`, input)
  refused(t, answer, 409, 'stock_reserved')
  t.match(answer.json(), { available: 2.5, detail: /^Only 2\.5 of SILK-1 .* not 2\.75\./ })
})

t.test('more is issued than there is', async (t) => {
  const order = await addOrder(owner)
  const path = `/admin/items/${order.items[0].id}/materials`
  const typed = { code: 'SILK-1', quantity: '2,6' }
  const page = await submit(visitor, await visitor.get(path), { form: '#issue-form', typed })
  t.equal(page.status, 409)
  t.match(said(page.$('main')), 'Silk twill: 2,5 left.')
})

t.test('an order is taken back, of which the stock is gone', async (t) => {
  const items = [{ variantId: silk.id, quantity: 2, itemName: 'Silk', unitPrice: '32.00' }]
  const { id } = await addOrder(owner, { items })
  const moved = await owner.put(`/api/orders/${id}/status`, { status: 'cancelled' })
  t.equal(moved.statusCode, 200, moved.body)
  await owner.post(`/api/variants/${silk.id}/movements`, { delta: '-1.75', reason: 'lost' })
  const url = `/admin/orders/${id}`
  const opened = await visitor.get(url)
  const form = `form[action="${url}/status"]`
  const page = await submit(visitor, opened, { form, button: 'Reopen order' })
  t.equal(page.status, 409)
  t.match(said(page.$('main')), 'Silk twill: 0,75 left.')
})

t.test('an order asks for more than is left', async (t) => {
  const { customerId } = await addOrder(owner)
  await visitor.get('/admin/orders/new')
  const page = await visitor.post('/admin/orders', {
    customerId: String(customerId),
    'items.0.variantId': String(silk.id),
    'items.0.quantity': '1',
  })
  t.equal(page.status, 409)
  t.equal(said(page.$('#f-items-0-quantity-error')), '0,75 left.')
})

t.test('advice on how to write a quantity has the decimals of the shop', async (t) => {
  const typed = { reason: 'lost', quantity: 'some' }
  const form = { form: '#correct-form', typed }
  const page = await submit(visitor, await visitor.get(stockPage), form)
  t.match(said(page.$('#f-quantity-error')), 'Write the quantity as a number, such as 3,5.')
  const digits = { form: '#correct-form', typed: { reason: 'lost', quantity: '0,12345' } }
  const long = await submit(visitor, await visitor.get(stockPage), digits)
  t.notMatch(said(long.$('#f-quantity-error')), /\d\.\d/)
})
