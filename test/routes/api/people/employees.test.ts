// Employees by the API, with their workload.
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { addDays, today } from '../../../../src/lib/time/shop-time.ts'
import { workloadFilters } from '../../../../src/services/orders/workload.ts'
import {
  customerProgram,
  eventsOf,
  everyPage,
  openShop,
  refused,
  wrongFields,
} from '../../../support/api.ts'
import { addEmployee, addOrder, ROSA } from '../../../support/shop/factories.ts'

const timeZone = 'Europe/Berlin'
const { app, owner } = await openShop(t, { timeZone })
const stranger = await customerProgram(app)

/** A day in the shop's time zone, some days from now. */
const inShop = (days: number) => addDays(today(timeZone), days)

const searchNames = async (search: string) => {
  const answer = await owner.get(`/api/employees?search=${encodeURIComponent(search)}`)
  return (answer.json().data as { name: string }[]).map(({ name }) => name)
}

t.test('an employee is created and changed, with events', async (t) => {
  const answer = await owner.post('/api/employees', { ...ROSA, name: ' Rosa  Lindqvist ' })
  t.equal(answer.statusCode, 201)
  const rosa = answer.json()
  t.match(rosa, { ...ROSA, version: 1, archivedAt: null })
  const url = `/api/employees/${rosa.id}`
  t.equal(answer.headers.location, url)
  t.strictSame((await owner.get(url)).json(), rosa)

  const changed = await owner.put(url, { phoneNumber: '030 1234567' }, { 'if-match': '"1"' })
  t.match(changed.json(), { name: ROSA.name, phoneNumber: '030 1234567', version: 2 })
  t.equal(changed.headers.etag, '"2"')
  refused(t, await owner.put(url, { name: 'R' }, { 'if-match': '"1"' }), 412, 'stale_version')
  refused(t, await owner.put(url, { name: 'R' }, { 'if-match': 'W/"1"' }), 412, 'stale_version')
  const weak = await owner.put(url, { phoneNumber: '030 1234567' }, { 'if-match': 'W/"2"' })
  t.equal(weak.statusCode, 200, 'as a proxy that compresses makes it')
  t.equal((await owner.put(url, { name: ROSA.name })).json().version, 2, 'the same is no change')
  t.match(await eventsOf(app, 'employee', rosa.id), [
    { type: 'employee.created', data: { name: ROSA.name } },
    {
      type: 'employee.updated',
      actor: 'Ines Almeida',
      data: { phoneNumber: { before: ROSA.phoneNumber, after: '030 1234567' } },
    },
  ])
})

t.test('all wrong fields are reported at once', async (t) => {
  const answer = await owner.post('/api/employees', { name: 'x'.repeat(121), salary: 1 })
  refused(t, answer, 422, 'invalid_input')
  t.strictSame(wrongFields(answer), {
    '/phoneNumber': 'required',
    '/salary': 'additionalProperties',
    '/name': 'maxLength',
  })
  const { id } = await addEmployee(owner)
  t.strictSame(wrongFields(await owner.put(`/api/employees/${id}`, { phoneNumber: '' })), {
    '/phoneNumber': 'minLength',
  })
})

t.test('an unknown employee is 404; visitors are 401, customers 403', async (t) => {
  const { id } = await addEmployee(owner)
  for (const [method, path, body] of [
    ['GET', '', undefined],
    ['PUT', '', { name: 'R' }],
    ['DELETE', '', undefined],
    ['POST', '/restore', undefined],
    ['POST', '/reassign', { to: null }],
    ['GET', '/workload', undefined],
  ] as const) {
    const payload = body as object | undefined
    const missing = await owner.send({ method, url: `/api/employees/999999${path}`, payload })
    refused(t, missing, 404, 'not_found', `${method} ${path}`)
    const url = `/api/employees/${id}${path}`
    t.equal((await app.inject({ method, url, payload })).statusCode, 401)
    refused(t, await stranger.send({ method, url, payload }), 403, 'forbidden')
  }
  t.equal((await app.inject('/api/employees')).statusCode, 401)
  refused(t, await stranger.get('/api/employees'), 403, 'forbidden')
  refused(t, await stranger.post('/api/employees', ROSA), 403, 'forbidden')
})

t.test('an archived employee gets no new work, and keeps their orders', async (t) => {
  const { id } = await addEmployee(owner, { ...ROSA, name: 'Old Hand' })
  const order = await addOrder(owner, { employeeId: id })
  await owner.put(`/api/orders/${order.id}/status`, { status: 'cancelled' })
  t.equal((await owner.delete(`/api/employees/${id}`)).statusCode, 204)
  t.strictSame(await searchNames('old hand'), [])
  t.match((await owner.get('/api/employees?archived=true')).json().data, [{ name: 'Old Hand' }])
  t.match((await owner.get(`/api/orders/${order.id}`)).json().employee, { name: 'Old Hand' })
  const answer = await owner.put(`/api/orders/${order.id}`, { employeeId: id, notes: 'Same' })
  t.equal(answer.statusCode, 200, 'the order may keep them')
  const again = await owner.post('/api/orders', {
    customerId: order.customerId,
    employeeId: id,
    items: [{ itemName: 'Hem', quantity: 1, unitPrice: '9.00' }],
  })
  t.strictSame(wrongFields(again), { '/employeeId': 'reference' })
  t.match((await owner.post(`/api/employees/${id}/restore`, {})).json(), { archivedAt: null })
  t.strictSame(await searchNames('old hand'), ['Old Hand'])
  const types = (await eventsOf(app, 'employee', id)).map(({ type }) => type)
  t.strictSame(types, ['employee.created', 'employee.archived', 'employee.restored'])
})

t.test('employees are found by name and phone, ignoring case, accents and blanks', async (t) => {
  await addEmployee(owner, { name: 'Žofia Škoda', phoneNumber: '(+420) 601-602.603' })
  for (const search of ['zofia', 'ŽOFIA š', '601602603', '601 602 603', '+420601']) {
    t.strictSame(await searchNames(search), ['Žofia Škoda'], search)
  }
  t.strictSame(await searchNames('%'), [])
  t.strictSame(await searchNames('_'), [])
})

t.test('each employee is on exactly one page, sorted by name', async (t) => {
  for (const name of ['Émile', 'emil', 'Zoe', 'Twin', 'Twin', 'Twin']) {
    await addEmployee(owner, { ...ROSA, name })
  }
  const { data, total } = (await owner.get('/api/employees?limit=200&total=true')).json()
  t.equal(total, data.length)
  for (const limit of [1, 2, 4]) {
    t.strictSame(await everyPage(owner, `/api/employees?limit=${limit}`), data, `by ${limit}`)
  }
  t.strictSame((await owner.get('/api/employees?limit=2&page=2')).json().data, data.slice(2, 4))
  const names = (data as { name: string }[]).map(({ name }) => name)
  t.strictSame(names.slice(0, 2), ['emil', 'Émile'], 'an accent does not send to the end')
  const { nextCursor } = (await owner.get('/api/employees?limit=1')).json()
  refused(t, await owner.get(`/api/customers?cursor=${nextCursor}`), 400, 'invalid_cursor')
})

t.test('each workload count equals the total of its list', async (t) => {
  const { id } = await addEmployee(owner, { ...ROSA, name: 'Busy Bee' })
  const deadlines = [null, -30, -1, 0, 1, 6, 7, 8, 30]
  for (const days of deadlines) {
    const deadline = days === null ? null : inShop(days)
    for (const status of ['pending', 'in_progress', 'completed', 'cancelled']) {
      const order = await addOrder(owner, { employeeId: id, deadline })
      await app.db.write((tx) =>
        tx.run(sql`UPDATE orders SET status = ${status} WHERE id = ${order.id}`),
      )
    }
  }
  const archived = await addOrder(owner, { employeeId: id, deadline: inShop(1) })
  await owner.delete(`/api/orders/${archived.id}`)

  const workload = (await owner.get(`/api/employees/${id}/workload`)).json()
  t.strictSame(workload, { employeeId: id, open: 18, dueWithin7Days: 8, overdue: 4 })
  for (const [name, filter] of Object.entries(workloadFilters(id, timeZone))) {
    const query = new URLSearchParams({ ...filter, total: 'true' } as Record<string, string>)
    t.equal((await owner.get(`/api/orders?${query}`)).json().total, workload[name], name)
  }
  const idle = await addEmployee(owner)
  t.match((await owner.get(`/api/employees/${idle.id}/workload`)).json(), { open: 0, overdue: 0 })
})
