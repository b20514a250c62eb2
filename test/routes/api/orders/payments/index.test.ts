// Payments and refunds of an order, in currencies with no, two and three decimals.
import t from 'tap'
import { sql } from '../../../../../src/db/sql.ts'
import { eventsOf, openShop, refused, wrongFields } from '../../../../support/api.ts'
import { AMINA, addOrder } from '../../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)

const useCurrency = (currency: string) =>
  app.db.write((tx) => tx.run(sql`UPDATE settings SET currency = ${currency}`))

const orderFor = (total: string | number) =>
  addOrder(owner, { items: [{ itemName: 'Alteration', quantity: 1, unitPrice: total }] })

const orderOf = async (id: number) => (await owner.get(`/api/orders/${id}`)).json()
const pay = (id: number, payment: object) => owner.post(`/api/orders/${id}/payments`, payment)

t.test('an order is paid in parts and in full, and never more', async (t) => {
  const { id } = await orderFor('100.00')
  const first = await pay(id, { kind: 'deposit', amount: '30.00', method: 'card', note: ' Visa ' })
  t.equal(first.statusCode, 201)
  t.match(first.json(), {
    orderId: id,
    kind: 'deposit',
    amount: '30.00',
    method: 'card',
    note: 'Visa',
    actor: 'Ines Almeida',
    receivedAt: /Z$/,
  })
  t.match(await orderOf(id), { paidAmount: '30.00', balance: '70.00', paymentStatus: 'partial' })
  t.match((await pay(id, { amount: '70.00' })).json(), { kind: 'payment', method: 'cash' })
  t.match(await orderOf(id), { paidAmount: '100.00', balance: '0.00', paymentStatus: 'paid' })
  const more = await pay(id, { amount: '1.00' })
  refused(t, more, 409, 'exceeds_balance')
  t.equal(more.json().balance, '0.00')
  t.match((await eventsOf(app, 'order', id)).slice(1), [
    { type: 'payment.recorded', data: { paidAmount: { before: '0.00', after: '30.00' } } },
    {
      type: 'payment.recorded',
      data: {
        amount: '70.00',
        paidAmount: { before: '30.00', after: '100.00' },
        paymentStatus: { before: 'partial', after: 'paid' },
      },
    },
  ])
  const { data } = (await owner.get(`/api/orders/${id}/payments`)).json()
  t.strictSame(
    data.map((row: { amount: string }) => row.amount),
    ['30.00', '70.00'],
  )
})

t.test('payments are refunded in parts and in full, and never more', async (t) => {
  const { id } = await orderFor('100.00')
  refused(t, await pay(id, { kind: 'refund', amount: '0.01' }), 409, 'exceeds_paid')
  await pay(id, { amount: '100.00' })
  await pay(id, { kind: 'refund', amount: '40.00' })
  t.match(await orderOf(id), { paidAmount: '60.00', balance: '40.00', paymentStatus: 'partial' })
  const more = await pay(id, { kind: 'refund', amount: '60.01' })
  refused(t, more, 409, 'exceeds_paid')
  t.equal(more.json().paidAmount, '60.00')
  await pay(id, { kind: 'refund', amount: '60.00' })
  t.match(await orderOf(id), { paidAmount: '0.00', paymentStatus: 'refunded' })
  t.match((await orderOf(id)).payments, { length: 3 }, 'a refund is a row of its own')
  await pay(id, { amount: '1.00' })
  t.match(await orderOf(id), { paidAmount: '1.00', paymentStatus: 'partial' })
})

t.test('a cancelled order accepts refunds and no payments', async (t) => {
  const { id } = await orderFor('100.00')
  await pay(id, { amount: '20.00' })
  await owner.put(`/api/orders/${id}/status`, { status: 'cancelled' })
  refused(t, await pay(id, { amount: '1.00' }), 409, 'order_cancelled')
  t.equal((await pay(id, { kind: 'refund', amount: '20.00' })).statusCode, 201)
  t.match(await orderOf(id), { status: 'cancelled', paymentStatus: 'refunded' })
})

t.test('all errors of a payment are reported at once', async (t) => {
  const { id } = await orderFor('100.00')
  const wrong = async (payment: object) => wrongFields(await pay(id, payment))
  t.strictSame(await wrong({ kind: 'tip', method: 'gold', note: 'x'.repeat(501), on: 1 }), {
    '/amount': 'required',
    '/on': 'additionalProperties',
    '/kind': 'enum',
    '/method': 'enum',
    '/note': 'maxLength',
  })
  t.strictSame(await wrong({ amount: 0 }), { '/amount': 'minimum' })
  t.strictSame(await wrong({ amount: '0.00' }), { '/amount': 'minimum' })
  t.strictSame((await orderOf(id)).payments, [])
})

const AMOUNTS: Record<
  string,
  { taken: [input: string | number, told: string][]; refused: unknown[] }
> = {
  EUR: {
    taken: [
      ['125.5', '125.50'],
      [125.5, '125.50'],
      ['125.50', '125.50'],
      [0.07, '0.07'],
      [19.99, '19.99'],
      [1e3, '1000.00'],
      ['007', '7.00'],
      ['9999999999.99', '9999999999.99'],
    ],
    refused: [
      0.1 + 0.2,
      4.35 * 100,
      '1.005',
      1.005,
      -1,
      '-1',
      '+1',
      '1,50',
      '1e3',
      1e-7,
      ' 1',
      '1.',
      '.5',
      '',
    ],
  },
  JPY: {
    taken: [
      ['1250', '1250'],
      [1250, '1250'],
      ['1250.00', '1250'],
    ],
    refused: ['1250.5', 0.5, '0.1'],
  },
  KWD: {
    taken: [
      ['12.345', '12.345'],
      [12.3, '12.300'],
      ['12', '12.000'],
    ],
    refused: ['12.3456', 0.0001, 1.23456],
  },
}

t.test('amounts are accepted in written form, and never rounded', async (t) => {
  for (const [currency, { taken, refused: wrong }] of Object.entries(AMOUNTS)) {
    await useCurrency(currency)
    for (const [input, told] of taken) {
      const order = await orderFor(input)
      const name = `${typeof input} ${input} ${currency}`
      t.match(order, { totalAmount: told, balance: told, currency }, name)
      t.equal(order.items[0].unitPrice, told, name)
      t.equal((await pay(order.id, { amount: input })).json().amount, told, name)
      t.equal((await orderOf(order.id)).paymentStatus, 'paid', name)
    }
    for (const unitPrice of [...wrong, true, [], {}, null, '１２', 'NaN', 'Infinity', 1e21, 1e10]) {
      const items = [{ itemName: 'Hem', quantity: 1, unitPrice }]
      const answer = await owner.post('/api/orders', { customer: AMINA, items })
      const name = `${typeof unitPrice} ${unitPrice} ${currency}`
      refused(t, answer, 422, 'invalid_input', name)
      t.strictSame(Object.keys(wrongFields(answer)), ['/items/0/unitPrice'], name)
    }
  }
})

t.test('cents add up exactly, however many there are', async (t) => {
  await useCurrency('EUR')
  const items = [0.1, 0.2, '0.30', 0.7].map((unitPrice) => ({
    itemName: 'Button',
    quantity: 3,
    unitPrice,
  }))
  const order = await addOrder(owner, { items })
  t.equal(order.totalAmount, '3.90')
  for (let turn = 0; turn < 13; turn++) await pay(order.id, { amount: 0.3 })
  t.match(await orderOf(order.id), { paidAmount: '3.90', balance: '0.00', paymentStatus: 'paid' })
})

t.test(
  'the largest order can be paid, a larger one is refused, and lists stay exact',
  async (t) => {
    const most = await orderFor('9999999999.99')
    t.equal(
      (await owner.put(`/api/orders/${most.id}/status`, { paymentStatus: 'paid' })).statusCode,
      200,
    )
    const items = [{ itemName: 'Palace', quantity: 9999, unitPrice: '9999999999.99' }]
    const more = await owner.post('/api/orders', { customer: AMINA, items })
    t.strictSame(wrongFields(more), { '/items': 'maximum' })
    t.match(more.json().detail, '9999999999.99')
    const justOver = [
      { itemName: 'Palace', quantity: 1, unitPrice: '9999999999.99' },
      { itemName: 'Pin', quantity: 1, unitPrice: '0.01' },
    ]
    t.strictSame(wrongFields(await owner.put(`/api/orders/${most.id}`, { items: justOver })), {
      '/items': 'maximum',
    })
    t.equal((await owner.get('/api/orders?total=true&sort=-totalAmount')).statusCode, 200)
  },
)

t.test('an order without a price is paid', async (t) => {
  const order = await orderFor('0.00')
  t.match(order, { totalAmount: '0.00', paymentStatus: 'paid' })
  refused(t, await pay(order.id, { amount: '0.01' }), 409, 'exceeds_balance')
})

t.test('a JSON number has one reading, a text may have two', async (t) => {
  await useCurrency('EUR')
  const { id } = await orderFor('2000.00')
  const saidOf = async (amount: unknown) => (await pay(id, { amount })).json().errors[0].detail
  t.match(await saidOf('1.005'), /^"1\.005" can be read as 1005 or as 1\.005\./)
  t.match(await saidOf(1.005), /^Write the amount as a plain number with at most 2 decimals/)
  t.match(await saidOf('0.001'), /^Write the amount/, 'nobody begins thousands with a zero')
})

t.test('a currency without decimals asks for a whole number', async (t) => {
  await useCurrency('JPY')
  const { id } = await orderFor('2000')
  const { errors } = (await pay(id, { amount: '100.5' })).json()
  t.equal(errors[0].detail, 'Write the amount as a whole number (JPY), such as 125.')
})
