// Customers by the API: create, update, archive, rights and their orders.
import t from 'tap'
import {
  customerProgram,
  eventsOf,
  openShop,
  refused,
  wrongFields,
} from '../../../../support/api.ts'
import { AMINA, addCustomer, addOrder } from '../../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)
const stranger = await customerProgram(app)

const searchNames = async (search: string) => {
  const { data } = (await owner.get(`/api/customers?search=${encodeURIComponent(search)}`)).json()
  return (data as { name: string }[]).map(({ name }) => name)
}

t.test('a customer is created with all given fields', async (t) => {
  const given = {
    name: '  Zoë   Müller ',
    phoneNumber: '+49 (170) 555-0142',
    email: 'zoe@example.com',
    address: '4 Mill Lane, Leeds',
    notes: 'Prefers hems one centimetre longer',
  }
  const answer = await owner.post('/api/customers', given)
  t.equal(answer.statusCode, 201)
  const zoe = answer.json()
  t.match(zoe, { ...given, name: 'Zoë Müller', version: 1, archivedAt: null })
  t.equal(answer.headers.location, `/api/customers/${zoe.id}`)
  t.equal(answer.headers.etag, '"1"')
  t.equal(answer.headers['cache-control'], 'no-store')
  const read = await owner.get(`/api/customers/${zoe.id}`)
  const { possibleDuplicates: _, ...stored } = zoe
  t.strictSame(read.json(), { ...stored, balance: '0.00', totalSpent: '0.00', orderCount: 0 })
  t.equal(read.headers.etag, '"1"')
  const [created] = await eventsOf(app, 'customer', zoe.id)
  t.match(created, {
    type: 'customer.created',
    actor: 'Ines Almeida',
    requestId: /^[0-9a-f-]{36}$/,
    at: zoe.createdAt,
    data: { name: 'Zoë Müller' },
  })
})

t.test('one customer is answered with what they ordered, paid and owe', async (t) => {
  const { id } = await addCustomer(owner, AMINA)
  const orderOf = async () => (await addOrder(owner, { customer: undefined, customerId: id })).id
  const [paid, archived] = [await orderOf(), await orderOf(), await orderOf()]
  await owner.post(`/api/orders/${paid}/payments`, { amount: '100.00' })
  await owner.delete(`/api/orders/${archived}`)
  t.match((await owner.get(`/api/customers/${id}`)).json(), {
    name: AMINA.name,
    orderCount: 2,
    totalSpent: '100.00',
    balance: '271.00',
  })
})

t.test('all wrong fields are reported at once', async (t) => {
  const answer = await owner.post('/api/customers', {
    name: '  ',
    phoneNumber: 'call me',
    email: 'nobody',
    address: 'x'.repeat(501),
    notes: 7,
    'shoe/size': 38,
  })
  refused(t, answer, 422, 'invalid_input')
  t.strictSame(wrongFields(answer), {
    '/shoe~1size': 'additionalProperties',
    '/name': 'pattern',
    '/phoneNumber': 'pattern',
    '/email': 'format',
    '/address': 'maxLength',
    '/notes': 'type',
  })
  t.strictSame(wrongFields(await owner.post('/api/customers', {})), {
    '/name': 'required',
    '/phoneNumber': 'required',
  })
  t.match((await owner.post('/api/customers', [])).json().errors, [{ pointer: '', code: 'type' }])
})

t.test('a change sets the named fields, and is in the event log', async (t) => {
  const before = await addCustomer(owner, { ...AMINA, email: 'amina@example.com', notes: 'Tall' })
  const url = `/api/customers/${before.id}`
  const answer = await owner.put(url, { name: 'Amina B.', email: null }, { 'if-match': '"1"' })
  t.equal(answer.statusCode, 200)
  t.match(answer.json(), { name: 'Amina B.', email: null, notes: 'Tall', version: 2 })
  t.equal(answer.headers.etag, '"2"')
  const [, updated] = await eventsOf(app, 'customer', before.id)
  t.strictSame(updated?.data, {
    name: { before: AMINA.name, after: 'Amina B.' },
    email: { before: 'amina@example.com', after: null },
  })

  const stale = await owner.put(url, { notes: 'Short' }, { 'if-match': '"1"' })
  refused(t, stale, 412, 'stale_version')
  t.equal(stale.json().currentVersion, 2)
  refused(t, await owner.put(url, { notes: 'x' }, { 'if-match': '2' }), 412, 'stale_version')
  t.equal((await owner.put(url, { notes: 'Tall' }, { 'if-match': '*' })).json().version, 2)
  t.equal((await eventsOf(app, 'customer', before.id)).length, 2, 'what is the same is no change')

  t.strictSame(wrongFields(await owner.put(url, {})), { '': 'minProperties' })
  t.strictSame(wrongFields(await owner.put(url, { id: 9, name: null })), {
    '/id': 'additionalProperties',
    '/name': 'type',
  })
})

t.test('an archived customer leaves the list, stays readable, and can be restored', async (t) => {
  const { id } = await addCustomer(owner, { ...AMINA, name: 'Gone Girl' })
  const url = `/api/customers/${id}`
  refused(t, await owner.delete(url, { 'if-match': '"7"' }), 412, 'stale_version')
  const gone = await owner.delete(url, { 'if-match': '"1"' })
  t.equal(gone.statusCode, 204)
  t.equal(gone.body, '')
  t.strictSame(await searchNames('gone girl'), [])
  t.match((await owner.get(url)).json(), { archivedAt: /Z$/, version: 2 })
  const archived = await owner.get('/api/customers?archived=true')
  t.strictSame(
    archived.json().data.map(({ name }: { name: string }) => name),
    ['Gone Girl'],
  )
  t.equal((await owner.delete(url)).statusCode, 204, 'again is the same')
  t.match((await owner.post(`${url}/restore`, {})).json(), { archivedAt: null, version: 3 })
  t.equal((await owner.post(`${url}/restore`, {})).json().version, 3, 'again is the same')
  t.strictSame(await searchNames('gone girl'), ['Gone Girl'])
  const types = (await eventsOf(app, 'customer', id)).map(({ type }) => type)
  t.strictSame(types, ['customer.created', 'customer.archived', 'customer.restored'])
})

t.test('an unknown or invalid id is 404', async (t) => {
  for (const id of [
    '999999',
    '0',
    '-1',
    'abc',
    '1.5',
    '99999999999999999999',
    '%00',
    '__proto__',
  ]) {
    for (const url of [`/api/customers/${id}`, `/api/customers/${id}/orders`]) {
      refused(t, await owner.get(url), 404, 'not_found', url)
    }
    refused(t, await owner.put(`/api/customers/${id}`, { notes: 'x' }), 404, 'not_found', id)
    refused(t, await owner.delete(`/api/customers/${id}`), 404, 'not_found', id)
    refused(t, await owner.post(`/api/customers/${id}/restore`, {}), 404, 'not_found', id)
  }
})

t.test('customers are for staff: a visitor is 401, a customer 403', async (t) => {
  const { id } = await addCustomer(owner)
  const calls = [
    ['GET', '/api/customers'],
    ['POST', '/api/customers'],
    ['GET', `/api/customers/${id}`],
    ['PUT', `/api/customers/${id}`],
    ['DELETE', `/api/customers/${id}`],
    ['POST', `/api/customers/${id}/restore`],
    ['GET', `/api/customers/${id}/orders`],
  ] as const
  for (const [method, url] of calls) {
    const visitor = await app.inject({ method, url })
    t.equal(visitor.statusCode, 401, `${method} ${url}`)
    t.equal(visitor.headers['www-authenticate'], 'Bearer')
    refused(t, await stranger.send({ method, url }), 403, 'forbidden', `${method} ${url}`)
  }
})

t.test("a customer's orders are listed like any orders, and only theirs", async (t) => {
  const { customer } = await addOrder(owner, { customer: { ...AMINA, name: 'Orderly' } })
  await addOrder(owner, { customer: undefined, customerId: customer.id })
  await addOrder(owner)
  const answer = await owner.get(`/api/customers/${customer.id}/orders?total=true&sort=number`)
  t.equal(answer.json().total, 2)
  t.strictSame(
    answer.json().data.map((order: { customerId: number }) => order.customerId),
    [customer.id, customer.id],
  )
  const other = await owner.get(`/api/customers/${customer.id}/orders?customerId=1`)
  refused(t, other, 400, 'invalid_parameter')
})
