// Dashboard page: each tile equals the totals of its list.
import t from 'tap'
import { account, browser, build, type Page, program, signedIn } from '../../../support/app.ts'
import { eachSaid, isPage, said } from '../../../support/reading.ts'
import { addOrder, inDays } from '../../../support/shop/factories.ts'

const app = await build(t)
const office = await program(app)
const counter = await signedIn(app, await account(app, 'staff'))

t.test('an empty shop is offered to take its first order', async (t) => {
  const list = await counter.get('/admin/orders')
  t.match(said(list.$('.empty')), /No orders yet.*New order/)
  const page = await counter.get('/admin')
  isPage(t, page, 'Dashboard')
  t.match(said(page.$('main')), /No open orders/)
  t.match(said(page.$('main')), /No orders yet/)
  t.ok(page.$('a[href="/admin/orders/new"]').length)
  t.strictSame(
    tiles(page).map(({ value }) => value),
    ['0', '0', '0', '0', '0', '$0.00'],
  )
})

const tiles = (page: Page) =>
  page
    .$('#dashboard-stats a.stat')
    .toArray()
    .map((tile) => page.$(tile))
    .map((tile) => ({
      label: said(tile.find('.stat-label')),
      value: said(tile.find('.stat-value')),
      href: tile.attr('href') ?? '',
    }))

/** Totals in the list's footer: "3 orders · $12.00 · balance $4.00". */
function totals(list: Page) {
  const [, orders = '0', owed = '$0.00'] =
    /^(\d+) orders? · \S+(?: · balance (\S+))?/.exec(said(list.$('.pager'))) ?? []
  return { orders, owed }
}

async function move(id: number, ...path: string[]) {
  for (const status of path) await office.put(`/api/orders/${id}/status`, { status })
}

t.test('every tile equals the list that it links to', async (t) => {
  const today = await addOrder(office, { deadline: inDays(0) })
  const late = await addOrder(office, { deadline: inDays(-3) })
  const ready = await addOrder(office, { deadline: inDays(-1) })
  const done = await addOrder(office, { deadline: inDays(-9) })
  const called = await addOrder(office, { deadline: inDays(0) })
  const gone = await addOrder(office, { deadline: inDays(0) })
  await move(late.id, 'in_progress')
  await move(ready.id, 'in_progress', 'ready')
  await move(done.id, 'in_progress', 'ready', 'completed')
  await move(called.id, 'cancelled')
  await office.delete(`/api/orders/${gone.id}`)
  await office.post(`/api/orders/${today.id}/payments`, { amount: '85.50', kind: 'deposit' })
  await office.post(`/api/orders/${ready.id}/payments`, { amount: '185.50' })

  const page = await counter.get('/admin')
  t.strictSame(
    tiles(page).map(({ label, value }) => [label, value]),
    [
      ['Pending', '1'],
      ['In progress', '1'],
      ['Ready', '1'],
      ['Due today', '1'],
      ['Overdue', '2'],
      ['Balance', '$471.00'],
    ],
  )
  for (const { label, value, href } of tiles(page)) {
    const list = await counter.get(href)
    t.equal(list.status, 200)
    const { orders, owed } = totals(list)
    t.equal(label === 'Balance' ? owed : orders, value, `${label}: the list says so too`)
  }
  t.strictSame(
    eachSaid(page, 'section:has(#due-title) .due'),
    ['3 days late', '1 day late', 'Due today'],
    'the most urgent first, nothing that is finished',
  )
  const recent = page.$('section:has(#recent-title) a.row-link')
  t.equal(recent.length, 5, 'archived orders are gone from here')
  for (const link of page.$('main a').toArray()) {
    t.equal((await counter.get(page.$(link).attr('href') ?? '')).status, 200)
  }
})

t.test('only staff sees the dashboard', async (t) => {
  const visitor = await browser(app).get('/admin')
  t.equal(visitor.location, '/auth/login?next=%2Fadmin')
  const customer = await signedIn(app, await account(app, 'customer'))
  const refused = await customer.get('/admin')
  t.equal(refused.status, 403)
  t.equal(refused.$('.stat').length, 0)
  const owner = await signedIn(app)
  t.equal((await owner.get('/admin')).status, 200)
})
