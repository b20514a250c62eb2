// Money section of an order's page: required payments, cancellation fee, reversals.
import t from 'tap'
import { AS_HTMX, account, build, type Page, program, signedIn } from '../../../../support/app.ts'
import { submit, type Typed } from '../../../../support/forms.ts'
import { eachSaid, isFragment, said, valueIn } from '../../../../support/reading.ts'
import { addOrder } from '../../../../support/shop/factories.ts'

const app = await build(t)
const office = await program(app)
const counter = await signedIn(app, await account(app, 'staff'))
const owner = await signedIn(app)

const rules = (changes: object) =>
  office.put('/api/payment-rules', {
    methods: ['cash', 'card'],
    depositKind: 'none',
    workNeedsDeposit: false,
    handoverNeedsPayment: false,
    ...changes,
  })
const DEPOSIT = { depositKind: 'percent', depositValue: '50', workNeedsDeposit: true }

/** An order of 185.50, and its page. */
async function opened(given: object = {}, visitor = counter) {
  const { id } = await addOrder(office, given)
  const url = `/admin/orders/${id}`
  return {
    id,
    url,
    page: await visitor.get(url),
    stored: async () => (await office.get(`/api/orders/${id}`)).json(),
  }
}

const press = (page: Page, form: string, button: string, typed: Typed = {}, headers = {}) =>
  submit(counter, page, { form, button, typed, headers })
const asOwner = (page: Page, form: string, button: string, typed: Typed = {}) =>
  submit(owner, page, { form, button, typed })

t.test('a required deposit is taken on the spot, and the order moves', async (t) => {
  await rules(DEPOSIT)
  const { url, page, stored } = await opened()
  t.match(said(page.$('#order-payments')), /Deposit required \$92\.75, \$92\.75 missing/)
  const waits = await press(page, '.steps', 'Start work')
  t.equal(waits.status, 409)
  t.match(said(waits.$('#order-gate [role=alert]')), /Deposit missing: \$92\.75/)
  t.match(said(waits.$('#order-gate')), /Your role may not/)
  t.equal(waits.$('#order-gate [name=overrideReason]').length, 0)
  const form = '#order-gate form'
  const wrong = await press(waits, form, 'Take payment and start work', { amount: 'a lot' })
  t.equal(wrong.status, 422)
  t.equal(String(wrong.$('#f-gate-amount').val()), 'a lot', 'what was typed stays')
  const little = await press(wrong, form, 'Take payment and start work', { amount: '10' })
  t.equal(little.status, 409)
  t.match(
    said(little.$('#order-status [role=alert]').first()),
    /\$82\.75 of the \$92\.75 deposit is missing/,
  )
  t.match(await stored(), { status: 'pending', paidAmount: /^0\.00$/ }, 'both or nothing')
  const taken = await press(little, form, 'Take payment and start work', {
    amount: '92,75',
    method: 'card',
  })
  t.equal(taken.location, `${url}#order-status`)
  t.match(await stored(), {
    status: 'in_progress',
    payments: [{ kind: 'deposit', amount: '92.75', method: 'card' }],
  })
})

t.test('a required deposit is taken by htmx, in fragments', async (t) => {
  const { page, stored } = await opened()
  const waits = await press(page, '.steps', 'Start work', {}, AS_HTMX)
  t.equal(waits.status, 409)
  isFragment(t, waits, 'order-status')
  const taken = await press(waits, '#order-gate form', 'Take payment and start work', {}, AS_HTMX)
  isFragment(t, taken, 'order-status')
  t.match(said(taken.$('hx-partial #order-payments')), /Deposit, cash .* \$92\.75/)
  t.equal(taken.$('#order-gate').length, 0)
  t.equal((await stored()).status, 'in_progress')
})

t.test('an owner may override with a reason, and not without', async (t) => {
  const { page, stored, url } = await opened({}, owner)
  const waits = await asOwner(page, '.steps', 'Start work')
  const form = `#order-gate form[action="${url}/status"]`
  const unsaid = await asOwner(waits, form, 'Start work without payment', { overrideReason: ' ' })
  t.equal(unsaid.status, 409)
  t.match(said(unsaid.$('#f-overrideReason-error')), /Enter the reason/)
  t.equal((await stored()).status, 'pending')
  await asOwner(unsaid, form, 'Start work without payment', { overrideReason: 'Her sister pays' })
  t.equal((await stored()).status, 'in_progress')
  const orderPage = await owner.get(url)
  t.match(
    said(orderPage.$('#order-timeline li').first()),
    /In progress \(was pending\), without payment of \$92\.75: Her sister pays/,
  )
  const forbidden = await counter.post(`${url}/status`, { status: 'ready', overrideReason: 'x' })
  t.equal(forbidden.status, 303, 'nothing stands against this one')
})

t.test('the board names the missing payment and links to its form', async (t) => {
  await rules({ handoverNeedsPayment: true })
  const { id, url, stored } = await opened()
  for (const status of ['in_progress', 'ready']) {
    await office.put(`/api/orders/${id}/status`, { status })
  }
  const board = await counter.get('/admin/orders/board?column=ready')
  const form = `form[action="${url}/status"]`
  for (const headers of [{}, AS_HTMX]) {
    const refused = await submit(counter, board, {
      form,
      button: `Hand over: order ${(await stored()).number}`,
      headers,
    })
    t.equal(refused.location, '/admin/orders/board?column=ready')
    const back = await counter.get(refused.location ?? '', headers)
    t.match(said(back.$('.toast-error')), /The balance is \$185\.50/)
    const link = back.$('.toast-error a')
    t.equal(said(link), 'Take payment')
    const till = await counter.get(link.attr('href') ?? '')
    t.match(said(till.$('#order-gate')), /Balance: \$185\.50/)
    t.equal(String(till.$('#f-gate-amount').val()), '185.50')
  }
  const till = await counter.get(`${url}?move=completed`)
  await press(till, '#order-gate form', 'Take payment and hand over')
  t.match(await stored(), { status: 'completed', paymentStatus: 'paid' })
  t.equal((await counter.get(`${url}?move=completed`)).$('#order-gate').length, 0)
  await rules({})
})

t.test('cancelling asks for the fee, and shows the refund due', async (t) => {
  const { url, page, stored } = await opened({ deposit: { amount: '50.00' } })
  t.strictSame(eachSaid(page, '.steps button'), ['Start work'], 'no tap cancels what was paid for')
  const form = `form:has([name=retainedAmount])`
  const much = await press(page, form, 'Cancel order', { retainedAmount: '50.01' })
  t.equal(much.status, 409)
  t.match(said(much.$('#order-status [role=alert]')), /up to \$50\.00/)
  t.equal(valueIn(much, 'retainedAmount'), '50.01')
  t.ok(much.$('details[open] [name=retainedAmount]').length)
  const none = await press(much, form, 'Cancel order', { retainedAmount: 'some' })
  t.equal(none.status, 422)
  t.match(said(none.$('#f-retainedAmount-error')), /plain number/)
  await press(none, form, 'Cancel order', { retainedAmount: '20,00' })
  t.match(await stored(), { status: 'cancelled', refundDue: '30.00' })
  const cancelled = await counter.get(url)
  t.match(said(cancelled.$('#order-status .facts')), /Refund due \$30\.00/)
  t.match(
    said(cancelled.$('#order-payments')),
    /Paid \$50\.00 Cancellation fee \$20\.00 Refund due \$30\.00/,
  )
  t.equal(valueIn(cancelled, 'amount'), '30.00', 'the refund is offered')
  await press(cancelled, '#refund-form', 'Refund')
  t.match(await stored(), { refundDue: /^0\.00$/, paidAmount: '20.00' })
  const after = await counter.get(url)
  t.match(said(after.$('#order-status .facts')), /Cancellation fee \$20\.00/)
  await press(after, form, 'Save', { retainedAmount: '5' })
  t.match(await stored(), { refundDue: '15.00' })
  t.match(said((await counter.get(url)).$('#order-timeline')), /Changed: cancellation fee/)
})

t.test('a payment is reversed with a reason, and both rows stay visible', async (t) => {
  const { url, page, stored } = await opened({ deposit: { amount: '50.00' } })
  const { payments } = await stored()
  const form = `form[action="${url}/payments/${payments[0].id}/reversal"]`
  const unsaid = await press(page, form, 'Reverse $50.00', { reason: '' })
  t.equal(unsaid.status, 422)
  t.match(said(unsaid.$('.error')), /Reason is missing/)
  await press(unsaid, form, 'Reverse $50.00', { reason: 'Typed on the wrong order' })
  t.match(await stored(), { paymentStatus: 'unpaid', paidAmount: /^0\.00$/ })
  const after = await counter.get(url)
  const words = said(after.$('#order-payments'))
  t.match(words, /Deposit, cash \(reversed\)/)
  t.match(words, /Payment reversed, cash .* Typed on the wrong order/)
  t.equal(after.$(form).length, 0)
  t.match(said(after.$('#order-timeline li').first()), /Payment of \$50\.00 reversed: Typed on/)
  const again = await press(page, form, 'Reverse $50.00', { reason: 'Typed on the wrong order' })
  t.equal(again.status, 303, 'a double tap is one reversal')
  t.equal((await stored()).payments.length, 2)
})

t.test('a refused reversal says why, and keeps the reason', async (t) => {
  const { url, page, stored } = await opened({ deposit: { amount: '50.00' } })
  const { id, payments } = await stored()
  await office.post(`/api/orders/${id}/payments`, { kind: 'refund', amount: '40.00' })
  const form = `form[action="${url}/payments/${payments[0].id}/reversal"]`
  const refused = await press(page, form, 'Reverse $50.00', { reason: 'Wrong' }, AS_HTMX)
  t.equal(refused.status, 409)
  isFragment(t, refused, 'order-payments')
  t.match(said(refused.$('[role=alert]')), /Reverse that refund first/)
  t.equal(refused.$(`${form} [name=reason]`).val(), 'Wrong')
})

t.test('payment methods that the shop does not offer are absent', async (t) => {
  const { page } = await opened()
  const offered = page
    .$('#order-payments [name=method] option')
    .map((_, one) => page.$(one).attr('value'))
  t.strictSame(offered.get(), ['cash', 'card'])
})

t.test('the receipt shows the payments without reversals, and the refund due', async (t) => {
  const { id, url } = await opened({ deposit: { amount: '50.00' } })
  const mistake = (await office.post(`/api/orders/${id}/payments`, { amount: '77.00' })).json()
  await office.post(`/api/orders/${id}/payments/${mistake.id}/reversal`, { reason: 'Twice' })
  t.notMatch(said((await counter.get(`${url}/receipt`)).$('main')), '77.00')
  await office.put(`/api/orders/${id}/status`, { status: 'cancelled', retainedAmount: '20' })
  const receipt = said((await counter.get(`${url}/receipt`)).$('main'))
  t.match(receipt, /Cancellation fee \$20\.00 Refund due \$30\.00/)
})
