// Undo on pages: in the message after an action and on the timeline.
import t from 'tap'
import { AS_HTMX, account, build, type Page, program, signedIn } from '../../../support/app.ts'
import { submit, type Typed } from '../../../support/forms.ts'
import { isFragment, said } from '../../../support/reading.ts'
import { addOrder } from '../../../support/shop/factories.ts'

const app = await build(t)
const office = await program(app)
const counter = await signedIn(app, await account(app, 'staff'))
const owner = await signedIn(app)

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

t.test('undo is in the message and on the timeline, for its author only', async (t) => {
  const { url, page, stored } = await opened()
  await press(page, '.steps', 'Start work')
  const moved = await counter.get(url)
  t.equal(moved.$('#order-timeline form').length, 1)
  t.equal((await owner.get(url)).$('#order-timeline form').length, 0, 'not for others')
  const undone = await press(moved, '.toast form', 'Undo')
  t.equal(undone.location, url)
  t.equal((await stored()).status, 'pending')
  const after = await counter.get(url)
  t.match(said(after.$('.toast')), 'Undone.')
  t.match(said(after.$('#order-timeline li').first()), 'Undone: pending again')
  t.equal(after.$('#order-timeline form').length, 0, 'once')

  await press(after, '#payment-form', 'Take payment')
  const paid = await counter.get(url)
  const parts = await submit(counter, paid, { form: '#order-timeline form', headers: AS_HTMX })
  isFragment(t, parts, 'order-status')
  t.match(said(parts.$('hx-partial #order-payments')), /Balance \$185\.50/)
  t.match(await stored(), { paymentStatus: 'unpaid', paidAmount: /^0\.00$/ })
  const late = await submit(counter, paid, { form: '#order-timeline form' })
  t.equal(late.location, url)
  t.match(said((await counter.get(url)).$('.toast-error')), /already undone/)
})

t.test('with htmx the response has the message and its undo button', async (t) => {
  const { page, stored } = await opened()
  const moved = await press(page, '.steps', 'Start work', {}, AS_HTMX)
  const toast = moved.$('hx-partial[hx-target="#toasts"]')
  t.match(said(toast), /in progress\. Undo/)
  await submit(counter, moved, { form: '.toast form' })
  t.equal((await stored()).status, 'pending')
})

t.test('an archived order is restored by undo', async (t) => {
  const { url, page, stored } = await opened()
  await press(page, `form[action="${url}/archive"]`, 'Archive order')
  const archived = await counter.get(url)
  t.equal(archived.$('#order-payments form').length, 0, 'nothing of it changes')
  await press(archived, '.toast form', 'Undo')
  t.equal((await stored()).archivedAt, null)
})

t.test('an archived customer is restored by undo', async (t) => {
  const { stored } = await opened()
  const { customerId } = await stored()
  const url = `/admin/customers/${customerId}`
  await press(await counter.get(url), `form[action="${url}/archive"]`, 'Archive')
  const archived = await counter.get(url)
  t.match(said(archived.$('.toast')), 'Amina Bello archived.')
  await press(archived, '.toast form', 'Undo')
  t.notMatch(said((await counter.get(url)).$('main')), 'archived')
})
