// Orders, as a program takes, changes and reads them.
import t from 'tap'
import { eventsOf, openShop, refused, wrongFields } from '../../api.ts'
import { AMINA, addCustomer, addEmployee, addOrder, GOWN, inDays, ROSA } from '../../factories.ts'

const { app, owner } = await openShop(t)

const orderOf = async (id: number) => (await owner.get(`/api/orders/${id}`)).json()

t.test('an order is taken: numbered, dated and added up by the server', async (t) => {
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

t.test('all wrong fields are named at once, and a refused order takes no number', async (t) => {
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

t.test('an order has one customer, who is with us, and one to a hundred items', async (t) => {
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

t.test('a deadline is a day of the shop, or a moment', async (t) => {
  const taken = async (deadline: string) => (await addOrder(owner, { deadline })).deadline
  t.equal(await taken('2031-12-01'), '2031-12-01')
  t.equal(await taken('2031-12-01T15:00:00+01:00'), '2031-12-01T14:00:00.000Z')
  t.equal(await taken(''), null)
  for (const deadline of [
    '2031-02-30',
    '2031-13-01',
    '0026-12-01',
    '2031-12-01T15:00',
    '+275760-09-13',
  ]) {
    const answer = await owner.post('/api/orders', { customer: AMINA, ...GOWN, deadline })
    t.strictSame(wrongFields(answer), { '/deadline': 'deadline' }, deadline)
  }
  t.equal((await addOrder(owner, { deadline: inDays(-2) })).overdue, true)
  t.equal((await addOrder(owner, { deadline: inDays(2) })).overdue, false)
})

t.test('a change changes what it names; null empties; the log has before and after', async (t) => {
  const before = await addOrder(owner, {
    notes: 'Blue',
    internalNotes: 'VIP',
    deadline: '2031-12-01',
  })
  const rosa = await addEmployee(owner)
  const url = `/api/orders/${before.id}`
  const answer = await owner.put(
    url,
    { employeeId: rosa.id, notes: null, deadline: '2031-12-05' },
    { 'if-match': '"1"' },
  )
  t.match(answer.json(), {
    employeeId: rosa.id,
    notes: null,
    internalNotes: 'VIP',
    deadline: '2031-12-05',
    version: 2,
    items: before.items,
  })
  t.equal(answer.headers.etag, '"2"')
  t.strictSame((await eventsOf(app, 'order', before.id)).at(-1)?.data, {
    employeeId: { before: null, after: rosa.id },
    deadline: { before: '2031-12-01', after: '2031-12-05' },
    notes: { before: 'Blue', after: null },
  })
  const stale = await owner.put(url, { notes: 'Red' }, { 'if-match': '"1"' })
  refused(t, stale, 412, 'stale_version')
  refused(t, await owner.put(url, { notes: 'Red' }, { 'if-match': 'two' }), 412, 'stale_version')
  t.equal((await orderOf(before.id)).notes, null)
  t.equal((await owner.put(url, { notes: '  ' }, { 'if-match': '"2"' })).json().version, 2)
  t.strictSame(wrongFields(await owner.put(url, {})), { '': 'minProperties' })
  t.strictSame(wrongFields(await owner.put(url, { status: 'ready', totalAmount: '1.00' })), {
    '/status': 'additionalProperties',
    '/totalAmount': 'additionalProperties',
  })
})

t.test(
  'a new list of items replaces the old one, and an item with its id stays itself',
  async (t) => {
    const before = await addOrder(owner)
    const [gown, veil] = before.items
    const url = `/api/orders/${before.id}`
    const answer = await owner.put(url, {
      items: [
        { itemName: 'Garter', quantity: 1, unitPrice: 5 },
        { id: veil.id, itemName: 'Long veil', quantity: 1, unitPrice: '45.00' },
      ],
    })
    const after = answer.json()
    t.match(after, { totalAmount: '50.00', items: { length: 2 } })
    t.match(after.items[1], { id: veil.id, itemName: 'Long veil', lineTotal: '45.00' })
    t.notOk(after.items.some((item: { id: number }) => item.id === gown.id))
    t.match((await eventsOf(app, 'order', before.id)).at(-1)?.data, {
      totalAmount: { before: '185.50', after: '50.00' },
      items: { before: [{ itemName: 'Bridal gown, hem and bustle' }, {}], after: [{}, {}] },
    })

    const foreign = (await addOrder(owner)).items[0]
    const twice = { id: veil.id, itemName: 'Veil', quantity: 1, unitPrice: '1.00' }
    const wrong = await owner.put(url, {
      items: [twice, twice, { ...twice, id: foreign.id }],
      employeeId: 0,
    })
    t.strictSame(wrongFields(wrong), { '/employeeId': 'minimum' })
    t.strictSame(
      wrongFields(
        await owner.put(url, {
          items: [twice, twice, { ...twice, id: foreign.id }],
          deadline: 'x',
        }),
      ),
      { '/items/1/id': 'reference', '/items/2/id': 'reference', '/deadline': 'deadline' },
    )
    t.strictSame(await orderOf(before.id), after, 'what is refused changes nothing')

    await owner.post(`${url}/payments`, { amount: '45.00' })
    const below = await owner.put(url, { items: [{ ...twice, unitPrice: '44.99' }] })
    refused(t, below, 409, 'total_below_paid')
    const enough = await owner.put(url, { items: [{ ...twice, unitPrice: '45.00' }] })
    t.match(enough.json(), { paymentStatus: 'paid', balance: '0.00' })
    const more = await owner.put(url, { items: [{ ...twice, unitPrice: '46.00' }] })
    t.match(more.json(), { paymentStatus: 'partial', balance: '1.00' })
  },
)
