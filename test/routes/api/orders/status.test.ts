// Order status by the API: allowed and refused moves, payment status, archive.
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { ORDER_STATUSES, ORDER_TRANSITIONS } from '../../../../src/schemas/orders/status.ts'
import { eventsOf, openShop, refused, wrongFields } from '../../../support/api.ts'
import { addOrder } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)

const statusUrl = (id: number) => `/api/orders/${id}/status`
const orderOf = async (id: number) => (await owner.get(`/api/orders/${id}`)).json()
const typesOf = async (id: number) => (await eventsOf(app, 'order', id)).map(({ type }) => type)

t.test('exactly the moves of the transition table are allowed, each with its event', async (t) => {
  for (const from of ORDER_STATUSES) {
    for (const to of ORDER_STATUSES) {
      const { id } = await addOrder(owner)
      await app.db.write((tx) => tx.run(sql`UPDATE orders SET status = ${from} WHERE id = ${id}`))
      const answer = await owner.put(statusUrl(id), { status: to })
      const name = `${from} to ${to}`
      const allowed = ORDER_TRANSITIONS[from]
      if (from === to) {
        t.match(answer.json(), { status: to, version: 1 }, `${name} changes nothing`)
        t.strictSame(await typesOf(id), ['order.placed'])
      } else if (allowed.includes(to)) {
        t.equal(answer.statusCode, 200, name)
        t.match(answer.json(), { status: to, version: 2 })
        t.equal(answer.headers.etag, '"2"')
        t.match((await eventsOf(app, 'order', id)).at(-1), {
          type: 'order.status_updated',
          actor: 'Ines Almeida',
          requestId: /^[0-9a-f-]{36}$/,
          data: { status: { before: from, after: to } },
        })
      } else {
        refused(t, answer, 409, 'illegal_transition', name)
        t.match(answer.json(), { from, to, allowed })
        t.match(await orderOf(id), { status: from, version: 1 })
      }
    }
  }
})

t.test('PATCH works like PUT; a stale version moves nothing', async (t) => {
  const { id } = await addOrder(owner)
  const patch = (payload: object, headers = {}) =>
    owner.send({ method: 'PATCH', url: statusUrl(id), payload, headers })
  t.match((await patch({ status: 'in_progress' })).json(), { status: 'in_progress', version: 2 })
  refused(t, await patch({ status: 'ready' }, { 'if-match': '"1"' }), 412, 'stale_version')
  t.match((await patch({ status: 'ready' }, { 'if-match': '"2"' })).json(), { status: 'ready' })
  refused(t, await patch({ status: 'ready' }, { 'if-match': '3' }), 412, 'stale_version')
})

t.test('an unknown status is refused', async (t) => {
  const { id } = await addOrder(owner)
  const wrong = async (body: object) => wrongFields(await owner.put(statusUrl(id), body))
  t.strictSame(await wrong({}), { '': 'minProperties' })
  t.strictSame(await wrong({ status: 'lost', paymentStatus: 1 }), {
    '/status': 'enum',
    '/paymentStatus': 'type',
  })
  t.strictSame(await wrong({ status: null }), { '/status': 'type' })
  t.strictSame(await wrong({ state: 'ready' }), { '/state': 'additionalProperties' })
  const answer = await owner.put(statusUrl(id), { status: 'lost' })
  t.match(answer.json().detail, 'pending, in_progress, ready, completed, cancelled')
})

t.test('setting the payment status to paid records a payment of the balance', async (t) => {
  const { id } = await addOrder(owner, { deposit: { amount: '85.50' } })
  const paid = await owner.put(statusUrl(id), { paymentStatus: 'paid' })
  t.equal(paid.statusCode, 200)
  t.match(paid.json(), {
    paymentStatus: 'paid',
    paidAmount: '185.50',
    balance: '0.00',
    payments: [
      { kind: 'deposit', amount: '85.50' },
      { kind: 'payment', amount: '100.00', method: 'cash' },
    ],
  })
  t.match((await eventsOf(app, 'order', id)).at(-1)?.data, {
    paymentStatus: { before: 'partial', after: 'paid' },
  })
  const again = await owner.put(statusUrl(id), { paymentStatus: 'paid' })
  t.equal(again.json().version, paid.json().version, 'again changes nothing')
  t.equal(again.json().payments.length, 2)
})

t.test("a payment status that contradicts the ledger is refused, with the ledger's", async (t) => {
  const { id } = await addOrder(owner)
  for (const paymentStatus of ['partial', 'refunded']) {
    const answer = await owner.put(statusUrl(id), { paymentStatus })
    refused(t, answer, 409, 'ledger_contradicts', paymentStatus)
    t.equal(answer.json().paymentStatus, 'unpaid')
  }
  t.equal((await owner.put(statusUrl(id), { paymentStatus: 'unpaid' })).statusCode, 200)
  await owner.put(statusUrl(id), { paymentStatus: 'paid' })
  for (const paymentStatus of ['unpaid', 'partial', 'refunded']) {
    refused(t, await owner.put(statusUrl(id), { paymentStatus }), 409, 'ledger_contradicts')
  }
})

t.test('status and payment status change together or not at all', async (t) => {
  const { id } = await addOrder(owner)
  const illegal = await owner.put(statusUrl(id), { paymentStatus: 'paid', status: 'completed' })
  refused(t, illegal, 409, 'illegal_transition')
  t.match(await orderOf(id), {
    status: 'pending',
    paymentStatus: 'unpaid',
    payments: [],
    version: 1,
  })
  const both = await owner.put(statusUrl(id), { paymentStatus: 'paid', status: 'in_progress' })
  t.match(both.json(), { status: 'in_progress', paymentStatus: 'paid' })
})

t.test('a cancelled order accepts no payment until it is reopened', async (t) => {
  const { id } = await addOrder(owner, { deposit: { amount: '10.00' } })
  await owner.put(statusUrl(id), { status: 'cancelled' })
  refused(t, await owner.put(statusUrl(id), { paymentStatus: 'paid' }), 409, 'order_cancelled')
  const again = await owner.put(statusUrl(id), { status: 'pending', paymentStatus: 'paid' })
  t.match(again.json(), { status: 'pending', paymentStatus: 'paid' }, 'taken up and paid at once')
})

t.test('an archived order leaves the list, keeps its data, and can be restored', async (t) => {
  const { id, number } = await addOrder(owner, { deposit: { amount: '10.00' } })
  const url = `/api/orders/${id}`
  const listTotal = async (more = '') =>
    (await owner.get(`/api/orders?search=${number}${more}`)).json().data.length
  refused(t, await owner.delete(url, { 'if-match': '"9"' }), 412, 'stale_version')
  t.equal((await owner.delete(url, { 'if-match': '"2"' })).statusCode, 204)
  t.equal((await owner.delete(url)).statusCode, 204, 'again is the same')
  t.equal(await listTotal(), 0)
  t.equal(await listTotal('&archived=true'), 1)
  t.match(await orderOf(id), { archivedAt: /Z$/, payments: [{ amount: '10.00' }], version: 3 })
  const back = await owner.post(`${url}/restore`, {})
  t.match(back.json(), { archivedAt: null, version: 4 })
  t.equal(back.headers.etag, '"4"')
  t.equal(await listTotal(), 1)
  t.equal((await owner.post(`${url}/restore`, {})).json().version, 4, 'again is the same')
  t.strictSame(
    (await eventsOf(app, 'order', id)).map(({ type }) => type),
    ['order.placed', 'payment.recorded', 'order.archived', 'order.restored'],
  )
})
