// Customers, as a program keeps them.
import { readFileSync } from 'node:fs'
import t from 'tap'
import { ROOT_URL } from '../../../src/config/root.ts'
import { Sql, sql } from '../../../src/db/sql.ts'
import { customerProgram, eventsOf, everyPage, openShop, refused, wrongFields } from '../../api.ts'
import { ENGINE } from '../../database.ts'
import { AMINA, addCustomer, addOrder } from '../../factories.ts'

const { app, owner } = await openShop(t)
const stranger = await customerProgram(app)

interface Named {
  id: number
  name: string
}

const found = async (search: string) => {
  const answer = await owner.get(`/api/customers?search=${encodeURIComponent(search)}&limit=200`)
  return (answer.json().data as Named[]).map(({ name }) => name)
}

t.test('a customer is added, and is there with all that was said of them', async (t) => {
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
  t.strictSame(read.json(), zoe)
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

t.test('all wrong fields are named at once', async (t) => {
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

t.test('a change changes what it names, and says so in the log', async (t) => {
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

t.test('who is archived leaves the list, stays readable, and can come back', async (t) => {
  const { id } = await addCustomer(owner, { ...AMINA, name: 'Gone Girl' })
  const url = `/api/customers/${id}`
  refused(t, await owner.delete(url, { 'if-match': '"7"' }), 412, 'stale_version')
  const gone = await owner.delete(url, { 'if-match': '"1"' })
  t.equal(gone.statusCode, 204)
  t.equal(gone.body, '')
  t.strictSame(await found('gone girl'), [])
  t.match((await owner.get(url)).json(), { archivedAt: /Z$/, version: 2 })
  const archived = await owner.get('/api/customers?archived=true')
  t.strictSame(
    archived.json().data.map((customer: Named) => customer.name),
    ['Gone Girl'],
  )
  t.equal((await owner.delete(url)).statusCode, 204, 'again is the same')
  t.match((await owner.post(`${url}/restore`, {})).json(), { archivedAt: null, version: 3 })
  t.equal((await owner.post(`${url}/restore`, {})).json().version, 3, 'again is the same')
  t.strictSame(await found('gone girl'), ['Gone Girl'])
  const types = (await eventsOf(app, 'customer', id)).map(({ type }) => type)
  t.strictSame(types, ['customer.created', 'customer.archived', 'customer.restored'])
})

t.test('whoever is not there is 404, and so is what is no id', async (t) => {
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

t.test('letters of their own are found as people type them', async (t) => {
  const names: Record<string, string> = {
    soren: 'Søren Æbelø',
    'lucja z lod': 'Łucja z Łodzi',
    strasse: 'Änne Straßer',
    aebelo: 'Søren Æbelø',
    ipek: 'Işıl İpek',
    thor: 'Þóra Guðrúnardóttir',
  }
  for (const name of new Set(Object.values(names)))
    await addCustomer(owner, { name, phoneNumber: '020 7946 0555' })
  const searched = async (way: string) => {
    for (const [search, name] of Object.entries(names)) {
      t.same(await found(search), [name], `${search}, ${way}`)
    }
    t.same(await found('Þóra'), ['Þóra Guðrúnardóttir'], 'with their own letters, too')
  }
  await searched('as they are written now')

  // As they were written before migration 0011.
  for (const name of Object.values(names)) {
    const before = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
    await app.db.write((work) =>
      work.run(sql`UPDATE customers SET name_folded = ${before} WHERE name = ${name}`),
    )
  }
  t.same(await found('soren'), [])
  const migration = new URL(`migrations/${ENGINE}/0011-letters-and-names.sql`, ROOT_URL)
  const update = /^UPDATE customers[^;]+/m.exec(readFileSync(migration, 'utf8'))?.[0] ?? ''
  await app.db.write((work) => work.run(new Sql([update], [])))
  await searched('after the migration')
})

t.test('a search finds by name, phone and e-mail, however it is typed', async (t) => {
  await addCustomer(owner, {
    name: 'Zoé Ångström-O’Neill',
    phoneNumber: '+46 (8) 123-45.67',
    email: 'Zoe.A@Example.com',
  })
  await addCustomer(owner, { name: '100% Silk_Ltd', phoneNumber: '020 7946 0999' })
  const zoe = ['Zoé Ångström-O’Neill']
  for (const search of [
    'zoe ang',
    'ZOÉ  ANG',
    'ångström',
    'ANGSTROM',
    'zoé åNGs',
    'zoe.a@example',
  ]) {
    t.strictSame(await found(search), zoe, search)
  }
  for (const search of [
    '4681234567',
    '+46 8 123 45 67',
    '0046 8 1234567',
    '08 123 45 67',
    '45-67',
  ]) {
    t.strictSame(await found(search), zoe, search)
  }
  t.strictSame(await found('100%'), ['100% Silk_Ltd'])
  t.strictSame(await found('k_l'), ['100% Silk_Ltd'])
  t.strictSame(await found('1%0'), [], 'a percent sign is only itself')
  t.strictSame(await found('10'), ['100% Silk_Ltd'], 'one or two letters count at the beginning')
  t.strictSame(await found('lk'), [])
  t.strictSame(await found('\\'), [])
  t.strictSame(await found("'; DROP TABLE customers; --"), [])
  t.equal((await found('   ')).length, (await found('')).length, 'blank is no search')
})

t.test('each customer is on exactly one page, also where names are the same', async (t) => {
  for (let twin = 1; twin <= 7; twin++) await addCustomer(owner, { ...AMINA, name: 'Twin' })
  const all = (await owner.get('/api/customers?limit=200&total=true')).json()
  t.equal(all.total, all.data.length)
  t.equal(all.nextCursor, null)
  for (const limit of [1, 2, 3, 5]) {
    t.strictSame(await everyPage(owner, `/api/customers?limit=${limit}`), all.data, `by ${limit}`)
  }
  const second = (await owner.get('/api/customers?limit=3&page=2')).json()
  t.strictSame(second.data, all.data.slice(3, 6))
  const first = await owner.get('/api/customers?limit=3&search=twin')
  const link = /^<([^>]+)>; rel="next"$/.exec(String(first.headers.link))?.[1] ?? ''
  t.equal((await owner.get(link)).json().data.length, 3, 'the Link header leads on')
})

t.test('what a list does not know is refused, with what it knows', async (t) => {
  const wrong = {
    'colour=red': 'additionalProperties',
    'limit=0': 'minimum',
    'limit=201': 'maximum',
    'limit=many': 'type',
    'page=0': 'minimum',
    'page=101': 'maximum',
    'archived=perhaps': 'type',
    'limit=1&limit=2': 'type',
  }
  for (const [query, code] of Object.entries(wrong)) {
    const answer = await owner.get(`/api/customers?${query}`)
    refused(t, answer, 400, 'invalid_parameter', query)
    t.strictSame(Object.values(wrongFields(answer)), [code], query)
  }
  t.match((await owner.get('/api/customers?colour=red')).json().detail, /search, archived, limit/)
  refused(t, await owner.get('/api/customers?cursor=nonsense'), 400, 'invalid_cursor')
  const { nextCursor } = (await owner.get('/api/customers?limit=1')).json()
  const both = await owner.get(`/api/customers?cursor=${nextCursor}&page=2`)
  refused(t, both, 400, 'invalid_parameter')
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
