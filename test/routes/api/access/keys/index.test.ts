// API keys: made, shown once, changed, revoked, and named in the history.
import t from 'tap'
import { sql } from '../../../../../src/db/sql.ts'
import { eventsOf, openShop, refused, wrongFields } from '../../../../support/api.ts'
import { account, program, withBearer } from '../../../../support/app.ts'
import { makeKey } from '../../../../support/keys.ts'

const { app, owner } = await openShop(t)

const WEBSITE = { name: 'Website', scopes: ['orders.write', 'orders.read'] }

t.test('a key is shown once, and only its hash is stored', async (t) => {
  const made = await owner.post('/api/keys', { ...WEBSITE, name: 'Shown once' })
  t.equal(made.statusCode, 201, made.body)
  const { key, ...rest } = made.json()
  t.match(key, /^hml_[\w-]{43}$/)
  t.match(rest, {
    name: 'Shown once',
    prefix: key.slice(0, 12),
    scopes: ['orders.read', 'orders.write'],
    limits: { discount: null, refund: null },
    expiresAt: null,
    addresses: [],
    createdBy: 'Ines Almeida',
    createdById: 1,
    lastUsedAt: null,
    revokedAt: null,
    version: 1,
  })
  t.equal(made.headers.location, `/api/keys/${rest.id}`)
  t.equal(made.headers['cache-control'], 'no-store')
  for (const url of ['/api/keys', `/api/keys/${rest.id}`, '/api/events?limit=200']) {
    t.notMatch((await owner.get(url)).body, key.slice(12), url)
  }
  const tables = await app.db.all<{ name: string }>(
    sql`SELECT DISTINCT 'api_keys' AS name FROM api_keys UNION SELECT 'idempotency_keys' UNION SELECT 'events'`,
  )
  t.equal(tables.length, 3)
  const stored = [
    await app.db.all(sql`SELECT * FROM api_keys`),
    await app.db.all(sql`SELECT * FROM idempotency_keys`),
    await app.db.all(sql`SELECT data FROM events`),
  ]
  t.notMatch(JSON.stringify(stored), key.slice(12))
})

t.test('a repeated request makes one key, and does not show it again', async (t) => {
  const before = (await owner.get('/api/keys?total=true')).json().total
  const headers = { 'idempotency-key': 'make-the-till' }
  const first = await owner.post('/api/keys', { ...WEBSITE, name: 'Till' }, headers)
  const second = await owner.post('/api/keys', { ...WEBSITE, name: 'Till' }, headers)
  t.match(first.json().key, /^hml_/)
  t.equal(second.statusCode, 201)
  t.equal(second.headers['idempotency-replayed'], 'true')
  t.match(second.json(), { id: first.json().id, key: null })
  t.equal((await owner.get('/api/keys?total=true')).json().total, before + 1)
  const { answer } = (await app.db.get<{ answer: string }>(
    sql`SELECT answer FROM idempotency_keys WHERE key = 'make-the-till'`,
  )) as { answer: string }
  t.notMatch(answer, first.json().key)
})

t.test('the list comes in pages, newest first, revoked ones apart', async (t) => {
  const names = ['One', 'Two', 'Three']
  for (const name of names) await owner.post('/api/keys', { ...WEBSITE, name })
  const first = (await owner.get('/api/keys?limit=2')).json()
  t.same(
    first.data.map(({ name }: { name: string }) => name),
    ['Three', 'Two'],
  )
  const next = (await owner.get(`/api/keys?limit=1&cursor=${first.nextCursor}`)).json()
  t.equal(next.data[0].name, 'One')
  await owner.delete(`/api/keys/${first.data[0].id}`)
  t.equal((await owner.get('/api/keys')).json().data[0].name, 'Two')
  const { data } = (await owner.get('/api/keys?revoked=true')).json()
  t.match(data, [{ name: 'Three', revokedAt: /^2/ }])
  refused(t, await owner.get('/api/keys?cursor=abc'), 400, 'invalid_cursor')
})

t.test('wrong input is refused, every field at once', async (t) => {
  const wrong = await owner.post('/api/keys', {
    name: 'Wrong',
    scopes: ['orders.read'],
    expiresAt: '2020-01-01',
    addresses: ['203.0.113.7', 'the office'],
  })
  t.equal(wrong.statusCode, 422)
  t.same(wrongFields(wrong), { '/expiresAt': 'past', '/addresses/1': 'address' })
  const shape = await owner.post('/api/keys', { name: ' ', scopes: [], expiresAt: 7 })
  t.same(Object.keys(wrongFields(shape)).sort(), ['/expiresAt', '/name', '/scopes'])
  const unknown = await owner.post('/api/keys', { name: 'Wrong', scopes: ['orders.steal'] })
  t.same(wrongFields(unknown), { '/scopes/0': 'enum' })
  for (const expiresAt of ['soon', '2099-02-30', '2099-01-01T10:00']) {
    const answer = await owner.post('/api/keys', { ...WEBSITE, name: 'Wrong', expiresAt })
    t.same(wrongFields(answer), { '/expiresAt': 'expiry' }, expiresAt)
  }
  const both = await owner.post('/api/keys', {
    name: '',
    scopes: ['orders.steal'],
    expiresAt: '2020-01-01',
    addresses: ['the office', '203.0.113.7', 'x'.repeat(61)],
    colour: 'red',
  })
  const all = {
    '/name': 'minLength',
    '/scopes/0': 'enum',
    '/colour': 'additionalProperties',
    '/expiresAt': 'past',
    '/addresses/0': 'address',
    '/addresses/2': 'maxLength',
  }
  t.match(wrongFields(both), all, 'those of the shape with the others')
  t.equal(both.json().errors.length, Object.keys(all).length, 'one for each field')
  const { id } = await makeKey(app, owner, { scopes: ['orders.read'] })
  const changed = await owner.put(`/api/keys/${id}`, { name: 7, expiresAt: 'soon' })
  t.same(wrongFields(changed), { '/name': 'type', '/expiresAt': 'expiry' })
  for (const body of [{ addresses: 'x', expiresAt: 7 }, { addresses: [7, 'x'] }, {}]) {
    t.equal((await owner.put(`/api/keys/${id}`, body)).statusCode, 422, JSON.stringify(body))
  }
  refused(t, await owner.put('/api/keys/x', { expiresAt: 'soon' }), 404, 'not_found')
  t.notMatch((await owner.get('/api/keys')).body, 'Wrong')
})

t.test('an end is a day of the shop or a moment', async (t) => {
  const { id } = await makeKey(app, owner, { scopes: ['orders.read'], expiresAt: '2099-06-30' })
  const end = async () => (await owner.get(`/api/keys/${id}`)).json().expiresAt
  t.equal(await end(), '2099-06-30T21:59:59.999Z', 'the end of the day in Berlin')
  await owner.put(`/api/keys/${id}`, { expiresAt: '2099-06-30T10:00:00+02:00' })
  t.equal(await end(), '2099-06-30T08:00:00.000Z')
  await owner.put(`/api/keys/${id}`, { expiresAt: null })
  t.equal(await end(), null)
})

t.test('names of keys in use are unique, whatever their case', async (t) => {
  const { id } = (await owner.post('/api/keys', WEBSITE)).json()
  const twice = await owner.post('/api/keys', { ...WEBSITE, name: ' WEBSITE ' })
  refused(t, twice, 409, 'key_name_taken')
  t.same(wrongFields(twice), { '/name': 'taken' })
  const { id: other } = await makeKey(app, owner, WEBSITE_TILL)
  refused(t, await owner.put(`/api/keys/${other}`, { name: 'Website' }), 409, 'key_name_taken')
  await owner.delete(`/api/keys/${id}`)
  t.equal((await owner.put(`/api/keys/${other}`, { name: 'Website' })).statusCode, 200)
})
const WEBSITE_TILL = { name: 'Website till', scopes: ['orders.read'] }

t.test('a change counts for the very next request, and records what changed', async (t) => {
  const { id, caller } = await makeKey(app, owner, { name: 'Shipping', scopes: ['orders.read'] })
  t.equal((await caller.get('/api/orders')).statusCode, 200)
  const patch = { scopes: ['settings.read'], addresses: ['127.0.0.0/8'] }
  const answer = await owner.send({ method: 'PATCH', url: `/api/keys/${id}`, payload: patch })
  t.match(answer.json(), { ...patch, name: 'Shipping', version: 2 })
  t.equal(answer.headers.etag, '"2"')
  t.equal((await caller.get('/api/orders')).json().permission, 'orders.read')
  t.equal((await caller.get('/api/settings')).statusCode, 200)
  const stale = await owner.put(`/api/keys/${id}`, { name: 'Post' }, { 'if-match': '"1"' })
  refused(t, stale, 412, 'stale_version')
  await owner.put(`/api/keys/${id}`, { scopes: ['settings.read'] })
  const events = await eventsOf(app, 'key', id)
  t.same(
    events.map(({ type }) => type),
    ['key.created', 'key.updated'],
    'a change of nothing is none',
  )
  t.same(events[1]?.data, {
    scopes: { before: ['orders.read'], after: ['settings.read'] },
    addresses: { before: [], after: ['127.0.0.0/8'] },
  })
})

t.test('a revoked key stays revoked, and in the history', async (t) => {
  const { id, caller } = await makeKey(app, owner, { scopes: ['orders.read'] })
  const stale = await owner.delete(`/api/keys/${id}`, { 'if-match': '"9"' })
  refused(t, stale, 412, 'stale_version')
  t.equal((await caller.get('/api/orders')).statusCode, 200)
  t.equal((await owner.delete(`/api/keys/${id}`)).statusCode, 204)
  refused(t, await caller.get('/api/orders'), 401, 'invalid_key')
  t.equal((await owner.delete(`/api/keys/${id}`)).statusCode, 204, 'once more changes nothing')
  refused(t, await owner.put(`/api/keys/${id}`, { name: 'Back' }), 409, 'key_revoked')
  t.match((await owner.get(`/api/keys/${id}`)).json(), { revokedAt: /^2/ })
  const events = await eventsOf(app, 'key', id)
  t.same(
    events.map(({ type }) => type),
    ['key.created', 'key.revoked'],
  )
  refused(t, await owner.delete('/api/keys/999999'), 404, 'not_found')
})

t.test('what a key does is recorded under its name, never as a person', async (t) => {
  const { caller } = await makeKey(app, owner, { name: 'Web shop', scopes: ['customers.write'] })
  const { email, password } = await account(app, 'staff')
  const namesake = await program(app, { email, password })
  await namesake.put('/api/users/me', { fullName: 'Web shop (API key)' })
  const counter = (await owner.get('/api/roles')).json().data[2]
  t.equal(counter.given, 'counter')
  const amina = { name: 'Amina', phoneNumber: '0170 555 0142' }
  const byKey = (await caller.post('/api/customers', amina)).json()
  const byPerson = (await namesake.post('/api/customers', { ...amina, name: 'Zelda' })).json()
  const [first] = await eventsOf(app, 'customer', byKey.id)
  t.match(first, { actor: 'Web shop (API key)', actorId: null })
  const [second] = await eventsOf(app, 'customer', byPerson.id)
  t.match(second, { actor: 'Web shop (API key)', actorId: Number })
})

t.test('a key is nobody: what belongs to an account is refused', async (t) => {
  const scopes = (await owner.get('/api/roles')).json().data[0].permissions
  const { caller, key } = await makeKey(app, owner, { scopes })
  for (const [method, url] of [
    ['GET', '/api/users/me'],
    ['PUT', '/api/users/me'],
    ['POST', '/api/auth/logout'],
    ['POST', '/api/undos'],
  ] as const) {
    const answer = await caller.send({ method, url, ...(method !== 'GET' && { payload: {} }) })
    refused(t, answer, 403, 'not_for_keys', url)
  }
  const page = await withBearer(app, key).get('/admin/orders')
  t.equal(page.statusCode, 303, 'pages take no key')
  const cookie = await app.inject({ url: '/api/orders', headers: { cookie: `hemline=${key}` } })
  t.equal(cookie.statusCode, 401, 'nor does the cookie')
})
