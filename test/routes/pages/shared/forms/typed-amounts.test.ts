// Typed amounts on pages and in imports: read in the notation of the shop's country, refused if ambiguous. The API
// accepts decimal points only.
import t from 'tap'
import { refused as isRefused, openShop, wrongFields } from '../../../../support/api.ts'
import { type Browser, type Page, signedIn } from '../../../../support/app.ts'
import { submit, type Typed } from '../../../../support/forms.ts'
import { eachSaid, said, valueIn } from '../../../../support/reading.ts'
import { AMINA, addOrder, newPhone } from '../../../../support/shop/factories.ts'

const NEW = '/admin/orders/new'
const ORDER = '#order-form'

const shopIn = async (locale: string, currency: string) => {
  const { app, owner: office } = await openShop(t, { locale, currency })
  return { office, owner: await signedIn(app), app }
}
const american = await shopIn('en-US', 'USD')
const german = await shopIn('de-DE', 'EUR')
const kuwaiti = await shopIn('en-US', 'KWD')
const egyptian = await shopIn('ar-EG', 'EGP')

const orderOver = (shop: typeof american, unitPrice: string) =>
  addOrder(shop.office, { items: [{ itemName: 'Bridal gown', quantity: 1, unitPrice }] })

async function pay(shop: typeof american, id: number, amount: string): Promise<Page> {
  const page = await shop.owner.get(`/admin/orders/${id}`)
  return submit(shop.owner, page, { form: PAY(id), typed: { amount, kind: 'payment' } })
}
const PAY = (id: number) => `form[action="/admin/orders/${id}/payments"]`

t.test('a thousands separator is accepted', async (t) => {
  for (const [shop, typed, paid, balance] of [
    [american, '1,000', '1000.00', '2000.00'],
    [american, '$1,250.50', '1250.50', '1749.50'],
    [german, '1.000', '1000.00', '2000.00'],
    [german, '1.250,50 €', '1250.50', '1749.50'],
    [kuwaiti, '1,000.500', '1000.500', '1999.500'],
    [egyptian, '١٬٠٠٠٫٥٠', '1000.50', '1999.50'],
  ] as const) {
    const { id } = await orderOver(shop, '3000')
    const page = await pay(shop, id, typed)
    t.equal(page.status, 303, typed)
    const order = (await shop.office.get(`/api/orders/${id}`)).json()
    t.match(order, { paidAmount: paid, balance }, typed)
  }
})

t.test('an ambiguous amount is refused with both readings, and stays as typed', async (t) => {
  for (const [shop, typed, words] of [
    [american, '1.000', '"1.000" can be read as 1,000.00 or as 1.00.'],
    [american, '1.234', '"1.234" can be read as 1,234.00 or as 1.234.'],
    [german, '1,000', '"1,000" can be read as 1.000,00 or as 1,00.'],
    [kuwaiti, '1,000', '"1,000" can be read as 1,000.000 or as 1.000.'],
  ] as const) {
    const { id } = await orderOver(shop, '3000')
    const page = await pay(shop, id, typed)
    t.equal(page.status, 422, typed)
    t.match(said(page.$('#f-amount-error')), words)
    t.equal(valueIn(page, 'amount'), typed)
    t.match((await shop.office.get(`/api/orders/${id}`)).json(), { payments: [] })
  }
})

t.test('misplaced separators, dates and other currencies are refused', async (t) => {
  const { id } = await orderOver(american, '3000')
  for (const typed of ['12..50', '1.2.3', '1,,000', '1,0000', '11/22/026', '2026-11-22', '€5']) {
    const page = await pay(american, id, typed)
    t.equal(page.status, 422, typed)
    t.match(said(page.$('#f-amount-error')), 'Write the amount as a plain number', typed)
    t.equal(valueIn(page, 'amount'), typed)
  }
})

const typedOrder = (typed: Typed): Typed => ({
  'customer.name': AMINA.name,
  get 'customer.phoneNumber'() {
    return newPhone()
  },
  'items.0.itemName': 'Bridal gown',
  ...typed,
})
const send = async (owner: Browser, button: string, typed: Typed) =>
  submit(owner, await owner.get(NEW), { form: ORDER, button, typed: typedOrder(typed) })

t.test('prices, quantities, discounts and deposits of an order are read alike', async (t) => {
  const { owner, office } = german
  const typed = {
    'items.0.quantity': '２',
    'items.0.unitPrice': '1.250,50',
    'items.0.discount.percent': '2,5 %',
    'discount.amount': '1.000',
    'deposit.amount': '€ 1.000',
  }
  const added = await send(owner, 'Calculate total', typed)
  t.match(eachSaid(added, '.items-total .sums > :not([hidden])'), [
    'Subtotal 2.438,47 €',
    'Discount − 1.000,00 €',
    'Total 1.438,47 €',
  ])
  t.equal(valueIn(added, 'items.0.unitPrice'), '1.250,50')
  const saved = await send(owner, 'Save order', typed)
  const order = (await office.get(`/api${saved.location?.replace('/admin', '')}`)).json()
  t.match(order, { totalAmount: '1438.47', paidAmount: '1000.00', items: [{ quantity: 2 }] })

  const edit = await owner.get(`/admin/orders/${order.id}/edit`)
  t.equal(valueIn(edit, 'items.0.unitPrice'), '1250,50', 'written as it is read')
  t.equal(valueIn(edit, 'items.0.discount.percent'), '2,5')
  t.equal((await submit(owner, edit, { form: ORDER, button: 'Save order' })).status, 303)
  t.match((await office.get(`/api/orders/${order.id}`)).json(), { totalAmount: '1438.47' })

  const wrong = await send(owner, 'Save order', {
    'items.0.quantity': '1.5',
    'items.0.unitPrice': '1,000',
    'discount.percent': '1.2.3',
    'deposit.amount': 'ten',
  })
  t.equal(wrong.status, 422)
  for (const name of [
    'items.0.unitPrice',
    'discount.percent',
    'deposit.amount',
    'items.0.quantity',
  ]) {
    t.ok(wrong.$(`[name="${name}"]`).is('[aria-invalid]'), `all at once: ${name}`)
  }
})

t.test('cancellation fees and payment rules are read alike', async (t) => {
  const { owner, office } = american
  const { id } = await orderOver(american, '3000')
  await pay(american, id, '2,000')
  const page = await owner.get(`/admin/orders/${id}`)
  const cancel = (retainedAmount: string) =>
    submit(owner, page, {
      form: '#order-status details form',
      typed: { retainedAmount },
    })
  t.match(said((await cancel('1.500')).$('#f-retainedAmount-error')), 'can be read as 1,500.00')
  await cancel('1,500')
  t.match((await office.get(`/api/orders/${id}`)).json(), { refundDue: '500.00' })

  const url = '/admin/settings/payments'
  const rules = async (depositKind: string, depositValue: string) =>
    submit(owner, await owner.get(url), {
      form: `form[action="${url}"]`,
      typed: { depositKind, depositValue },
    })
  t.match(said((await rules('amount', '1.000')).$('#form-errors')), '1,000.00 or as 1.00')
  await rules('amount', '$1,000')
  t.match((await office.get('/api/payment-rules')).json(), { depositValue: '1000.00' })
  await rules('percent', '33,5 %')
  t.match((await office.get('/api/payment-rules')).json(), { depositValue: '33.5' })
})

t.test('imports are read like pages', async (t) => {
  const read = async (shop: typeof american, ...prices: string[]) => {
    const lines = prices.map((price, at) => `A-${at},Ana,0201 555,Hem,"${price}"`)
    const payload = ['reference,customerName,customerPhone,itemName,unitPrice', ...lines].join('\n')
    const answer = await shop.office.send({
      method: 'POST',
      url: '/api/orders/import/csv?dryRun=true',
      payload,
      headers: { 'content-type': 'text/csv' },
    })
    const { preview, problems } = answer.json()
    return [
      ...preview.map(({ totalAmount }: { totalAmount: string }) => totalAmount),
      ...problems.map(({ column, code }: { column: string; code: string }) => `${column} ${code}`),
    ]
  }
  t.strictSame(await read(american, '1,000', '$1,250.5'), ['1000.00', '1250.50'])
  t.strictSame(await read(german, '1.000', '12.50', '1.125,50 €'), ['1000.00', '12.50', '1125.50'])
  t.strictSame(await read(egyptian, '١٬٠٠٠٫٥٠'), ['1000.50'])
  t.strictSame(await read(american, '1.000'), ['unitPrice ambiguous'])
  for (const price of ['12..50', '1.2.3', '11/22/026', '2026-11-22', '22.11.2026', '€5', '-5']) {
    t.strictSame(await read(american, price), ['unitPrice amount'], price)
  }
})

t.test('the API accepts a decimal point and no thousands separators', async (t) => {
  for (const unitPrice of ['1,000', '1.000', '1,000.00', '$5', '12..50', '125.500', ' 5', '١']) {
    const items = [{ itemName: 'Hem', quantity: 1, unitPrice }]
    const answer = await german.office.post('/api/orders', { customer: AMINA, items })
    isRefused(t, answer, 422, 'invalid_input', unitPrice)
    t.strictSame(Object.keys(wrongFields(answer)), ['/items/0/unitPrice'], unitPrice)
  }
  const items = [{ itemName: 'Hem', quantity: 1, unitPrice: '1.000' }]
  const answer = await german.office.post('/api/orders', { customer: AMINA, items })
  t.match(answer.json().detail, '"1.000" can be read as 1000 or as 1.000.')
})
