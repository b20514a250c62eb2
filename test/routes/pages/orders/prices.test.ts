// Discounts and tax on pages without JavaScript: typed, calculated, saved, shown and printed.
import t from 'tap'
import { account, build, type Page, program, signedIn } from '../../../support/app.ts'
import { submit, type Typed } from '../../../support/forms.ts'
import { eachSaid, problemsOf, said, valueIn } from '../../../support/reading.ts'
import { AMINA, addOrder, newPhone } from '../../../support/shop/factories.ts'
import { setTax } from '../../../support/shop/taxes.ts'

const app = await build(t)
const office = await program(app)
const counter = await signedIn(app, await account(app, 'staff'))

const form = '#order-form'
const NEW = '/admin/orders/new'
const SCARVES: Typed = {
  'customer.name': AMINA.name,
  get 'customer.phoneNumber'() {
    return newPhone()
  },
  'items.0.itemName': 'Silk scarf',
  'items.0.quantity': '3',
  'items.0.unitPrice': '33,33',
}
const press = (page: Page, button: string, typed: Typed = {}) =>
  submit(counter, page, { form, typed, button })
const save = (page: Page, typed: Typed = {}) => press(page, 'Save order', typed)
const orderAt = async (page: Page) =>
  (await office.get(`/api${page.location?.replace('/admin', '')}`)).json()
const sums = (page: Page) => eachSaid(page, '.items-total .sums > :not([hidden])')
const isOpen = ({ $ }: Page, name: string) => $(`[name="${name}"]`).closest('details').is('[open]')

t.test('discount fields are in closed folds', async (t) => {
  const page = await counter.get(NEW)
  t.strictSame(eachSaid(page, `${form} summary`), ['Discount', 'Order discount'])
  t.notOk(isOpen(page, 'items.0.discount.percent'))
  t.notOk(isOpen(page, 'discount.amount'))
  const order = await orderAt(await save(page, SCARVES))
  t.match(order, { discount: null, items: [{ discount: null }], totalAmount: '99.99' })
  const orderPage = await counter.get(`/admin/orders/${order.id}`)
  t.match(said(orderPage.$('#order-payments .sums')), /^Total \$99\.99 Balance \$99\.99$/)
})

t.test('10 % off a line and 5 off the order are calculated before saving', async (t) => {
  const typed = { ...SCARVES, 'items.0.discount.percent': '10 %', 'discount.amount': '5,00' }
  const added = await press(await counter.get(NEW), 'Calculate total', typed)
  t.equal(added.status, 200, 'adding up is no order yet')
  t.strictSame(sums(added), ['Subtotal $89.99', 'Discount − $5.00', 'Total $84.99'])
  t.equal(said(added.$('[data-row] [data-amount]')), '$89.99')
  t.ok(isOpen(added, 'items.0.discount.percent'), 'what was typed is in sight')
  t.equal(valueIn(added, 'discount.amount'), '5,00')

  const saved = await save(added)
  t.equal(saved.status, 303)
  const order = await orderAt(saved)
  t.match(order, {
    items: [{ discount: { percent: '10' }, lineTotal: '89.99' }],
    discount: { amount: '5.00' },
    totalAmount: '84.99',
  })
  const orderPage = await counter.get(saved.location ?? '')
  t.match(said(orderPage.$('#order-items')), '3 × $33.33, 10% off')
  t.match(
    said(orderPage.$('#order-payments .sums')),
    'Subtotal $89.99 Discount − $5.00 Total $84.99',
  )
  const receipt = await counter.get(`${saved.location}/receipt`)
  t.match(
    said(receipt.$('.sums')),
    /^3 × Silk scarf \$33\.33 each, 10% off \$89\.99 Subtotal \$89\.99 Discount − \$5\.00 Total \$84\.99/,
  )
})

t.test('an edit keeps, changes and removes a discount', async (t) => {
  const items = [{ itemName: 'Gown', quantity: 1, unitPrice: '200', discount: { amount: '20' } }]
  const { id } = await addOrder(office, { items, discount: { percent: '12.5' } })
  const url = `/admin/orders/${id}`
  const stored = async () => (await office.get(`/api/orders/${id}`)).json()
  const before = await stored()
  const page = await counter.get(`${url}/edit`)
  t.equal(valueIn(page, 'items.0.discount.amount'), '20.00')
  t.equal(valueIn(page, 'discount.percent'), '12.5')
  t.strictSame(sums(page), ['Subtotal $180.00', 'Discount − $22.50', 'Total $157.50'])
  t.equal((await save(page)).location, url)
  t.strictSame(await stored(), before, 'saved untouched, nothing changed')

  await save(page, { 'items.0.discount.amount': '', 'discount.percent': '10' })
  t.match(await stored(), {
    items: [{ id: before.items[0].id, discount: null }],
    discount: { percent: '10' },
    totalAmount: '180.00',
  })
  await save(await counter.get(`${url}/edit`), { 'discount.percent': '' })
  t.match(await stored(), { discount: null, totalAmount: '200.00' })
  const timeline = eachSaid(await counter.get(url), '#order-timeline li')
  t.match(timeline[0], /^Changed: discount, total /)
  t.match(timeline[1], /^Changed: items, discount, total /)
})

t.test('discount errors are shown beside their fields, and typed values are kept', async (t) => {
  const typed = {
    ...SCARVES,
    'items.0.discount.percent': '110',
    'discount.percent': '5',
    'discount.amount': '7',
  }
  const refused = await save(await counter.get(NEW), typed)
  t.equal(refused.status, 422)
  t.strictSame(problemsOf(refused), [
    'Write the percentage as a plain number from 0 to 100, such as 12.5.',
    'Give either a percentage or an amount, not both.',
  ])
  for (const [name, value] of Object.entries(typed)) t.equal(valueIn(refused, name), value, name)
  const percent = refused.$('[name="items.0.discount.percent"]')
  t.equal(percent.attr('aria-invalid'), 'true')
  t.match(said(refused.$('#f-discount .error')), 'Give either')

  const tooMuch = await save(refused, {
    'items.0.discount.percent': '',
    'items.0.discount.amount': '100',
    'discount.percent': '',
  })
  t.match(problemsOf(tooMuch), [/The discount can be at most 99\.99/])
  t.ok(isOpen(tooMuch, 'items.0.discount.amount'))
  const orders = (await office.get('/api/orders?total=true')).json().total
  t.equal(
    (await save(tooMuch, { 'items.0.discount.amount': '99.99', 'discount.amount': '' })).status,
    303,
  )
  t.equal((await office.get('/api/orders?total=true')).json().total, orders + 1)
})

t.test('tax is shown in the form, on the order, on the receipt and to the customer', async (t) => {
  t.teardown(() => setTax(app, 'none'))
  await setTax(app, 'exclusive', '8.875')
  const added = await press(await counter.get(NEW), 'Calculate total', SCARVES)
  t.strictSame(sums(added), ['Subtotal $99.99', 'VAT 8.875% $8.87', 'Total $108.86'])
  const order = await orderAt(await save(added, { 'discount.percent': '10' }))
  const all =
    /Subtotal \$99\.99 Discount 10% − \$10\.00 Net \$89\.99 VAT 8\.875% \$7\.99 Total \$97\.98/
  const url = `/admin/orders/${order.id}`
  t.match(said((await counter.get(url)).$('#order-payments .sums')), all)
  t.match(said((await counter.get(`${url}/receipt`)).$('.sums')), all)
  const amina = await signedIn(app, await account(app, 'customer', order.customerId))
  t.match(said((await amina.get(`/orders/${order.id}`)).$('main .sums')), all)

  await setTax(app, 'inclusive', '20')
  const edited = await counter.get(`${url}/edit`)
  t.match(
    sums(edited),
    [/Subtotal/, /Discount/, 'VAT 8.875% $7.99', 'Total $97.98'],
    'it keeps its tax',
  )
  const later = await orderAt(await save(await counter.get(NEW), SCARVES))
  const receipt = await counter.get(`/admin/orders/${later.id}/receipt`)
  t.match(said(receipt.$('.sums')), 'Total $99.99 Includes VAT 20% $16.67 Net $83.32')
})
