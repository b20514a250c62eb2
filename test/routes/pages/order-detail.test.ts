// The page of an order: where it is, what was paid and what happened, with buttons that are always legal.
import t from 'tap'
import { addOrder } from '../../factories.ts'
import { submit, type Typed } from '../../forms.ts'
import { AS_HTMX, account, build, type Page, program, signedIn } from '../../helper.ts'
import { eachSaid, isFragment, isPage, said, valueIn } from '../../reading.ts'

const app = await build(t)
const office = await program(app)
const counter = await signedIn(app, await account(app, 'staff'))

/** An order of Amina's over 185.50, and its page. */
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
    pay: act('payments', 'Record'),
    stored: async () => (await office.get(`/api/orders/${order.id}`)).json(),
  }
}

const steps = (page: Page) => eachSaid(page, '#order-status button')
const toast = (page: Page) => said(page.$('#toasts .toast'))
const alerts = (page: Page) => eachSaid(page, 'main [role=alert]')

t.test('everything about an order is on its page', async (t) => {
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

t.test('only legal moves have a button, all the way', async (t) => {
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

t.test('a move that somebody else overtook says why, and shows the legal ones', async (t) => {
  const { api, page, move, stored } = await opened()
  await office.put(`${api}/status`, { status: 'cancelled' })
  const refused = await move(page, 'Start work')
  t.equal(refused.status, 409)
  t.strictSame(alerts(refused), [
    'This order is cancelled, so it cannot become in progress. From there it can become: pending.',
  ])
  t.strictSame(steps(refused), ['Take up again'])
  t.equal((await stored()).status, 'cancelled')
})

t.test('with htmx a move answers the parts of the page that changed', async (t) => {
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

t.test('a payment, the rest of it, and nothing more', async (t) => {
  const { url, page, pay, stored } = await opened()
  t.equal(valueIn(page, 'amount'), '185.50', 'the balance is offered')
  await pay(page, { amount: '85,50', method: 'card', note: 'Her mother paid' })
  const half = await counter.get(url)
  t.match(toast(half), 'The payment is recorded.')
  t.match(
    said(half.$('.sums')),
    /Payment, card .* A staff · Her mother paid − \$85\.50 .* Balance \$100\.00/,
  )
  t.strictSame(eachSaid(half, '#order-badges .badge'), ['Pending', 'Part paid'])

  const refused = await pay(half, { amount: '100.01' })
  t.equal(refused.status, 409)
  t.strictSame(alerts(refused), ['Only 100.00 USD is still owed, so 100.01 USD is too much.'])
  t.equal(valueIn(refused, 'amount'), '100.01', 'what was typed stays')
  t.ok(refused.$('#order-payments details[open]').length, 'and is in sight')
  await pay(refused, { amount: '100' })
  t.match(await stored(), { paymentStatus: 'paid', balance: '0.00', paidAmount: '185.50' })
})

t.test('an amount that is none is refused at its field', async (t) => {
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

t.test('a double tap on Record is one payment', async (t) => {
  const { page, pay, stored } = await opened()
  const [first, second] = await Promise.all([
    pay(page, { amount: '10' }),
    pay(page, { amount: '10' }),
  ])
  t.strictSame([first.status, second.status], [303, 303])
  t.equal((await stored()).paidAmount, '10.00')
  const other = await pay(page, { amount: '20' })
  t.equal(other.status, 422)
  t.match(alerts(other), [/already sent once with other content/])
  t.equal((await stored()).paidAmount, '10.00')
})

t.test('a refund gives back what was paid, and never more', async (t) => {
  const { url, page, pay, stored } = await opened()
  await pay(page, { amount: '50', kind: 'deposit' })
  const paid = await counter.get(url)
  const refused = await pay(paid, { kind: 'refund', amount: '50.01' })
  t.equal(refused.status, 409)
  t.strictSame(alerts(refused), ['Only 50.00 USD was paid, so 50.01 USD cannot be refunded.'])
  t.equal(valueIn(refused, 'kind'), 'refund')
  await pay(refused, { amount: '50' })
  t.match(await stored(), { paymentStatus: 'refunded', paidAmount: '0.00', balance: '185.50' })
  const refunded = await counter.get(url)
  t.strictSame(eachSaid(refunded, '#order-badges .badge'), ['Pending', 'Refunded'])
})

t.test('with htmx a payment answers the parts of the page that changed', async (t) => {
  const { page, pay } = await opened()
  const swapped = await pay(page, { amount: '185.50' }, AS_HTMX)
  isFragment(t, swapped, 'order-payments')
  t.match(said(swapped.$('#order-payments')), /Balance \$0\.00/)
  const again = await pay(swapped, { amount: '1', kind: 'payment' }, AS_HTMX)
  t.equal(again.status, 409)
  isFragment(t, again, 'order-payments')
  t.match(said(again.$('[role=alert]')), /Only 0.00 USD is still owed/)
})

t.test('an archived order is out of the lists, still readable, and can come back', async (t) => {
  const { order, url, page, stored } = await opened()
  const form = `form[action="${url}/archive"]`
  const archived = await submit(counter, page, { form, button: 'Archive order' })
  const kept = await counter.get(archived.location ?? '')
  t.match(said(kept.$('main')), 'This order is archived.')
  t.strictSame(steps(kept), [], 'it does not move while it is archived')
  const listed = async () => eachSaid(await counter.get('/admin/orders'), 'a.row-link')
  t.notOk((await listed()).includes(String(order.number)))
  t.ok((await stored()).archivedAt)

  await submit(counter, kept, { form: `form[action="${url}/restore"]`, button: 'Restore' })
  t.ok((await listed()).includes(String(order.number)))
})

t.test('an order that is not there, and people who may not', async (t) => {
  const missing = await counter.get('/admin/orders/9999')
  t.equal(missing.status, 404)
  isPage(t, missing, 'There is nothing here')
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
