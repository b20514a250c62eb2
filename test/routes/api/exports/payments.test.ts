// CSV export of payments: every ledger row, with signed amounts.
import t from 'tap'
import { customerProgram, openShop, refused } from '../../../support/api.ts'
import { linesOf } from '../../../support/csv.ts'
import { AMINA, addOrder } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)
const EXPORT = '/api/payments/export/csv'

const gown = await addOrder(owner, { deposit: { amount: '85.50', method: 'card' } })
await owner.post(`/api/orders/${gown.id}/payments`, { amount: '40', note: '@counter' })
await owner.post(`/api/orders/${gown.id}/payments`, { kind: 'refund', amount: '25.5' })
await owner.delete(`/api/orders/${gown.id}`)

const exported = async (query = '') => linesOf((await owner.get(`${EXPORT}${query}`)).body)

t.test('the file has every row with its order, and refunds as negative amounts', async (t) => {
  const lines = await exported()
  t.strictSame(
    lines.map(({ kind, method, amount, received }) => [kind, method, amount, received]),
    [
      ['deposit', 'card', '85.50', '85.50'],
      ['payment', 'cash', '40.00', '40.00'],
      ['refund', 'cash', '25.50', '-25.50'],
    ],
  )
  const { balance, payments } = (await owner.get(`/api/orders/${gown.id}`)).json()
  const sum = lines.reduce((units, { received = '' }) => units + Number(received) * 100, 0)
  t.equal((18550 - sum) / 100, Number(balance), 'adds up to what the order says')
  t.hasStrict(lines[1], {
    orderNumber: String(gown.number),
    customerName: AMINA.name,
    note: "'@counter",
    currency: 'EUR',
    receivedAt: payments[1].receivedAt,
    id: String(payments[1].id),
    reversesId: '',
  })
})

t.test('payments are filtered by day, method and kind', async (t) => {
  const count = async (query: string) => (await exported(query)).length
  t.equal(await count('?method=card'), 1)
  t.equal(await count('?method=card,cash&kind=payment,refund'), 2)
  t.equal(await count('?from=2020-01-01&to=2099-12-31'), 3)
  t.equal(await count('?to=2020-01-01'), 0)
  t.equal(await count('?from=2099-01-01'), 0)
})

t.test('invalid parameters and other roles are refused', async (t) => {
  refused(t, await owner.get(`${EXPORT}?method=gold`), 400, 'invalid_parameter')
  refused(t, await (await customerProgram(app)).get(EXPORT), 403, 'forbidden')
})
