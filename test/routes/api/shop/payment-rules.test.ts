// Payment rules: methods, deposit, and required payments.
import t from 'tap'
import { eventsOf, openShop, refused, wrongFields } from '../../../support/api.ts'
import { account, program } from '../../../support/app.ts'
import { addOrder } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)
const staff = await program(app, await account(app, 'staff'))

const OFF = {
  methods: ['cash', 'card', 'transfer', 'mobile_money', 'other'],
  depositKind: 'none',
  workNeedsDeposit: false,
  handoverNeedsPayment: false,
}
const rules = (changes: object) => owner.put('/api/payment-rules', { ...OFF, ...changes })
const orderFor = (total: string) =>
  addOrder(owner, { items: [{ itemName: 'Alteration', quantity: 1, unitPrice: total }] })
const pay = (id: number, payment: object) => staff.post(`/api/orders/${id}/payments`, payment)
const move = (who: typeof owner, id: number, body: object) =>
  who.put(`/api/orders/${id}/status`, body)

t.test('without rules all methods are accepted and no payment is required', async (t) => {
  const answer = await staff.get('/api/payment-rules')
  t.strictSame(answer.json(), { ...OFF, depositValue: '', version: 1 })
  t.equal(answer.headers.etag, '"1"')
  refused(t, await staff.put('/api/payment-rules', OFF), 403, 'forbidden')
})

t.test('payment methods are those of the shop, in its order', async (t) => {
  const saved = await rules({ methods: ['card', 'cash'] })
  t.equal(saved.statusCode, 200)
  t.strictSame(saved.json().methods, ['card', 'cash'])
  const { id } = await orderFor('100.00')
  t.equal((await pay(id, { amount: '1.00' })).json().method, 'card', 'the first unless given')
  const other = await pay(id, { amount: '1.00', method: 'transfer' })
  t.strictSame(wrongFields(other), { '/method': 'enum' })
  t.match(other.json().detail, 'This shop does not take transfer. Choose one of: card, cash.')
  const both = await pay(id, { amount: '0', method: 'mobile_money' })
  t.strictSame(wrongFields(both), { '/amount': 'minimum', '/method': 'enum' }, 'all at once')
  const items = [{ itemName: 'Hem', quantity: 1, unitPrice: '20' }]
  const deposit = { amount: '5', method: 'other' }
  const taken = await staff.post('/api/orders', { customerId: 1, items, deposit })
  t.strictSame(wrongFields(taken), { '/deposit/method': 'enum' })
  t.match((await eventsOf(app, 'settings', 1)).at(-1)?.data, {
    paymentMethods: { after: 'card, cash' },
  })
})

t.test('invalid rules are reported, and a stale form changes nothing', async (t) => {
  const wrong = async (changes: object) => wrongFields(await rules(changes))
  t.strictSame(await wrong({ methods: [] }), { '/methods': 'minItems' })
  t.strictSame(await wrong({ methods: ['cash', 'cash'] }), { '/methods': 'uniqueItems' })
  t.strictSame(await wrong({ methods: ['gold'] }), { '/methods/0': 'enum' })
  t.strictSame(await wrong({ depositKind: 'percent' }), { '/depositValue': 'required' })
  t.strictSame(await wrong({ depositKind: 'percent', depositValue: '101' }), {
    '/depositValue': 'percent',
  })
  t.strictSame(await wrong({ depositKind: 'amount', depositValue: '1.005' }), {
    '/depositValue': 'amount',
  })
  const stale = await owner.put('/api/payment-rules', OFF, { 'if-match': '"1"' })
  refused(t, stale, 412, 'stale_version')
})

t.test('a deposit is a percentage of the total, rounded half up, or an amount', async (t) => {
  await rules({ depositKind: 'percent', depositValue: '50' })
  const { id } = await orderFor('99.99')
  const read = async () => (await staff.get(`/api/orders/${id}`)).json()
  t.match(await read(), { requiredDeposit: '50.00', missingDeposit: '50.00' })
  await pay(id, { kind: 'deposit', amount: '20' })
  t.match(await read(), { requiredDeposit: '50.00', missingDeposit: '30.00' })
  await rules({ depositKind: 'percent', depositValue: '12.5' })
  t.match(await read(), { requiredDeposit: '12.50', missingDeposit: /^0\.00$/ })
  await rules({ depositKind: 'amount', depositValue: '30.50' })
  t.match(await read(), { requiredDeposit: '30.50', missingDeposit: '10.50' })
  await rules({ depositKind: 'amount', depositValue: '500' })
  t.match(await read(), { requiredDeposit: '99.99' }, 'never more than the total')
  t.equal((await staff.get('/api/payment-rules')).json().depositValue, '500.00')
  await move(owner, id, { status: 'cancelled' })
  t.match(await read(), { missingDeposit: /^0\.00$/ }, 'nothing is missing of what is cancelled')
})

t.test('work requires the deposit, and started work continues', async (t) => {
  const { id } = await orderFor('100.00')
  await rules({ depositKind: 'percent', depositValue: '50', workNeedsDeposit: true })
  await pay(id, { amount: '20.00' })
  const waits = await move(staff, id, { status: 'in_progress' })
  refused(t, waits, 409, 'deposit_required')
  t.match(waits.json(), { missingDeposit: '30.00', requiredDeposit: '50.00' })
  t.match(waits.json().detail, '€30.00 of the')
  t.equal((await move(staff, id, { status: 'pending' })).statusCode, 200, 'the same again')
  await pay(id, { amount: '30.00' })
  t.equal((await move(staff, id, { status: 'in_progress' })).statusCode, 200)
  await pay(id, { kind: 'refund', amount: '50.00' })
  t.equal((await move(staff, id, { status: 'ready' })).statusCode, 200)
  t.equal((await move(staff, id, { status: 'in_progress' })).statusCode, 200, 'rework')
  const second = await orderFor('100.00')
  const both = await move(staff, second.id, { status: 'in_progress', paymentStatus: 'paid' })
  t.match(both.json(), { status: 'in_progress', paymentStatus: 'paid' }, 'paid first, then moved')
  const third = await orderFor('100.00')
  t.equal((await move(staff, third.id, { status: 'cancelled' })).statusCode, 200)
})

t.test('the hand-over requires full payment', async (t) => {
  await rules({ handoverNeedsPayment: true })
  const { id } = await orderFor('100.00')
  await pay(id, { amount: '99.99' })
  for (const status of ['in_progress', 'ready']) await move(staff, id, { status })
  const waits = await move(staff, id, { status: 'completed' })
  refused(t, waits, 409, 'balance_due')
  t.equal(waits.json().balance, '0.01')
  const both = await move(staff, id, { status: 'completed', paymentStatus: 'paid' })
  t.match(both.json(), { status: 'completed', paymentStatus: 'paid' })
})

t.test(
  'whoever has the permission may override with a reason that is logged; nobody else may',
  async (t) => {
    await rules({ depositKind: 'amount', depositValue: '10', workNeedsDeposit: true })
    const { id } = await orderFor('100.00')
    const body = { status: 'in_progress', overrideReason: ' An old customer ' }
    refused(t, await move(staff, id, body), 403, 'override_forbidden')
    refused(t, await move(owner, id, { status: 'in_progress' }), 409, 'deposit_required')
    t.strictSame(wrongFields(await move(owner, id, { ...body, overrideReason: ' ' })), {
      '/overrideReason': 'pattern',
    })
    t.match((await move(owner, id, body)).json(), { status: 'in_progress' })
    t.match((await eventsOf(app, 'order', id)).at(-1)?.data, {
      status: { before: 'pending', after: 'in_progress' },
      override: { code: 'deposit_required', missing: '10.00', reason: 'An old customer' },
    })
    const paid = await orderFor('100.00')
    await pay(paid.id, { amount: '10.00' })
    t.equal((await move(staff, paid.id, body)).statusCode, 200, 'no reason is needed here')
    t.notOk((await eventsOf(app, 'order', paid.id)).at(-1)?.data.override, 'so none is logged')
  },
)

t.test('afterwards the integrity check finds no problems', async (t) => {
  t.match((await owner.get('/api/integrity')).json(), { ok: true, problems: [] })
})
