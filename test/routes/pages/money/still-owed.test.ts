// Balance of the shop: the same number on every page, in the API and in files.
import t from 'tap'
import { account, build, type Page, program, signedIn } from '../../../support/app.ts'
import { linesOf } from '../../../support/csv.ts'
import { said } from '../../../support/reading.ts'
import { addOrder, inDays, ROSA } from '../../../support/shop/factories.ts'

const app = await build(t)
const office = await program(app)
const counter = await signedIn(app, await account(app, 'staff'))

const items = [{ itemName: 'Alteration', quantity: 1, unitPrice: '100.00' }]
async function order(paid: string | null, ...path: string[]) {
  const deposit = paid && { deposit: { amount: paid } }
  const { id, customerId } = await addOrder(office, { items, deadline: inDays(3), ...deposit })
  for (const status of path) await move(id, { status })
  return { id, customerId }
}
const move = (id: number, body: object) => office.put(`/api/orders/${id}/status`, body)
const refund = (id: number, amount: string) =>
  office.post(`/api/orders/${id}/payments`, { kind: 'refund', amount })

await order(null) // 100.00 owed
const begun = await order('30.00', 'in_progress') // 70.00
await order('100.00', 'in_progress', 'ready')
await order('90.00', 'in_progress', 'ready', 'completed') // 10.00
await order(null, 'cancelled')
await order('20.00', 'cancelled') // fully refundable
const cancelled = await order('40.00')
await move(cancelled.id, { status: 'cancelled', retainedAmount: '40.00' })
const calledOff = await order('50.00', 'cancelled')
await refund(calledOff.id, '50.00')
const givenBack = await order('60.00')
await refund(givenBack.id, '60.00')
const gone = await order(null)
await office.delete(`/api/orders/${gone.id}`)
await addOrder(office, { items, customer: ROSA }) // 100.00 of another customer
const OWED = '280.00'

const tile = (page: Page, label: string) =>
  page
    .$('a.stat')
    .toArray()
    .map((one) => page.$(one))
    .find((one) => said(one).startsWith(label))
const owedAt = (page: Page) => /balance \$([\d.]+)/.exec(said(page.$('.pager')))?.[1] ?? '0.00'
const sum = (amounts: unknown[]) =>
  amounts.reduce((total: number, amount) => total + Number(amount), 0).toFixed(2)

t.test('all pages show the same balance', async (t) => {
  const owed = tile(await counter.get('/admin'), 'Balance')
  t.match(said(owed as never), `$${OWED}`)
  t.equal(
    owedAt(await counter.get(owed?.attr('href') ?? '')),
    OWED,
    'the list that the tile leads to',
  )
  t.equal(owedAt(await counter.get('/admin/orders')), OWED, 'the list of all orders')
  t.equal(owedAt(await counter.get(`/admin/orders?from=${inDays(-1)}`)), OWED, 'counted by rows')
  t.equal(owedAt(await counter.get('/admin/orders?status=cancelled')), '0.00')
  t.equal(owedAt(await counter.get('/admin/orders?search=alteration')), OWED, 'what a search found')
  const money = await counter.get('/admin/money')
  t.match(said(tile(money, 'Total balance') as never), `$${OWED}`)
  const people = await counter.get('/admin/customers')
  const balances = people.$('[data-label=Balance]').toArray()
  t.equal(sum(balances.map((cell) => said(people.$(cell)).replace('$', ''))), OWED)
})

t.test('the balance of a customer equals the list that it links to', async (t) => {
  const page = await counter.get(`/admin/customers/${begun.customerId}`)
  const balance = tile(page, 'Balance')
  t.match(said(balance as never), '$70.00')
  t.equal(owedAt(await counter.get(balance?.attr('href') ?? '')), '70.00')
})

t.test('API and CSV files have the same balance', async (t) => {
  const orders = (await office.get('/api/orders?limit=200')).json().data
  t.equal(sum(orders.map(({ balance }: { balance: string }) => balance)), OWED)
  const owing = (await office.get('/api/customers/owing')).json()
  t.equal(owing.totalBalance, OWED)
  t.equal(sum(owing.data.map(({ balance }: { balance: string }) => balance)), OWED)
  for (const noun of ['orders', 'customers']) {
    const file = await office.get(`/api/${noun}/export/csv`)
    t.equal(sum(linesOf(file.body).map(({ balance }) => balance)), OWED, noun)
  }
})

t.test('a fully refunded order owes nothing, and may be paid again', async (t) => {
  const path = `/api/orders/${givenBack.id}`
  t.match((await office.get(path)).json(), { balance: /^0\.00$/, paymentStatus: 'refunded' })
  const much = await office.post(`${path}/payments`, { amount: '100.01' })
  t.match(much.json(), { code: 'exceeds_balance', balance: '100.00' })
  const paid = await office.post(`${path}/payments`, { amount: '40.00' })
  t.equal(paid.statusCode, 201)
  t.match((await office.get(path)).json(), { balance: '60.00', paymentStatus: 'partial' })
})
