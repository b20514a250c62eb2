// Discounts and tax of orders by the API.
import t from 'tap'
import { eventsOf, openShop, refused, wrongFields } from '../../../support/api.ts'
import { addOrder, GOWN } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)

const SCARVES = { itemName: 'Silk scarf', quantity: 3, unitPrice: '33.33' }
const HEM = { itemName: 'Hem', quantity: 1, unitPrice: '20.00' }
const put = (id: number, patch: object) => owner.put(`/api/orders/${id}`, patch)

t.test('an order without discount and tax has zeros', async (t) => {
  t.match(await addOrder(owner), {
    items: [{ discount: null, discountAmount: '0.00', lineTotal: '125.50' }, {}],
    subtotal: '185.50',
    discount: null,
    discountAmount: '0.00',
    taxMode: 'none',
    taxRate: '0',
    taxLabel: null,
    taxAmount: '0.00',
    netAmount: '185.50',
    totalAmount: '185.50',
  })
})

t.test('10 % off 3 x 33.33 is 89.99', async (t) => {
  const items = [{ ...SCARVES, discount: { percent: '10' } }]
  t.match(await addOrder(owner, { items }), {
    items: [{ discount: { percent: '10' }, discountAmount: '10.00', lineTotal: '89.99' }],
    subtotal: '89.99',
    totalAmount: '89.99',
    balance: '89.99',
  })
  const order = await addOrder(owner, { items: [SCARVES], discount: { percent: 10 } })
  t.match(order, {
    items: [{ discount: null, lineTotal: '99.99' }],
    subtotal: '99.99',
    discount: { percent: '10' },
    discountAmount: '10.00',
    totalAmount: '89.99',
  })
  const [summary] = (await owner.get('/api/orders?limit=1')).json().data
  t.match(summary, { discount: { percent: '10' }, discountAmount: '10.00', totalAmount: '89.99' })
})

t.test('a discount is applied to the lines first, then to the order', async (t) => {
  const items = [
    { ...SCARVES, discount: { percent: '12.50' } },
    { ...HEM, discount: { amount: 5 } },
  ]
  const order = await addOrder(owner, { items, discount: { amount: '2.50' } })
  t.match(order, {
    items: [
      { discount: { percent: '12.5' }, discountAmount: '12.50', lineTotal: '87.49' },
      { discount: { amount: '5.00' }, discountAmount: '5.00', lineTotal: '15.00' },
    ],
    subtotal: '102.49',
    discount: { amount: '2.50' },
    discountAmount: '2.50',
    totalAmount: '99.99',
  })
  const [placed] = await eventsOf(app, 'order', order.id)
  t.match(placed?.data, {
    subtotal: '102.49',
    discount: { amount: '2.50' },
    discountAmount: '2.50',
    totalAmount: '99.99',
    items: [{ discount: { percent: '12.5' } }, { discount: { amount: '5.00' } }],
  })
})

t.test('a missing discount stays, null removes it, and the event has both', async (t) => {
  const items = [{ ...SCARVES, discount: { percent: '10' } }]
  const { id, items: there } = await addOrder(owner, { items, discount: { amount: '9.99' } })
  const kept = { ...SCARVES, id: there[0].id }
  const more = (await put(id, { items: [{ ...kept, quantity: 6 }] })).json()
  t.match(
    more.items,
    [{ discount: { percent: '10' }, lineTotal: '179.98' }],
    'the item keeps its own',
  )
  t.match(more, { discount: { amount: '9.99' }, totalAmount: '169.99' }, 'and so does the order')

  const same = (await put(id, { discount: { amount: 9.99 }, notes: 'Hello' })).json()
  t.match(same, { discount: { amount: '9.99' }, notes: 'Hello' })
  const none = (await put(id, { discount: null, items: [{ ...kept, discount: null }] })).json()
  t.match(none, { discount: null, items: [{ discount: null }], totalAmount: '99.99' })
  const [, quantity, notes, without] = await eventsOf(app, 'order', id)
  t.match(quantity?.data, {
    subtotal: { before: '89.99', after: '179.98' },
    totalAmount: { before: '80.00', after: '169.99' },
  })
  t.notOk(quantity?.data.discount, 'what did not change is not told')
  t.strictSame(Object.keys(notes?.data ?? {}), ['notes'])
  t.match(without?.data, {
    items: { before: [{ discount: { percent: '10' } }], after: [{ discount: null }] },
    discount: { before: { amount: '9.99' }, after: null },
    discountAmount: { before: '9.99', after: '0.00' },
    totalAmount: { before: '169.99', after: '99.99' },
  })
})

t.test('zero is no discount, and a full discount leaves nothing to pay', async (t) => {
  const zero = await addOrder(owner, { discount: { percent: '0.00' } })
  t.match(zero, { discount: null, totalAmount: '185.50' })
  const free = await addOrder(owner, { discount: { percent: '100' } })
  t.match(free, { discountAmount: '185.50', totalAmount: '0.00', paymentStatus: 'paid' })
})

t.test('an invalid discount is refused at its field', async (t) => {
  const wrong = async (discount: unknown) =>
    wrongFields(await owner.post('/api/orders', { customerId: 1, ...GOWN, discount }))
  t.strictSame(await wrong({ percent: '10', amount: '5' }), { '/discount': 'maxProperties' })
  t.strictSame(await wrong({}), { '/discount': 'minProperties' })
  t.strictSame(await wrong('10'), { '/discount': 'type' })
  t.strictSame(await wrong({ percent: '10 %' }), { '/discount/percent': 'pattern' })
  t.strictSame(await wrong({ percent: '12.345' }), { '/discount/percent': 'percent' })
  t.strictSame(await wrong({ percent: '100.01' }), { '/discount/percent': 'pattern' })
  t.strictSame(await wrong({ percent: 101 }), { '/discount/percent': 'maximum' })
  t.strictSame(await wrong({ percent: -1 }), { '/discount/percent': 'minimum' })
  t.strictSame(await wrong({ amount: '5.001' }), { '/discount/amount': 'amount' })
  t.strictSame(await wrong({ amount: '185.51' }), { '/discount/amount': 'maximum' })
  t.strictSame(await wrong({ share: '5' }), {
    '/discount/share': 'additionalProperties',
  })
})

t.test('no line and no order becomes negative, also not by a later change', async (t) => {
  const { number } = await addOrder(owner)
  const items = [
    { ...HEM, discount: { amount: '20.01' } },
    { ...SCARVES, discount: { amount: '100' } },
  ]
  const input = { customerId: 1, items, discount: { amount: '0.01' } }
  const refusal = await owner.post('/api/orders', input)
  refused(t, refusal, 422, 'invalid_input')
  t.strictSame(wrongFields(refusal), {
    '/discount/amount': 'maximum',
    '/items/0/discount/amount': 'maximum',
    '/items/1/discount/amount': 'maximum',
  })
  t.match(refusal.json().errors[0].detail, 'at most 20.00')

  const order = await addOrder(owner, { discount: { amount: '150.00' } })
  t.equal(order.number, number + 1, 'a refused order takes no number')
  t.strictSame(wrongFields(await put(order.id, { items: [HEM] })), {
    '/discount/amount': 'maximum',
  })
  t.equal((await put(order.id, { items: [HEM], discount: null })).statusCode, 200)
})

t.test('a discount cannot reduce the total below what was paid', async (t) => {
  const order = await addOrder(owner, { deposit: { amount: '100.00' } })
  const refusal = await put(order.id, { discount: { amount: '85.51' } })
  refused(t, refusal, 409, 'total_below_paid')
  t.match((await put(order.id, { discount: { amount: '85.50' } })).json(), {
    totalAmount: '100.00',
    balance: '0.00',
    paymentStatus: 'paid',
  })
})
