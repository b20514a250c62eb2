// Payments that move their order: both are saved, or neither.
import t from 'tap'
import { eventsOf, openShop, refused, wrongFields } from '../../../../support/api.ts'
import { account, program } from '../../../../support/app.ts'
import { AMINA, addOrder } from '../../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)
const staff = await program(app, await account(app, 'staff'))

const RULES = {
  methods: ['cash', 'card'],
  depositKind: 'none',
  workNeedsDeposit: false,
  handoverNeedsPayment: true,
}
t.equal((await owner.put('/api/payment-rules', RULES)).statusCode, 200)

const orderOf = async (id: number) => (await staff.get(`/api/orders/${id}`)).json()
const pay = (id: number, payment: object, headers = {}) =>
  staff.post(`/api/orders/${id}/payments`, payment, headers)

async function readyOrder(): Promise<number> {
  const items = [{ itemName: 'Alteration', quantity: 1, unitPrice: '100.00' }]
  const { id } = await addOrder(owner, { items })
  for (const status of ['in_progress', 'ready']) {
    await staff.put(`/api/orders/${id}/status`, { status })
  }
  return id
}

t.test('the balance is paid and the garment handed over in one request', async (t) => {
  const id = await readyOrder()
  const key = { 'idempotency-key': 'pay-and-hand-over' }
  const body = { amount: '100.00', method: 'card', status: 'completed' }
  const answer = await pay(id, body, key)
  t.equal(answer.statusCode, 201)
  t.match(answer.json(), { orderId: id, kind: 'payment', amount: '100.00', method: 'card' })
  t.match(await orderOf(id), { status: 'completed', paymentStatus: 'paid', balance: '0.00' })
  t.match((await eventsOf(app, 'order', id)).slice(-2), [
    { type: 'payment.recorded', data: { amount: '100.00' } },
    { type: 'order.status_updated', data: { status: { before: 'ready', after: 'completed' } } },
  ])
  const again = await pay(id, body, key)
  t.equal(again.headers['idempotency-replayed'], 'true')
  t.equal(again.body, answer.body)
  t.equal((await orderOf(id)).payments.length, 1)
})

t.test('a refused move refuses the payment too', async (t) => {
  const id = await readyOrder()
  const before = await orderOf(id)
  const short = await pay(id, { amount: '99.99', status: 'completed' })
  refused(t, short, 409, 'balance_due')
  t.equal(short.json().balance, '0.01')
  refused(t, await pay(id, { amount: '10.00', status: 'pending' }), 409, 'illegal_transition')
  t.strictSame(await orderOf(id), before)
})

t.test('a refused payment does not move the order', async (t) => {
  const id = await readyOrder()
  refused(t, await pay(id, { amount: '100.01', status: 'completed' }), 409, 'exceeds_balance')
  const wrong = wrongFields(await pay(id, { amount: '100.00', status: 'sold' }))
  t.strictSame(wrong, { '/status': 'enum' })
  t.match(await orderOf(id), { status: 'ready', payments: { length: 0 } })
})

t.test('the current status is no move', async (t) => {
  const id = await readyOrder()
  t.equal((await pay(id, { amount: '40.00', status: 'ready' })).statusCode, 201)
  t.match(await orderOf(id), { status: 'ready', paidAmount: '40.00' })
})

t.test('a deposit of a new order cannot move it', async (t) => {
  const items = [{ itemName: 'Hem', quantity: 1, unitPrice: '20' }]
  const deposit = { amount: '5', status: 'ready' }
  const taken = await staff.post('/api/orders', { customer: AMINA, items, deposit })
  t.strictSame(wrongFields(taken), { '/deposit/status': 'additionalProperties' })
})
