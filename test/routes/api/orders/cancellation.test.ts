// Cancellation fees, refunds due, and archived orders.
import t from 'tap'
import { eventsOf, openShop, refused, wrongFields } from '../../../support/api.ts'
import { AMINA, addOrder } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)

const orderOf = async (id: number) => (await owner.get(`/api/orders/${id}`)).json()
const pay = (id: number, payment: object) => owner.post(`/api/orders/${id}/payments`, payment)
const move = (id: number, body: object) => owner.put(`/api/orders/${id}/status`, body)

async function paidOrder(deposit = '50.00') {
  const items = [{ itemName: 'Alteration', quantity: 1, unitPrice: '100.00' }]
  return addOrder(owner, { items, deposit: { amount: deposit } })
}

t.test('the fee stays, and the rest is due until it is refunded', async (t) => {
  const { id } = await paidOrder()
  t.match(await orderOf(id), { retainedAmount: /^0\.00$/, refundDue: /^0\.00$/ })
  const cancelled = await move(id, { status: 'cancelled', retainedAmount: '20.00' })
  t.match(cancelled.json(), {
    status: 'cancelled',
    retainedAmount: '20.00',
    refundDue: '30.00',
    paidAmount: '50.00',
    paymentStatus: 'partial',
  })
  t.strictSame((await eventsOf(app, 'order', id)).at(-1)?.data, {
    status: { before: 'pending', after: 'cancelled' },
    retainedAmount: { before: '0.00', after: '20.00' },
  })
  const much = await pay(id, { kind: 'refund', amount: '30.01' })
  refused(t, much, 409, 'exceeds_refund_due')
  t.equal(much.json().refundDue, '30.00')
  await pay(id, { kind: 'refund', amount: '30.00' })
  t.match(await orderOf(id), {
    refundDue: /^0\.00$/,
    paidAmount: '20.00',
    paymentStatus: 'partial',
  })
})

t.test('without an amount there is no fee, and it can be changed later', async (t) => {
  const { id } = await paidOrder()
  t.match((await move(id, { status: 'cancelled' })).json(), { refundDue: '50.00' })
  const changed = await move(id, { status: 'cancelled', retainedAmount: '10' })
  t.match(changed.json(), { refundDue: '40.00', retainedAmount: '10.00' })
  const same = await move(id, { status: 'cancelled', retainedAmount: '10.00' })
  t.equal(same.json().version, changed.json().version, 'the same again changes nothing')
  t.equal((await move(id, { status: 'cancelled' })).json().version, changed.json().version)
  t.match((await eventsOf(app, 'order', id)).at(-1), {
    type: 'order.updated',
    data: { retainedAmount: { before: '0.00', after: '10.00' } },
  })
  await move(id, { status: 'cancelled', retainedAmount: 0 })
  await pay(id, { kind: 'refund', amount: '50.00' })
  t.match(await orderOf(id), { refundDue: /^0\.00$/, paymentStatus: 'refunded' })
})

t.test('a fee is at most what was paid, and only for cancelled orders', async (t) => {
  const { id } = await paidOrder()
  const much = await move(id, { status: 'cancelled', retainedAmount: '50.01' })
  refused(t, much, 409, 'exceeds_paid')
  t.equal(much.json().paidAmount, '50.00')
  t.strictSame(wrongFields(await move(id, { status: 'in_progress', retainedAmount: '1' })), {
    '/retainedAmount': 'unexpected',
  })
  t.strictSame(wrongFields(await move(id, { status: 'cancelled', retainedAmount: '1.005' })), {
    '/retainedAmount': 'amount',
  })
  t.match(await orderOf(id), { status: 'pending' })
})

t.test('a reopened order has no fee', async (t) => {
  const { id } = await paidOrder()
  await move(id, { status: 'cancelled', retainedAmount: '50.00' })
  t.match((await move(id, { status: 'pending' })).json(), {
    retainedAmount: /^0\.00$/,
    refundDue: /^0\.00$/,
    paidAmount: '50.00',
  })
})

t.test('an archived order cannot change before it is restored', async (t) => {
  const { id } = await paidOrder()
  await owner.delete(`/api/orders/${id}`)
  const before = await orderOf(id)
  for (const [what, answer] of [
    ['an edit', await owner.put(`/api/orders/${id}`, { notes: 'Later' })],
    ['a move', await move(id, { status: 'in_progress' })],
    ['a payment', await pay(id, { amount: '1.00' })],
    ['a refund', await pay(id, { kind: 'refund', amount: '1.00' })],
    ['a new customer', await owner.put(`/api/orders/${id}`, { customer: AMINA })],
  ] as const) {
    refused(t, answer, 409, 'order_archived', what)
  }
  t.strictSame(await orderOf(id), before)
  await owner.post(`/api/orders/${id}/restore`, {})
  t.equal((await move(id, { status: 'in_progress' })).statusCode, 200)
})

t.test('afterwards the integrity check finds no problems', async (t) => {
  t.match((await owner.get('/api/integrity')).json(), { ok: true, problems: [] })
})
