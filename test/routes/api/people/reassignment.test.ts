// An employee with open orders is archived only after somebody else has them.
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { eventsOf, openShop, refused, wrongFields } from '../../../support/api.ts'
import { program } from '../../../support/app.ts'
import { accountWithRole } from '../../../support/roles.ts'
import { addEmployee, addOrder, inDays, ROSA } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)
const SAMIRA = { name: 'Samira Idrissi', phoneNumber: '0170 555 0143' }

const employeeOf = async (id: number) =>
  (await owner.get(`/api/orders/${id}`)).json().employeeId as number | null
const statusOf = (id: number, status: string) => owner.put(`/api/orders/${id}/status`, { status })

async function withPermissions(...permissions: string[]) {
  const name = permissions.join(' and ')
  const role = (await owner.post('/api/roles', { name, permissions })).json()
  return program(app, (await accountWithRole(app, owner, role.id)).person)
}

/** Rosa with an order that is late, one without a date, and three that are no open work. */
async function busyRosa() {
  const rosa = await addEmployee(owner, ROSA)
  const order = async (deadline: string | null = null) =>
    (await addOrder(owner, { employeeId: rosa.id, deadline })).id as number
  const [someday, late] = [await order(), await order(inDays(-3))]
  const [cancelled, archived] = [await order(), await order()]
  await statusOf(cancelled, 'cancelled')
  await owner.delete(`/api/orders/${archived}`)
  return { id: rosa.id as number, url: `/api/employees/${rosa.id}`, someday, late, cancelled }
}

t.test('somebody with open orders is not archived, and the answer names the orders', async (t) => {
  const rosa = await busyRosa()
  const answer = await owner.delete(rosa.url)
  refused(t, answer, 409, 'open_work')
  t.match(answer.json(), { orderIds: [rosa.late, rosa.someday], orderCount: 2 })
  t.match(answer.json().detail, /Rosa Lindqvist has 2 open orders/)
  t.equal((await owner.get(rosa.url)).json().archivedAt, null)
  refused(t, await owner.delete(rosa.url, { 'if-match': '"9"' }), 412, 'stale_version')
  for (const id of [rosa.late, rosa.someday]) await statusOf(id, 'cancelled')
  t.equal((await owner.delete(rosa.url)).statusCode, 204, 'without open orders as before')
})

t.test('the open orders go to somebody else, each with its event', async (t) => {
  const rosa = await busyRosa()
  const samira = await addEmployee(owner, SAMIRA)
  const before = (await owner.get(`/api/orders/${rosa.late}`)).json()
  const answer = await owner.post(`${rosa.url}/reassign`, { to: samira.id })
  t.equal(answer.statusCode, 200, answer.body)
  t.strictSame(answer.json(), {
    employeeId: rosa.id,
    to: samira.id,
    moved: 2,
    open: 0,
    archived: false,
  })
  t.equal(await employeeOf(rosa.someday), samira.id)
  t.equal(await employeeOf(rosa.cancelled), rosa.id, 'finished work keeps its maker')
  t.match((await owner.get(`/api/orders/${rosa.late}`)).json(), {
    employee: { name: SAMIRA.name },
    version: before.version + 1,
  })
  t.match((await eventsOf(app, 'order', rosa.late)).at(-1), {
    type: 'order.updated',
    actor: 'Ines Almeida',
    data: { employeeId: { before: rosa.id, after: samira.id } },
  })
  const stale = { 'if-match': `"${before.version}"` }
  refused(
    t,
    await owner.put(`/api/orders/${rosa.late}`, { notes: 'x' }, stale),
    412,
    'stale_version',
  )
  t.match((await owner.get(`/api/employees/${samira.id}/workload`)).json(), { open: 2, overdue: 1 })
  t.equal((await owner.delete(rosa.url)).statusCode, 204)
})

t.test('one step hands over and archives, once for a key', async (t) => {
  const rosa = await busyRosa()
  const key = { 'idempotency-key': crypto.randomUUID() }
  const step = () => owner.post(`${rosa.url}/reassign`, { to: null, archive: true }, key)
  const answer = await step()
  t.match(answer.json(), { to: null, moved: 2, open: 0, archived: true })
  t.equal(await employeeOf(rosa.late), null)
  t.not((await owner.get(rosa.url)).json().archivedAt, null)
  const again = await step()
  t.equal(again.headers['idempotency-replayed'], 'true')
  t.strictSame(again.json(), answer.json())
  t.equal((await eventsOf(app, 'order', rosa.late)).length, 2)
})

t.test('some of the orders may be chosen, and the rest still keeps the employee', async (t) => {
  const rosa = await busyRosa()
  const orderIds = [rosa.late]
  const tooEarly = await owner.post(`${rosa.url}/reassign`, { to: null, orderIds, archive: true })
  refused(t, tooEarly, 409, 'open_work')
  t.match(tooEarly.json(), { orderIds: [rosa.someday], orderCount: 1 })
  t.equal(await employeeOf(rosa.late), rosa.id, 'nothing has moved')
  const some = await owner.post(`${rosa.url}/reassign`, { to: null, orderIds })
  t.match(some.json(), { moved: 1, open: 1, archived: false })
  t.equal(await employeeOf(rosa.someday), rosa.id)
  const wrong = await owner.post(`${rosa.url}/reassign`, {
    to: null,
    orderIds: [rosa.someday, rosa.late, rosa.cancelled],
  })
  t.strictSame(wrongFields(wrong), { '/orderIds/1': 'reference', '/orderIds/2': 'reference' })
  t.equal(await employeeOf(rosa.someday), rosa.id)
})

t.test('orders go to nobody who is unknown, archived or the same', async (t) => {
  const rosa = await busyRosa()
  const gone = await addEmployee(owner, SAMIRA)
  await owner.delete(`/api/employees/${gone.id}`)
  for (const to of [rosa.id, gone.id, 999_999]) {
    const answer = await owner.post(`${rosa.url}/reassign`, { to })
    t.strictSame(wrongFields(answer), { '/to': 'reference' })
  }
  t.equal((await owner.post(`${rosa.url}/reassign`, {})).statusCode, 422)
  t.equal(await employeeOf(rosa.late), rosa.id)
})

t.test('each half of the step needs its permission', async (t) => {
  const rosa = await busyRosa()
  const orders = await withPermissions('orders.write')
  refused(
    t,
    await orders.post(`${rosa.url}/reassign`, { to: null, archive: true }),
    403,
    'forbidden',
  )
  t.equal(await employeeOf(rosa.late), rosa.id)
  t.equal((await orders.post(`${rosa.url}/reassign`, { to: null })).statusCode, 200)
  const people = await withPermissions('employees.write')
  refused(t, await people.post(`${rosa.url}/reassign`, { to: null }), 403, 'forbidden')
})

t.test('hundreds of orders move in several transactions, and the last one archives', async (t) => {
  const rosa = await busyRosa()
  const samira = await addEmployee(owner, SAMIRA)
  await app.db.write((tx) =>
    tx.run(sql`
      INSERT INTO orders (number, customer_id, employee_id, status, subtotal, total_amount, date_of_creation,
                          deadline, due_at, tracking_token, created_at, updated_at)
      SELECT 100000 + n, customer_id, employee_id, status, subtotal, total_amount, date_of_creation,
             deadline, due_at, 'copy ' || n, created_at, updated_at
      FROM orders, (WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 450) SELECT n FROM n) AS copies
      WHERE id = ${rosa.late}`),
  )
  const refusal = (await owner.delete(rosa.url)).json()
  t.match(refusal, { orderCount: 452, orderIds: { length: 200 } })
  const key = { 'idempotency-key': crypto.randomUUID() }
  const step = () => owner.post(`${rosa.url}/reassign`, { to: samira.id, archive: true }, key)
  const answer = await step()
  t.match(answer.json(), { moved: 452, open: 0, archived: true })
  t.equal((await owner.get(`/api/employees/${samira.id}/workload`)).json().open, 452)
  t.strictSame((await step()).json(), answer.json())
})
