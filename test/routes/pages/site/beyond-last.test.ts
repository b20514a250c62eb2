// List pages after the last one: a message with a link back.
import t from 'tap'
import { account, build, program, signedIn } from '../../../support/app.ts'
import { said } from '../../../support/reading.ts'
import { addOrder, inDays, ROSA } from '../../../support/shop/factories.ts'

const app = await build(t)
const office = await program(app)
const counter = await signedIn(app, await account(app, 'staff'))
const owner = await signedIn(app)

t.test('an empty list has no other page to link to', async (t) => {
  t.match(said((await counter.get('/admin/orders?page=99')).$('.empty')), /No orders yet/)
  t.match(said((await counter.get('/admin/customers?page=99')).$('.empty')), /No customers yet/)
})

t.test('every list links to its last page', async (t) => {
  for (let at = 0; at < 5; at++) {
    const customer = { name: `Amina ${at}`, phoneNumber: `+44 20 7946 00${at}0` }
    await addOrder(office, { customer, deadline: inDays(2), deposit: { amount: '1.00' } })
    await office.post('/api/employees', { ...ROSA, name: `Rosa ${at}` })
  }
  const lists: [path: string, last: number][] = [
    ['/admin/orders?limit=2', 3],
    ['/admin/orders?limit=2&sort=-totalAmount&dueFrom=2020-01-01&status=pending', 3],
    ['/admin/orders?limit=2&search=amina', 3],
    ['/admin/orders?limit=5&overdue=false', 1],
    ['/admin/customers?limit=2', 3],
    ['/admin/customers?limit=3&search=amina', 2],
    ['/admin/employees?limit=2', 3],
    ['/admin/users?limit=1', 2],
    ['/admin/money?limit=2', 3],
    ['/admin/money/payments?limit=4&kind=deposit', 2],
  ]
  for (const [path, last] of lists) {
    const page = await owner.get(`${path}&page=99`)
    t.equal(page.status, 200, path)
    t.match(
      said(page.$('.empty')),
      `There is no page 99 The list ends with page ${last}. Go to`,
      path,
    )
    const way = await owner.get(page.$('.empty a').attr('href') ?? '')
    t.equal(way.$('.empty').length, 0, `${path}: the link leads to rows`)
    t.ok(way.$('tbody tr').length > 0, path)
    const next = await owner.get(`${path}&page=${last + 1}`)
    t.match(said(next.$('.empty')), `There is no page ${last + 1}`, path)
  }
})

t.test('a filter without results says so, on any page', async (t) => {
  const page = await counter.get('/admin/orders?status=ready&page=7')
  t.match(said(page.$('.empty')), /No matching orders/)
})

t.test('a cursor without following rows links to the first page', async (t) => {
  const first = await counter.get('/admin/orders?limit=4')
  const next = first.$('.pager a[rel=next]').attr('href') ?? ''
  const oldest = (await office.get('/api/orders?sort=createdAt&limit=1')).json().data[0]
  await office.delete(`/api/orders/${oldest.id}`)
  const page = await counter.get(next)
  t.match(said(page.$('.empty')), /No more entries/)
  t.equal(page.$('.empty a').attr('href'), '/admin/orders?limit=4')
})

t.test('the API returns no rows after the last page', async (t) => {
  for (const path of ['orders', 'customers', 'employees', 'users', 'payments', 'customers/owing']) {
    const answer = await office.get(`/api/${path}?page=99&limit=2`)
    t.match(answer.json(), { data: [], nextCursor: null }, path)
  }
})
