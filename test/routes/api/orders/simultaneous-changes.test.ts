// Concurrent changes of an order or customer: each counts once, and none is lost silently.
import t from 'tap'
import { openShop, wrongFields } from '../../../support/api.ts'
import { ENGINE } from '../../../support/database/index.ts'
import { addCustomer, addOrder, GOWN } from '../../../support/shop/factories.ts'

const { owner } = await openShop(t)

const hundred = () =>
  addOrder(owner, { items: [{ itemName: 'Coat', quantity: 1, unitPrice: '100.00' }] })
const orderOf = async (id: number) => (await owner.get(`/api/orders/${id}`)).json()
const tally = (answers: { statusCode: number }[]) => {
  const counts: Record<number, number> = {}
  for (const { statusCode } of answers) counts[statusCode] = (counts[statusCode] ?? 0) + 1
  return counts
}

t.test('the last balance is paid once, however many pay concurrently', async (t) => {
  const { id } = await hundred()
  const pay = (amount: string) => owner.post(`/api/orders/${id}/payments`, { amount })
  await pay('30.00')
  t.strictSame(tally(await Promise.all([pay('70.00'), pay('70.00')])), { 201: 1, 409: 1 })
  t.match(await orderOf(id), { paidAmount: '100.00', paymentStatus: 'paid' })
  const other = (await hundred()).id
  const parts = Array.from({ length: 25 }, () =>
    owner.post(`/api/orders/${other}/payments`, { amount: '10.00' }),
  )
  t.strictSame(tally(await Promise.all(parts)), { 201: 10, 409: 15 })
  t.match(await orderOf(other), { paidAmount: '100.00', payments: { length: 10 } })
})

t.test('no more is refunded than was paid', async (t) => {
  const { id } = await hundred()
  const pay = (kind: string, amount: string) =>
    owner.post(`/api/orders/${id}/payments`, { kind, amount })
  await pay('payment', '100.00')
  const refunds = Array.from({ length: 6 }, () => pay('refund', '30.00'))
  t.strictSame(tally(await Promise.all(refunds)), { 201: 3, 409: 3 })
  t.match(await orderOf(id), { paidAmount: '10.00', paymentStatus: 'partial' })
  const settle = Array.from({ length: 5 }, () =>
    owner.put(`/api/orders/${id}/status`, { paymentStatus: 'paid' }),
  )
  t.strictSame(tally(await Promise.all(settle)), { 200: 5 })
  t.equal((await orderOf(id)).paidAmount, '100.00', 'settled once')
})

t.test('of two changes to the same version one is refused', async (t) => {
  const { id } = await hundred()
  const seen = { 'if-match': '"1"' }
  const answers = await Promise.all([
    owner.put(`/api/orders/${id}/status`, { status: 'in_progress' }, seen),
    owner.put(`/api/orders/${id}`, { notes: 'Longer' }, seen),
    owner.delete(`/api/orders/${id}`, seen),
  ])
  const conflicts = answers.filter(({ statusCode }) => statusCode === 412)
  t.equal(conflicts.length, 2)
  t.equal((await orderOf(id)).version, 2)
})

t.test('an order is not created for a customer who was archived before', async (t) => {
  const { id } = await addCustomer(owner)
  const answers = await Promise.all([
    owner.post('/api/orders', { customerId: id, ...GOWN }),
    owner.delete(`/api/customers/${id}`),
    owner.post('/api/orders', { customerId: id, ...GOWN }),
  ])
  const { archivedAt } = (await owner.get(`/api/customers/${id}`)).json()
  t.equal(answers[1].statusCode, 204)
  for (const order of [answers[0], answers[2]]) {
    // On PostgreSQL concurrent writes take their timestamp before their turn.
    const isBefore = ENGINE !== 'sqlite' || order.json().createdAt <= archivedAt
    if (order.statusCode === 201) t.ok(isBefore, 'taken before')
    else t.strictSame(wrongFields(order), { '/customerId': 'reference' }, 'refused after')
  }
})
