// API keys at the guard: end, addresses, revoking with an open stream, use, limits and idempotency of their own.
import t, { type Test } from 'tap'
import { sql } from '../../../../../src/db/sql.ts'
import { openShop, refused } from '../../../../support/api.ts'
import { build, program, withBearer } from '../../../../support/app.ts'
import { makeKey } from '../../../../support/keys.ts'

const READ = { scopes: ['orders.read'] }

t.test('a key that is none is refused, also where nobody has to sign in', async (t) => {
  const { app } = await openShop(t)
  const never = `hml_${'x'.repeat(43)}`
  for (const key of [never, 'hml_', 'hml_short', `${never}x`, `HML_${'x'.repeat(43)}`]) {
    const code = key.startsWith('hml_') ? 'invalid_key' : 'invalid_token'
    for (const url of ['/api/orders', '/api/health']) {
      const answer = await withBearer(app, key).get(url)
      refused(t, answer, 401, code, `${key} at ${url}`)
      t.match(answer.headers['www-authenticate'], /^Bearer/)
    }
  }
})

t.test('whoever tries keys is counted as a visitor of their address', async (t) => {
  const { app } = await openShop(t, {}, { RATE_LIMIT_ANONYMOUS: '6' })
  const headers = { authorization: `Bearer hml_${'x'.repeat(43)}` }
  const statuses = []
  for (let time = 0; time < 8; time++) {
    const answer = await app.inject({ url: '/api/orders', remoteAddress: '192.0.2.9', headers })
    statuses.push(answer.statusCode)
  }
  t.same(statuses, [401, 401, 401, 401, 401, 401, 429, 429])
})

t.test('a key ends at its end, although nothing was written since', async (t) => {
  const { app, owner } = await openShop(t)
  const { id, caller } = await makeKey(app, owner, { ...READ, expiresAt: '2099-06-30' })
  t.equal((await caller.get('/api/orders')).statusCode, 200)
  const { id: other, caller: later } = await makeKey(app, owner, READ)
  const endIn = (key: number, ms: number) =>
    app.db.write((tx) => {
      const end = new Date(Date.now() + ms).toISOString()
      return tx.run(sql`UPDATE api_keys SET expires_at = ${end} WHERE id = ${key}`)
    })
  await endIn(id, -1)
  const answer = await caller.get('/api/orders')
  refused(t, answer, 401, 'key_expired')
  t.match(answer.headers['www-authenticate'], /^Bearer/)
  await endIn(other, 300)
  // No commit lies between: the cached key must not outlive its end.
  const until = Date.now() + 5_000
  const codes = new Set<string>()
  while (!codes.has('key_expired') && Date.now() < until) {
    codes.add((await later.get('/api/orders')).json().code ?? 'ok')
  }
  t.ok(codes.has('key_expired'))
  await owner.put(`/api/keys/${id}`, { expiresAt: '2099-12-31' })
  t.equal((await caller.get('/api/orders')).statusCode, 200, 'a later end counts at once')
})

/** Statuses of requests with a key, by the address that they come from. */
async function from(t: Test, ranges: string[], env: NodeJS.ProcessEnv = {}) {
  const { app, owner } = await openShop(t, {}, env)
  const { caller } = await makeKey(app, owner, { ...READ, addresses: ranges })
  return (remoteAddress: string, headers: Record<string, string> = {}) =>
    caller.send({ method: 'GET', url: '/api/orders', remoteAddress, headers })
}

t.test('a key with addresses works from these alone', async (t) => {
  const ask = await from(t, ['203.0.113.0/24', '2001:db8::/48'])
  for (const address of ['203.0.113.7', '::ffff:203.0.113.7', '2001:db8:0:1::2']) {
    t.equal((await ask(address)).statusCode, 200, address)
  }
  for (const address of ['203.0.114.7', '::ffff:203.0.114.7', '2001:db8:1::1', '127.0.0.1']) {
    const answer = await ask(address)
    refused(t, answer, 403, 'address_not_allowed', address)
    t.equal(answer.json().address, address)
  }
})

t.test('behind a trusted proxy the address is that of the client', async (t) => {
  const ask = await from(t, ['203.0.113.7'], { TRUST_PROXY: '10.0.0.1' })
  const forwarded = { 'x-forwarded-for': '203.0.113.7' }
  t.equal((await ask('10.0.0.1', forwarded)).statusCode, 200)
  const other = { 'x-forwarded-for': '203.0.113.8' }
  refused(t, await ask('10.0.0.1', other), 403, 'address_not_allowed')
  const claimed = { 'x-forwarded-for': '203.0.113.7, 198.51.100.1' }
  refused(t, await ask('10.0.0.1', claimed), 403, 'address_not_allowed')
  refused(t, await ask('10.0.0.2', forwarded), 403, 'address_not_allowed', 'no trusted proxy')
})

/** What a key is answered after a change of it has ended its open stream; null revokes it. */
async function afterStream(t: Test, patch: object | null) {
  const { app, owner } = await openShop(t)
  const { id, key, caller } = await makeKey(app, owner, { ...READ, addresses: ['127.0.0.1'] })
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const headers = { authorization: `Bearer ${key}` }
  const open = await fetch(`${address}/api/events/stream?after=0`, { headers })
  t.equal(open.status, 200)
  const reader = (open.body as ReadableStream<Uint8Array>).getReader()
  t.equal((await reader.read()).done, false, 'the stream is open')
  const url = `/api/keys/${id}`
  const answer = await (patch ? owner.put(url, patch) : owner.delete(url))
  t.ok(answer.statusCode < 300, answer.body)
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    text += new TextDecoder().decode(value)
  }
  t.notMatch(text, '"key.', 'events of keys are not for readers without users.read')
  return caller.get('/api/orders')
}

t.test('a revoked key is refused at once, and its open stream ends', async (t) => {
  refused(t, await afterStream(t, null), 401, 'invalid_key')
})

t.test('a stream ends when the scopes or the addresses of its key change', async (t) => {
  const scoped = await afterStream(t, { scopes: ['orders.read', 'orders.move'] })
  t.equal(scoped.statusCode, 200)
  const moved = await afterStream(t, { addresses: ['203.0.113.7'] })
  refused(t, moved, 403, 'address_not_allowed')
})

t.test('use is recorded once a minute, without the address', async (t) => {
  const { app, owner } = await openShop(t)
  const { id, caller } = await makeKey(app, owner, READ)
  const used = async () => (await owner.get(`/api/keys/${id}`)).json()
  t.equal((await used()).lastUsedAt, null)
  const writes = () => app.db.stats().writes
  await Promise.all(Array.from({ length: 20 }, () => caller.get('/api/orders')))
  // A write of its own comes after theirs.
  await app.db.write(async (tx) => void (await tx.run(sql`UPDATE settings SET id = id`)))
  const { lastUsedAt, version, updatedAt, createdAt } = await used()
  t.match(lastUsedAt, /^20/)
  t.equal(version, 1)
  t.equal(updatedAt, createdAt, 'it is no change')
  const before = writes()
  for (let time = 0; time < 5; time++) await caller.get('/api/orders')
  t.equal(writes(), before)
  const row = await app.db.get<Record<string, unknown>>(
    sql`SELECT last_used_address_hash AS hash FROM api_keys WHERE id = ${id}`,
  )
  t.match(row?.hash, /^[\w-]{43}$/)
})

t.test('a refused key is not in use', async (t) => {
  const { app, owner } = await openShop(t)
  const { id, caller } = await makeKey(app, owner, { ...READ, addresses: ['203.0.113.7'] })
  await caller.get('/api/orders')
  await app.db.write(async (tx) => void (await tx.run(sql`UPDATE settings SET id = id`)))
  t.equal((await owner.get(`/api/keys/${id}`)).json().lastUsedAt, null)
})

t.test('each key has a limit of requests of its own', async (t) => {
  const { app, owner } = await openShop(t, {}, { RATE_LIMIT_STAFF: '5' })
  const one = await makeKey(app, owner, READ)
  const other = await makeKey(app, owner, READ)
  const statuses = []
  for (let time = 0; time < 6; time++)
    statuses.push((await one.caller.get('/api/orders')).statusCode)
  t.same(statuses, [200, 200, 200, 200, 200, 429])
  const answer = await other.caller.get('/api/orders')
  t.equal(answer.statusCode, 200)
  t.equal(answer.headers['ratelimit-policy'], '"key";q=5;w=60')
  const person = await program(app)
  t.equal((await person.get('/api/orders')).statusCode, 200, 'user 1 is not key 1')
})

t.test('an idempotency key counts for one API key alone', async (t) => {
  const { app, owner } = await openShop(t)
  const headers = { 'idempotency-key': 'first-order' }
  const scopes = ['customers.write', 'customers.read']
  const one = await makeKey(app, owner, { scopes })
  const other = await makeKey(app, owner, { scopes })
  const amina = { name: 'Amina', phoneNumber: '0170 555 0142' }
  const first = await one.caller.post('/api/customers', amina, headers)
  const again = await one.caller.post('/api/customers', amina, headers)
  t.equal(again.headers['idempotency-replayed'], 'true')
  t.equal(again.json().id, first.json().id)
  const theirs = await other.caller.post('/api/customers', amina, headers)
  t.notOk(theirs.headers['idempotency-replayed'])
  t.not(theirs.json().id, first.json().id)
  const byPerson = await owner.post('/api/customers', amina, headers)
  t.notOk(byPerson.headers['idempotency-replayed'], 'user 1 is not key 1')
})

t.test('a list that is unchanged for one key is not for another', async (t) => {
  const app = await build(t)
  const owner = await program(app)
  const one = await makeKey(app, owner, READ)
  const other = await makeKey(app, owner, READ)
  const ask = ({ caller }: typeof one, tag = '') =>
    caller.send({ method: 'GET', url: '/api/orders', headers: { 'if-none-match': tag } })
  await ask(one)
  await ask(other)
  await app.db.write(async (tx) => void (await tx.run(sql`UPDATE settings SET id = id`)))
  const tag = String((await ask(one)).headers.etag)
  t.equal((await ask(one, tag)).statusCode, 304)
  t.equal((await ask(other, tag)).statusCode, 200)
})
