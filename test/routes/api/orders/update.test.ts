// Updating an order by the API: named fields only, all or nothing.
import t from 'tap'
import { eventsOf, openShop, refused, wrongFields } from '../../../support/api.ts'
import { addEmployee, addOrder } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)

const orderOf = async (id: number) => (await owner.get(`/api/orders/${id}`)).json()

t.test(
  'a change sets the named fields, null clears, and the event has before and after',
  async (t) => {
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
    t.strictSame(wrongFields(await owner.put(url, { paidAmount: '1.00', totalAmount: '1.00' })), {
      '/paidAmount': 'additionalProperties',
      '/totalAmount': 'additionalProperties',
    })
  },
)

t.test(
  'a new list of items replaces the old one, and an item with its id is updated',
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

t.test('fields and status change together', async (t) => {
  const { app, owner } = await openShop(t)
  const order = await addOrder(owner)
  const url = `/api/orders/${order.id}`
  const both = await owner.put(url, { notes: 'Pick up after six', status: 'in_progress' })
  t.equal(both.statusCode, 200, both.body)
  t.match(both.json(), { notes: 'Pick up after six', status: 'in_progress' })
  t.strictSame((await eventsOf(app, 'order', order.id)).map(({ type }) => type).slice(1), [
    'order.updated',
    'order.status_updated',
  ])
  const tag = String(both.headers.etag)
  const move = await owner.put(url, { status: 'ready' }, { 'if-match': tag })
  t.equal(move.json().status, 'ready')
  refused(
    t,
    await owner.put(url, { status: 'completed' }, { 'if-match': tag }),
    412,
    'stale_version',
  )
  t.equal(
    (await owner.put(url, { status: 'ready' })).json().version,
    move.json().version,
    'as it is',
  )
})

t.test('an illegal move leaves the fields unchanged too', async (t) => {
  const { owner } = await openShop(t)
  const { id } = await addOrder(owner)
  const answer = await owner.put(`/api/orders/${id}`, { notes: 'Lost', status: 'completed' })
  refused(t, answer, 409, 'illegal_transition')
  t.strictSame(answer.json().allowed, ['in_progress', 'cancelled'])
  t.match((await owner.get(`/api/orders/${id}`)).json(), { notes: null, status: 'pending' })
  const cancelled = await owner.put(`/api/orders/${id}`, { status: 'cancelled' })
  t.equal(cancelled.json().status, 'cancelled')
  t.equal((await owner.put(`/api/orders/${id}`, { status: 'lost' })).statusCode, 422)
})
