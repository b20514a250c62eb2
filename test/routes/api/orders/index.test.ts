// Creating, validating and reading orders by the API.
import t from 'tap'
import { eventsOf, openShop, refused, wrongFields } from '../../../support/api.ts'
import {
  AMINA,
  addCustomer,
  addEmployee,
  addOrder,
  GOWN,
  inDays,
  ROSA,
} from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)

const orderOf = async (id: number) => (await owner.get(`/api/orders/${id}`)).json()

t.test('an order is created: numbered, dated and summed by the server', async (t) => {
  const rosa = await addEmployee(owner)
  const answer = await owner.post('/api/orders', {
    customer: { ...AMINA, email: 'amina@example.com' },
    employeeId: rosa.id,
    deadline: '2031-12-01',
    shippingAddress: ' 4 Mill Lane ',
    notes: 'Pick up after six',
    internalNotes: 'Pays late',
    ...GOWN,
    deposit: { amount: '50.00', method: 'card' },
  })
  t.equal(answer.statusCode, 201)
  const order = answer.json()
  t.match(order, {
    status: 'pending',
    paymentStatus: 'partial',
    totalAmount: '185.50',
    paidAmount: '50.00',
    balance: '135.50',
    currency: 'EUR',
    deadline: '2031-12-01',
    overdue: false,
    channel: 'api',
    shippingAddress: '4 Mill Lane',
    customer: AMINA,
    employee: ROSA,
    items: [
      { itemName: 'Bridal gown, hem and bustle', quantity: 1, lineTotal: '125.50' },
      { itemName: 'Veil', quantity: 2, unitPrice: '30.00', lineTotal: '60.00' },
    ],
    payments: [{ kind: 'deposit', amount: '50.00', method: 'card', actor: 'Ines Almeida' }],
    images: [],
  })
  t.equal(answer.headers.location, `/api/orders/${order.id}`)
  t.equal(answer.headers.etag, `"${order.version}"`)
  t.strictSame(await orderOf(order.id), order)

  const [placed, paid] = await eventsOf(app, 'order', order.id)
  t.match(placed, { type: 'order.placed', actor: 'Ines Almeida', requestId: /^[0-9a-f-]{36}$/ })
  t.match(placed?.data, { number: order.number, totalAmount: '185.50', deadline: '2031-12-01' })
  t.match(paid, {
    type: 'payment.recorded',
    requestId: placed?.requestId,
    data: {
      paidAmount: { before: '0.00', after: '50.00' },
      paymentStatus: { before: 'unpaid', after: 'partial' },
    },
  })
  const { data } = (await owner.get(`/api/orders/${order.id}/events`)).json()
  t.strictSame(
    data.map((event: { type: string }) => event.type),
    ['payment.recorded', 'order.placed'],
    'newest first',
  )
})

t.test('all wrong fields are reported at once, and a refused order takes no number', async (t) => {
  const { number } = await addOrder(owner)
  const item = { itemName: ' ', quantity: 0, unitPrice: -1 }
  const shape = await owner.post('/api/orders', {
    customer: { name: 'A' },
    employeeId: 'Rosa',
    items: [item, { itemName: 'Hem', quantity: 1.5, unitPrice: '12,50', colour: 'red' }],
    deposit: { amount: null, kind: 'tip' },
    number: 7,
  })
  refused(t, shape, 422, 'invalid_input')
  t.strictSame(wrongFields(shape), {
    '/number': 'additionalProperties',
    '/customer/phoneNumber': 'required',
    '/employeeId': 'type',
    '/items/0/itemName': 'pattern',
    '/items/0/quantity': 'minimum',
    '/items/0/unitPrice': 'minimum',
    '/items/1/colour': 'additionalProperties',
    '/items/1/quantity': 'type',
    '/items/1/unitPrice': 'pattern',
    '/deposit/amount': 'type',
    '/deposit/kind': 'enum',
  })
  const meaning = await owner.post('/api/orders', {
    customerId: 999_999,
    employeeId: 999_999,
    deadline: 'Friday',
    items: [
      { itemName: 'Hem', quantity: 1, unitPrice: '1.005' },
      { itemName: 'Veil', quantity: 1, unitPrice: '9.999' },
    ],
    deposit: { amount: 0 },
  })
  refused(t, meaning, 422, 'invalid_input')
  t.strictSame(wrongFields(meaning), {
    '/items/0/unitPrice': 'amount',
    '/items/1/unitPrice': 'amount',
    '/deadline': 'deadline',
    '/employeeId': 'reference',
    '/customerId': 'reference',
    '/deposit/amount': 'minimum',
  })
  t.equal((await addOrder(owner)).number, number + 1)
})

t.test('an order has one current customer, and one to a hundred items', async (t) => {
  const items = GOWN.items
  const one = await addCustomer(owner)
  const wrong = async (body: object) => wrongFields(await owner.post('/api/orders', body))
  t.strictSame(await wrong({ items }), { '/customerId': 'reference' })
  t.strictSame(await wrong({ items, customerId: one.id, customer: AMINA }), {
    '/customer': 'reference',
  })
  t.strictSame(await wrong({ customerId: one.id }), { '/items': 'required' })
  t.strictSame(await wrong({ customerId: one.id, items: [] }), { '/items': 'minItems' })
  t.strictSame(await wrong({ customerId: one.id, items: Array(101).fill(items[0]) }), {
    '/items': 'maxItems',
  })
  t.strictSame(await wrong({ customerId: one.id, items: [{ id: 1, ...items[0] }] }), {
    '/items/0/id': 'additionalProperties',
  })
  const full = await owner.post('/api/orders', {
    customerId: one.id,
    items: Array(100).fill({ itemName: 'Napkin', quantity: 9999, unitPrice: '0.01' }),
  })
  t.match(full.json(), { totalAmount: '9999.00', items: { length: 100 } })
  await owner.delete(`/api/customers/${one.id}`)
  const archived = await owner.post('/api/orders', { customerId: one.id, items })
  t.strictSame(wrongFields(archived), { '/customerId': 'reference' })
  t.match(archived.json().detail, /archived/)
})

t.test("a due date is a day in the shop's time zone, or a moment", async (t) => {
  const taken = async (deadline: string) => (await addOrder(owner, { deadline })).deadline
  t.equal(await taken('2031-12-01'), '2031-12-01')
  t.equal(await taken('2031-12-01T15:00:00+01:00'), '2031-12-01T14:00:00.000Z')
  t.equal(await taken(''), null)
  for (const deadline of [
    '2031-02-30',
    '2031-13-01',
    '0026-12-01',
    '2031-12-01T15:00',
    '2031-12-01T15:00:00',
    '2031-12-01 15:00:00Z',
    '2031-12-01T15:00Z',
    '2031-12-01T15:00:00+0100',
    '2031-02-30T15:00:00Z',
    '+275760-09-13',
  ]) {
    const answer = await owner.post('/api/orders', { customer: AMINA, ...GOWN, deadline })
    t.strictSame(wrongFields(answer), { '/deadline': 'deadline' }, deadline)
  }
  t.equal((await addOrder(owner, { deadline: inDays(-2) })).overdue, true)
  t.equal((await addOrder(owner, { deadline: inDays(2) })).overdue, false)
})
