// Order board: open orders by status, each with a button to its next status.
import t from 'tap'
import {
  AS_HTMX,
  account,
  browser,
  build,
  type Page,
  program,
  signedIn,
} from '../../../../support/app.ts'
import { said, submit } from '../../../../support/forms.ts'
import { addEmployee, addOrder, inDays } from '../../../../support/shop/factories.ts'

const BOARD = '/admin/orders/board'

const column = (page: Page, status: string) => {
  const section = page.$(`section[aria-labelledby="column-${status}"]`)
  const orders = section.find('li .row-link').map((_, link) => said(page.$(link)))
  return { heading: said(section.find('h2')), orders: orders.get() }
}

const item = (itemName: string) => ({ items: [{ itemName, quantity: 1, unitPrice: '20' }] })

t.test('the most urgent order comes first, and finished orders are absent', async (t) => {
  const app = await build(t)
  const shop = await program(app)
  await addOrder(shop, { ...item('Kaftan'), deadline: inDays(9) })
  await addOrder(shop, { ...item('Veil'), deadline: inDays(1) })
  const done = await addOrder(shop, item('Scarf'))
  await shop.put(`/api/orders/${done.id}/status`, { status: 'cancelled' })
  const page = await (await signedIn(app)).get(BOARD)
  t.equal(said(page.$('h1')), 'Orders')
  t.strictSame(column(page, 'pending'), { heading: 'Pending 2', orders: ['Veil', 'Kaftan'] })
  t.strictSame(column(page, 'ready'), { heading: 'Ready 0', orders: [] })
})

t.test('one button moves an order on, and leads back to the board', async (t) => {
  const app = await build(t)
  const order = await addOrder(await program(app), item('Veil'))
  const visitor = await signedIn(app)
  const url = `${BOARD}?column=pending`
  const form = `form[action="/admin/orders/${order.id}/status"]`
  const moved = await submit(visitor, await visitor.get(url), { form })
  t.equal(moved.status, 303)
  t.equal(moved.location, url)
  const page = await visitor.get(url)
  t.strictSame(column(page, 'in_progress'), { heading: 'In progress 1', orders: ['Veil'] })
  t.match(said(page.$('#toasts')), `Order ${order.number}: in progress.`)

  const fragment = await visitor.fragment(url)
  t.equal(fragment.$('body').children().first().attr('id'), 'order-board')
  t.notMatch(fragment.response.body, '<html')
})

t.test("a move after somebody else's is reported on the board", async (t) => {
  const app = await build(t)
  const shop = await program(app)
  const order = await addOrder(shop, item('Veil'))
  const visitor = await signedIn(app)
  const page = await visitor.get(BOARD)
  await shop.put(`/api/orders/${order.id}/status`, { status: 'cancelled' })
  const form = `form[action="/admin/orders/${order.id}/status"]`
  const late = await submit(visitor, page, { form, headers: AS_HTMX })
  t.equal(late.status, 303)
  const again = await visitor.get(late.location ?? '')
  t.match(said(again.$('#toasts [role=alert]')), 'This order is cancelled')
})

t.test('the board is filtered by employee', async (t) => {
  const app = await build(t)
  const shop = await program(app)
  const rosa = await addEmployee(shop)
  await addOrder(shop, { ...item('Veil'), employeeId: rosa.id })
  await addOrder(shop, item('Kaftan'))
  const visitor = await signedIn(app)
  t.strictSame(column(await visitor.get(`${BOARD}?employeeId=${rosa.id}`), 'pending').orders, [
    'Veil',
  ])
  t.strictSame(column(await visitor.get(`${BOARD}?employeeId=none`), 'pending').orders, ['Kaftan'])
})

t.test('an invalid filter and other roles are refused', async (t) => {
  const app = await build(t)
  t.equal((await (await signedIn(app)).get(`${BOARD}?column=lost`)).status, 400)
  t.equal((await browser(app).get(BOARD)).status, 303)
  t.equal((await (await signedIn(app, await account(app, 'customer'))).get(BOARD)).status, 403)
})
