// Order page: status, payments and history, with buttons for allowed actions only.
import t from 'tap'
import { AS_HTMX, account, build, type Page, program, signedIn } from '../../../support/app.ts'
import { submit, type Typed } from '../../../support/forms.ts'
import { eachSaid, isFragment, isPage, said, valueIn } from '../../../support/reading.ts'
import { addOrder } from '../../../support/shop/factories.ts'

const app = await build(t)
const office = await program(app)
const counter = await signedIn(app, await account(app, 'staff'))

/** An order of 185.50, and its page. */
async function opened(given: object = {}) {
  const order = await addOrder(office, given)
  const url = `/admin/orders/${order.id}`
  const act =
    (part: string, button: string) =>
    (page: Page, typed: Typed = {}, headers = {}) =>
      submit(counter, page, { form: `form[action="${url}/${part}"]`, button, typed, headers })
  return {
    order,
    url,
    api: `/api/orders/${order.id}`,
    page: await counter.get(url),
    move: (page: Page, button: string, headers = {}) => act('status', button)(page, {}, headers),
    pay: (page: Page, typed: Typed = {}, headers = {}) =>
      submit(counter, page, { form: '#payment-form', typed, headers }),
    refund: (page: Page, typed: Typed = {}) =>
      submit(counter, page, { form: '#refund-form', typed }),
    stored: async () => (await office.get(`/api/orders/${order.id}`)).json(),
  }
}

const steps = (page: Page) => eachSaid(page, '#order-status button')
const toast = (page: Page) => said(page.$('#toasts .toast'))
const alerts = (page: Page) => eachSaid(page, 'main [role=alert]')

t.test('the page shows everything about the order', async (t) => {
  const { order, page } = await opened({
    notes: 'Fitting on Friday',
    internalNotes: 'Fragile lace',
  })
  isPage(t, page, `Order ${order.number}`)
  t.strictSame(eachSaid(page, '#order-badges .badge'), ['Pending', 'Unpaid'])
  const words = said(page.$('main'))
  for (const word of [
    'Amina Bello',
    '+44 20 7946 0018',
    'Veil',
    '$185.50',
    'Fitting on Friday',
    'Fragile lace',
  ]) {
    t.match(words, word)
  }
  t.equal(page.$('a[href="tel:+442079460018"]').length, 1, 'one tap calls the customer')
  t.match(said(page.$('#order-timeline')), /Order taken Ines Almeida/)
})

t.test('only allowed moves have a button, in every status', async (t) => {
  const { url, page, move, stored } = await opened()
  t.strictSame(steps(page), ['Start work', 'Cancel order'])
  const started = await move(page, 'Start work')
  t.equal(started.status, 303)
  const second = await counter.get(started.location ?? '')
  t.match(toast(second), /in progress/i)
  t.strictSame(steps(second), ['Mark ready', 'Cancel order'])
  await move(second, 'Mark ready')
  const third = await counter.get(url)
  t.strictSame(steps(third), ['Hand over', 'Back to work', 'Cancel order'])
  await move(third, 'Hand over')
  const last = await counter.get(url)
  t.strictSame(steps(last), [])
  t.equal((await stored()).status, 'completed')
  t.strictSame(eachSaid(last, '#order-timeline li p'), [
    'Completed (was ready)',
    'Ready (was in progress)',
    'In progress (was pending)',
    'Order taken',
  ])
})

t.test("a move after somebody else's explains itself, and shows the allowed ones", async (t) => {
  const { api, page, move, stored } = await opened()
  await office.put(`${api}/status`, { status: 'cancelled' })
  const refused = await move(page, 'Start work')
  t.equal(refused.status, 409)
  t.strictSame(alerts(refused), [
    'This order is cancelled, so it cannot become in progress. It can become: pending.',
  ])
  t.strictSame(steps(refused), ['Reopen order'])
  t.equal((await stored()).status, 'cancelled')
})

t.test('with htmx a move returns the changed parts of the page', async (t) => {
  const { page, move } = await opened()
  const swapped = await move(page, 'Start work', AS_HTMX)
  t.equal(swapped.status, 200)
  isFragment(t, swapped, 'order-status')
  t.strictSame(steps(swapped), ['Mark ready', 'Cancel order'])
  const parts = swapped
    .$('hx-partial')
    .map((_, part) => swapped.$(part).attr('hx-target'))
    .get()
  t.strictSame(parts.sort(), ['#order-badges', '#order-timeline', '#toasts'])
  t.match(said(swapped.$('hx-partial #order-badges')), 'In progress')
})

t.test('an order is paid in parts, and never more than its total', async (t) => {
  const { url, page, pay, stored } = await opened()
  t.equal(valueIn(page, 'amount'), '185.50', 'the balance is offered')
  await pay(page, { amount: '85,50', method: 'card', note: 'Her mother paid' })
  const half = await counter.get(url)
  t.match(toast(half), 'Payment recorded.')
  t.match(
    said(half.$('.sums')),
    /Payment, card .* A staff · Her mother paid − \$85\.50 .* Balance \$100\.00/,
  )
  t.strictSame(eachSaid(half, '#order-badges .badge'), ['Pending', 'Part paid'])

  const refused = await pay(half, { amount: '100.01' })
  t.equal(refused.status, 409)
  t.match(said(refused.$('#f-amount-error')), 'You can take up to $100.00.')
  const field = refused.$('#f-amount')
  t.equal(field.attr('aria-invalid'), 'true')
  t.equal(field.attr('aria-describedby'), 'f-amount-error')
  t.ok(field.is('[autofocus]'), 'without JavaScript too the page opens at the field')
  t.equal(valueIn(refused, 'amount'), '100.01', 'what was typed stays')
  t.ok(refused.$('#order-payments details[open]').length, 'and is in sight')
  await pay(refused, { amount: '100' })
  t.match(await stored(), { paymentStatus: 'paid', balance: '0.00', paidAmount: '185.50' })
})

t.test('an invalid amount is refused at its field', async (t) => {
  const { page, pay, stored } = await opened()
  for (const [amount, words] of [
    ['a lot', /Write the amount as a plain number/],
    ['0', /Enter an amount above zero/],
    ['1.005', /at most 2 decimals/],
    ['-5', /Write the amount as a plain number/],
  ] as const) {
    const refused = await pay(page, { amount, note: 'Kept' })
    t.equal(refused.status, 422, amount)
    t.match(said(refused.$('#f-amount-error')), words)
    t.equal(valueIn(refused, 'amount'), amount)
    t.equal(valueIn(refused, 'note'), 'Kept')
  }
  t.equal((await stored()).paidAmount, '0.00')
})

t.test('a double tap on Take payment records one payment', async (t) => {
  const { page, pay, stored } = await opened()
  const [first, second] = await Promise.all([
    pay(page, { amount: '10' }),
    pay(page, { amount: '10' }),
  ])
  t.strictSame([first.status, second.status], [303, 303])
  t.equal((await stored()).paidAmount, '10.00')
  const other = await pay(page, { amount: '20' })
  t.equal(other.status, 422)
  t.match(alerts(other), [/already sent with other content/])
  t.equal((await stored()).paidAmount, '10.00')
})

t.test('a refund is at most what was paid', async (t) => {
  const { url, page, pay, refund, stored } = await opened()
  await pay(page, { amount: '50', kind: 'deposit' })
  const paid = await counter.get(url)
  const refused = await refund(paid, { amount: '50.01' })
  t.equal(refused.status, 409)
  t.match(said(refused.$('#f-refund-amount-error')), 'You can refund up to $50.00.')
  t.ok(refused.$('#refund-form').closest('details').is('[open]'))
  await refund(refused, { amount: '50' })
  t.match(await stored(), { paymentStatus: 'refunded', paidAmount: '0.00', balance: '0.00' })
  const refunded = await counter.get(url)
  t.strictSame(eachSaid(refunded, '#order-badges .badge'), ['Pending', 'Refunded'])
})

t.test('with htmx a payment returns the changed parts of the page', async (t) => {
  const { page, pay } = await opened()
  const swapped = await pay(page, { amount: '185.50' }, AS_HTMX)
  isFragment(t, swapped, 'order-payments')
  t.match(said(swapped.$('#order-payments')), /Balance \$0\.00/)
  const again = await pay(page, { amount: '1', idempotencyKey: 'another' }, AS_HTMX)
  t.equal(again.status, 409)
  isFragment(t, again, 'order-payments')
  t.match(said(again.$('#f-amount-error')), /This order is paid in full/)
})

t.test('an archived order leaves the lists, stays readable, and can be restored', async (t) => {
  const { order, url, page, stored } = await opened()
  const form = `form[action="${url}/archive"]`
  const archived = await submit(counter, page, { form, button: 'Archive order' })
  const archivedPage = await counter.get(archived.location ?? '')
  t.match(said(archivedPage.$('main')), 'This order is archived.')
  t.strictSame(steps(archivedPage), [], 'it does not move while it is archived')
  const listNumbers = async () => eachSaid(await counter.get('/admin/orders'), 'a.row-link')
  t.notOk((await listNumbers()).includes(String(order.number)))
  t.ok((await stored()).archivedAt)

  await submit(counter, archivedPage, { form: `form[action="${url}/restore"]`, button: 'Restore' })
  t.ok((await listNumbers()).includes(String(order.number)))
})

t.test('an unknown order is 404, and other roles are refused', async (t) => {
  const missing = await counter.get('/admin/orders/9999')
  t.equal(missing.status, 404)
  isPage(t, missing, 'Page not found')
  t.equal((await counter.get('/admin/orders/abc')).status, 404)
  const { url } = await opened()
  const customer = await signedIn(app, await account(app, 'customer'))
  for (const part of ['status', 'payments', 'archive', 'restore', 'images/1/delete']) {
    t.equal(
      (
        await counter.post(
          `/admin/orders/9999/${part}`,
          part === 'status' ? { status: 'ready' } : { amount: '1' },
        )
      ).status,
      404,
      part,
    )
    t.equal((await customer.post(`${url}/${part}`)).status, 403, part)
  }
  t.equal((await customer.get(url)).status, 403)
})
