// Reversal of a ledger row by a row that refers to it; both stay, and neither counts.
import t from 'tap'
import { sql } from '../../../../../src/db/sql.ts'
import { eventsOf, openShop, refused, wrongFields } from '../../../../support/api.ts'
import { account, program } from '../../../../support/app.ts'
import { addOrder } from '../../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)
const staff = await program(app, await account(app, 'staff'))

const orderFor = (total: string) =>
  addOrder(owner, { items: [{ itemName: 'Alteration', quantity: 1, unitPrice: total }] })
const orderOf = async (id: number) => (await owner.get(`/api/orders/${id}`)).json()
const pay = (id: number, payment: object) => owner.post(`/api/orders/${id}/payments`, payment)
const paid = async (id: number, payment: object) => (await pay(id, payment)).json()
const move = (id: number, body: object) => owner.put(`/api/orders/${id}/status`, body)
const reverse = (id: number, paymentId: number, reason = 'Typed wrongly') =>
  staff.post(`/api/orders/${id}/payments/${paymentId}/reversal`, { reason })

/** The sum of the rows by kind, as an integrator calculates it. */
const counted = async (id: number) =>
  (await orderOf(id)).payments.reduce(
    (sum: number, { kind, amount }: { kind: string; amount: string }) =>
      sum + (kind === 'refund' ? -1 : 1) * Math.round(Number(amount) * 100),
    0,
  )

t.test('reversing the only payment makes the order unpaid, not refunded', async (t) => {
  const { id } = await orderFor('100.00')
  const mistake = await paid(id, { kind: 'deposit', amount: '30.00', method: 'card' })
  t.match(mistake, { reversesId: null, reversedById: null })
  const answer = await reverse(id, mistake.id, ' Was for another order ')
  t.equal(answer.statusCode, 201)
  t.match(answer.json(), {
    kind: 'refund',
    amount: '30.00',
    method: 'card',
    note: 'Was for another order',
    reversesId: mistake.id,
    actor: 'A staff',
  })
  const order = await orderOf(id)
  t.match(order, { paidAmount: /^0\.00$/, balance: '100.00', paymentStatus: 'unpaid' })
  t.equal(order.payments[0].reversedById, answer.json().id)
  t.equal(await counted(id), 0)
  t.match((await eventsOf(app, 'order', id)).at(-1), {
    type: 'payment.reversed',
    data: {
      reversesId: mistake.id,
      kind: 'refund',
      amount: '30.00',
      reason: 'Was for another order',
      paidAmount: { before: '30.00', after: '0.00' },
      paymentStatus: { before: 'partial', after: 'unpaid' },
    },
  })
})

t.test('reversing a refund counts its money as received again', async (t) => {
  const { id } = await orderFor('100.00')
  await pay(id, { amount: '100.00' })
  const mistake = await paid(id, { kind: 'refund', amount: '100.00' })
  t.equal((await orderOf(id)).paymentStatus, 'refunded')
  t.match((await reverse(id, mistake.id)).json(), { kind: 'payment', amount: '100.00' })
  t.match(await orderOf(id), { paidAmount: '100.00', paymentStatus: 'paid' })
  t.equal(await counted(id), 100_00)
})

t.test('a real refund still counts beside a reversal', async (t) => {
  const { id } = await orderFor('100.00')
  await pay(id, { amount: '50.00' })
  await pay(id, { kind: 'refund', amount: '50.00' })
  const mistake = await paid(id, { amount: '10.00' })
  t.equal((await orderOf(id)).paymentStatus, 'partial')
  await reverse(id, mistake.id)
  t.equal((await orderOf(id)).paymentStatus, 'refunded')
})

t.test('each row is reversed once, a reversal never, and only rows of this order', async (t) => {
  const { id } = await orderFor('100.00')
  const other = await orderFor('100.00')
  const mistake = await paid(id, { amount: '30.00' })
  const reversal = (await reverse(id, mistake.id)).json()
  const again = await reverse(id, mistake.id)
  refused(t, again, 409, 'already_reversed')
  t.equal(again.json().reversedById, reversal.id)
  refused(t, await reverse(id, reversal.id), 409, 'reversal_of_reversal')
  const elsewhere = await paid(other.id, { amount: '5.00' })
  refused(t, await reverse(id, elsewhere.id), 404, 'not_found')
  refused(t, await reverse(id, 999_999), 404, 'not_found')
  const url = `/api/orders/${id}/payments/${elsewhere.id}/reversal`
  t.strictSame(wrongFields(await staff.post(url, {})), { '/reason': 'required' })
  t.strictSame(wrongFields(await staff.post(url, { reason: '  ' })), { '/reason': 'pattern' })
})

t.test('a refunded payment cannot be reversed before its refund', async (t) => {
  const { id } = await orderFor('100.00')
  const first = await paid(id, { amount: '60.00' })
  const back = await paid(id, { kind: 'refund', amount: '60.00' })
  refused(t, await reverse(id, first.id), 409, 'money_used')
  await pay(id, { amount: '50.00' })
  const much = await reverse(id, back.id)
  refused(t, much, 409, 'exceeds_balance')
  t.equal(much.json().balance, '50.00')
  t.match(await orderOf(id), { paidAmount: '50.00' })
})

t.test(
  'payments of a cancelled order are reversible down to the fee, of an archived one not at all',
  async (t) => {
    const { id } = await orderFor('100.00')
    const first = await paid(id, { amount: '60.00' })
    const second = await paid(id, { amount: '30.00' })
    await move(id, { status: 'cancelled', retainedAmount: '40.00' })
    refused(t, await reverse(id, first.id), 409, 'exceeds_refund_due')
    t.equal((await reverse(id, second.id)).statusCode, 201)
    t.match(await orderOf(id), { paidAmount: '60.00', refundDue: '20.00' })
    await owner.delete(`/api/orders/${id}`)
    refused(t, await reverse(id, first.id), 409, 'order_archived')
  },
)

t.test('the same request twice creates one reversal', async (t) => {
  const { id } = await orderFor('100.00')
  const { id: paymentId } = await paid(id, { amount: '30.00' })
  const url = `/api/orders/${id}/payments/${paymentId}/reversal`
  const send = () => owner.post(url, { reason: 'Twice' }, { 'idempotency-key': 'r-1' })
  const [one, other] = await Promise.all([send(), send()])
  t.strictSame([one.statusCode, other.statusCode], [201, 201])
  t.equal(one.json().id, other.json().id)
})

t.test('of concurrent requests for the last money one succeeds, of any kind', async (t) => {
  for (let turn = 0; turn < 5; turn++) {
    const { id } = await orderFor('100.00')
    const first = await paid(id, { amount: '50.00' })
    const statuses = async (...answers: ReturnType<typeof pay>[]) =>
      (await Promise.all(answers)).map(({ statusCode }) => statusCode).sort()
    const refund = () => pay(id, { kind: 'refund', amount: '50.00' })
    t.strictSame(await statuses(refund(), refund()), [201, 409], 'two refunds')
    t.match(await orderOf(id), { paidAmount: /^0\.00$/, paymentStatus: 'refunded' })
    refused(t, await reverse(id, first.id), 409, 'money_used')
    const all = () => pay(id, { amount: '100.00' })
    t.strictSame(await statuses(all(), all(), all()), [201, 409, 409], 'three payments')
    const { payments } = await orderOf(id)
    const last = payments.at(-1).id
    t.strictSame(await statuses(reverse(id, last), reverse(id, last)), [201, 409], 'two reversals')
    t.equal(await counted(id), 0)
  }
})

t.test('the database refuses a second reversal of a row', async (t) => {
  const { id } = await orderFor('100.00')
  const { id: paymentId } = await paid(id, { amount: '30.00' })
  await reverse(id, paymentId)
  const twice = app.db.write((tx) =>
    tx.run(sql`
      INSERT INTO payments (order_id, kind, amount, method, actor_name, received_at, created_at,
                            updated_at, reverses_id)
      SELECT order_id, 'refund', amount, method, actor_name, received_at, created_at, updated_at, id
      FROM payments WHERE id = ${paymentId}`),
  )
  await t.rejects(twice, /UNIQUE|unique/)
})

t.test('afterwards the integrity check finds no problems', async (t) => {
  t.match((await owner.get('/api/integrity')).json(), { ok: true, problems: [] })
})
