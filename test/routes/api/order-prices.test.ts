// Discounts and tax, as a program agrees on them and reads what they come to.
import fc from 'fast-check'
import t from 'tap'
import { eventsOf, openShop, refused, wrongFields } from '../../api.ts'
import { addOrder, GOWN } from '../../factories.ts'
import { setTax } from '../../taxes.ts'

const { app, owner } = await openShop(t)

const SCARVES = { itemName: 'Silk scarf', quantity: 3, unitPrice: '33.33' }
const HEM = { itemName: 'Hem', quantity: 1, unitPrice: '20.00' }
const put = (id: number, patch: object) => owner.put(`/api/orders/${id}`, patch)

t.test('without a discount and a tax an order says so', async (t) => {
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

t.test('a discount is taken off the lines first, then off the order', async (t) => {
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

t.test('what is left out stays, null takes a discount away, and the event says both', async (t) => {
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

t.test('zero is no discount, and everything off is nothing to pay', async (t) => {
  const zero = await addOrder(owner, { discount: { percent: '0.00' } })
  t.match(zero, { discount: null, totalAmount: '185.50' })
  const free = await addOrder(owner, { discount: { percent: '100' } })
  t.match(free, { discountAmount: '185.50', totalAmount: '0.00', paymentStatus: 'paid' })
})

t.test('a discount is refused where it stands', async (t) => {
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

t.test('a discount cannot go below what was paid', async (t) => {
  const order = await addOrder(owner, { deposit: { amount: '100.00' } })
  const refusal = await put(order.id, { discount: { amount: '85.51' } })
  refused(t, refusal, 409, 'total_below_paid')
  t.match((await put(order.id, { discount: { amount: '85.50' } })).json(), {
    totalAmount: '100.00',
    balance: '0.00',
    paymentStatus: 'paid',
  })
})

t.test('tax in the price, or on top; an order keeps the one it was taken with', async (t) => {
  const before = await addOrder(owner)
  await setTax(app, 'inclusive', '20')
  const inclusive = await addOrder(owner, { discount: { amount: '5.50' } })
  t.match(inclusive, {
    taxMode: 'inclusive',
    taxRate: '20',
    taxLabel: 'VAT',
    taxAmount: '30.00',
    netAmount: '150.00',
    totalAmount: '180.00',
  })
  await setTax(app, 'exclusive', '8.875')
  const exclusive = await addOrder(owner, { items: [SCARVES] })
  const sums = { taxAmount: '8.87', netAmount: '99.99', totalAmount: '108.86' }
  t.match(exclusive, { taxMode: 'exclusive', taxRate: '8.875', ...sums })
  const [placed] = await eventsOf(app, 'order', exclusive.id)
  t.match(placed?.data, { taxRate: '8.875', ...sums })

  const edited = (await put(inclusive.id, { discount: null })).json()
  t.match(edited, { taxRate: '20', taxAmount: '30.92', netAmount: '154.58', totalAmount: '185.50' })
  const [, updated] = await eventsOf(app, 'order', inclusive.id)
  t.match(updated?.data, { taxAmount: { before: '30.00', after: '30.92' } })
  const untaxed = (await put(before.id, { discount: { percent: 10 } })).json()
  t.match(untaxed, { taxMode: 'none', taxAmount: '0.00', totalAmount: '166.95' })
  await setTax(app, 'none')
})

const anyDiscount = fc.option(
  fc.integer({ min: 1, max: 10_000 }).map((p) => ({ percent: p / 100 })),
)
const anyItem = fc.record({
  itemName: fc.constant('Hem'),
  quantity: fc.integer({ min: 1, max: 99 }),
  unitPrice: fc.integer({ min: 0, max: 9_999_999 }),
  discount: anyDiscount,
})

for (const [currency, digits] of [
  ['JPY', 0],
  ['EUR', 2],
  ['KWD', 3],
] as const) {
  t.test(`in ${currency} the sums that are told add up to the smallest unit`, async (t) => {
    const shop = await openShop(t, { currency })
    const units = (amount: string) => Number(amount.replace('.', ''))
    const check = async (items: object[], discount: unknown, exclusive: boolean, rate: number) => {
      await setTax(shop.app, exclusive ? 'exclusive' : 'inclusive', String(rate / 1000))
      const order = await addOrder(shop.owner, { items, discount })
      const { subtotal, discountAmount, taxAmount, netAmount, totalAmount } = order
      for (const amount of [subtotal, discountAmount, taxAmount, netAmount, totalAmount]) {
        t.equal(amount.split('.')[1]?.length ?? 0, digits)
      }
      const lines = order.items.map((item: { lineTotal: string }) => units(item.lineTotal))
      t.equal(
        units(subtotal),
        lines.reduce((sum: number, line: number) => sum + line, 0),
      )
      t.equal(units(netAmount) + units(taxAmount), units(totalAmount), 'net + tax = gross')
      const discounted = units(subtotal) - units(discountAmount)
      t.equal(exclusive ? units(netAmount) : units(totalAmount), discounted)
    }
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyItem, { minLength: 1, maxLength: 5 }),
        anyDiscount,
        fc.boolean(),
        fc.integer({ min: 0, max: 30_000 }),
        check,
      ),
      { numRuns: 20 },
    )
  })
}

t.test('each currency has its own smallest unit', async (t) => {
  const priced = async (currency: string, unitPrice: string) => {
    const shop = await openShop(t, { currency })
    await setTax(shop.app, 'exclusive', '10')
    const items = [{ itemName: 'Kimono', quantity: 3, unitPrice, discount: { percent: '10' } }]
    const order = await addOrder(shop.owner, { items })
    const tooFine = { amount: currency === 'JPY' ? '1.5' : '0.0001' }
    t.strictSame(
      wrongFields(await shop.owner.put(`/api/orders/${order.id}`, { discount: tooFine })),
      {
        '/discount/amount': 'amount',
      },
    )
    return [order.items[0].discountAmount, order.subtotal, order.taxAmount, order.totalAmount]
  }
  t.strictSame(await priced('JPY', '3335'), ['1001', '9004', '900', '9904'])
  t.strictSame(await priced('EUR', '33.33'), ['10.00', '89.99', '9.00', '98.99'])
  t.strictSame(await priced('KWD', '3.335'), ['1.001', '9.004', '0.900', '9.904'])
})

t.test('the total with its tax can be paid too', async (t) => {
  await setTax(app, 'exclusive', '10')
  const items = [{ itemName: 'Palace', quantity: 1, unitPrice: '9999999999.99' }]
  const refusal = await owner.post('/api/orders', { customerId: 1, items })
  t.strictSame(wrongFields(refusal), { '/items': 'maximum' })
})
