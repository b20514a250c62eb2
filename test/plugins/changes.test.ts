// Idempotent changes under concurrency: fifty clients at a time, over real connections.
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { openDatabase } from '../../src/db/open.ts'
import { sql } from '../../src/db/sql.ts'
import { openShop } from '../support/api.ts'
import { account, OWNER } from '../support/app.ts'
import { AMINA, GOWN } from '../support/shop/factories.ts'

const { app, owner, check } = await openShop(t)
await app.listen({ port: 0, host: '127.0.0.1' })
const customer = (await owner.post('/api/customers', AMINA)).json()

interface Said {
  status: number
  replayed: string | null
  body: string
}

/** Signs in over the network. @returns the headers of an API client */
async function connect(address: string, who: { email: string; password: string } = OWNER) {
  const send = async (url: string, body: object, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${address}${url}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    const text = await answer.text()
    const contentType = answer.headers.get('content-type') ?? ''
    check({ method: 'POST', url, status: answer.status, contentType, body: text })
    const replayed = answer.headers.get('idempotency-replayed')
    return { status: answer.status, replayed, body: text } satisfies Said
  }
  const { email, password } = who
  const login = await send('/api/auth/login', { email, password })
  const authorization = `Bearer ${JSON.parse(login.body).accessToken}`
  return (url: string, body: object, key?: string) =>
    send(url, body, { authorization, ...(key && { 'idempotency-key': key }) })
}

const post = await connect(app.listeningOrigin)
const fifty = Array.from({ length: 50 }, (_, at) => at)
const orderFor = (notes: string) => ({ customerId: customer.id, notes, ...GOWN })
const orderCount = async () =>
  (await app.db.get<{ count: number }>(sql`SELECT count(*) AS count FROM orders`))?.count ?? 0
const lastNumber = async () =>
  (await app.db.get<{ last: number }>(sql`SELECT max(number) AS last FROM orders`))?.last ?? 1000

t.test('fifty concurrent requests with one key create one order', async (t) => {
  const before = await orderCount()
  const key = crypto.randomUUID()
  const answers = await Promise.all(fifty.map(() => post('/api/orders', orderFor('Tap'), key)))
  t.equal(await orderCount(), before + 1)
  t.strictSame([...new Set(answers.map(({ status }) => status))], [201])
  t.equal(new Set(answers.map(({ body }) => body)).size, 1, 'all are told the same')
  t.equal(answers.filter(({ replayed }) => replayed === 'true').length, 49)
  t.equal(answers.filter(({ replayed }) => replayed === null).length, 1)
})

t.test('fifty concurrent orders are numbered without a gap', async (t) => {
  const before = await lastNumber()
  const { commits } = app.db.stats()
  const answers = await Promise.all(
    fifty.map((at) => post('/api/orders', orderFor(`Order ${at}`), crypto.randomUUID())),
  )
  const numbers = answers.map(({ body }) => JSON.parse(body).number as number)
  t.strictSame(
    numbers.sort((a, b) => a - b),
    fifty.map((at) => before + 1 + at),
  )
  // Concurrent writers on PostgreSQL need not share commits.
  if (!app.db.concurrent) t.ok(app.db.stats().commits - commits < 50, 'and share their commits')
})

t.test('refused orders among them take no number', async (t) => {
  const before = await lastNumber()
  const refusals = [
    { customerId: 999_999, ...GOWN },
    { ...orderFor('x'), items: [] },
    { ...orderFor('x'), deposit: { amount: '9999.00' } },
    { ...orderFor('x'), deposit: { kind: 'refund', amount: '1.00' } },
  ]
  const answers = await Promise.all(
    fifty.map((at) =>
      post('/api/orders', at % 2 ? orderFor('Good') : (refusals[(at / 2) % 4] ?? {})),
    ),
  )
  const taken = answers.filter(({ status }) => status === 201)
  t.equal(taken.length, 25)
  t.strictSame(
    taken.map(({ body }) => JSON.parse(body).number as number).sort((a, b) => a - b),
    fifty.slice(0, 25).map((at) => before + 1 + at),
  )
  t.equal((await post('/api/orders', orderFor('Next'))).status, 201)
  t.equal(await lastNumber(), before + 26)
})

t.test('a key is bound to its body, person and address', async (t) => {
  const key = crypto.randomUUID()
  const first = await post('/api/orders', orderFor('First'), key)
  const other = await post('/api/orders', orderFor('Other'), key)
  t.equal(other.status, 422)
  t.match(JSON.parse(other.body), {
    code: 'idempotency_key_reused',
    savedId: JSON.parse(first.body).id,
  })
  const colleague = await connect(app.listeningOrigin, await account(app, 'staff'))
  const theirs = await colleague('/api/orders', orderFor('First'), key)
  t.match(theirs, { status: 201, replayed: null })
  t.not(JSON.parse(theirs.body).id, JSON.parse(first.body).id)
  t.match(await post('/api/employees', { name: 'Rosa', phoneNumber: '12345' }, key), {
    status: 201,
    replayed: null,
  })
})

t.test('a refused request can be corrected and sent again with its key', async (t) => {
  const key = crypto.randomUUID()
  t.equal((await post('/api/orders', { ...orderFor('x'), customerId: 999_999 }, key)).status, 422)
  t.match(await post('/api/orders', orderFor('x'), key), { status: 201, replayed: null })
})

t.test('a key is 1 to 128 printable characters', async (t) => {
  for (const key of ['two words', 'x'.repeat(129), 'ümlaut']) {
    const answer = await owner.post('/api/orders', orderFor('x'), { 'idempotency-key': key })
    t.equal(answer.statusCode, 422, key)
  }
  const empty = await owner.post('/api/orders', orderFor('x'), { 'idempotency-key': '' })
  t.equal(empty.statusCode, 422)
  t.equal((await post('/api/orders', orderFor('x'), 'x'.repeat(128))).status, 201)
})

t.test('payments, people and restored orders are idempotent too', async (t) => {
  const order = JSON.parse((await post('/api/orders', orderFor('Paid'))).body)
  for (const [url, body] of [
    [`/api/orders/${order.id}/payments`, { amount: '1.00' }],
    ['/api/customers', AMINA],
    [`/api/orders/${order.id}/restore`, {}],
    [`/api/customers/${customer.id}/restore`, {}],
  ] as const) {
    const key = crypto.randomUUID()
    const [one, ...more] = await Promise.all(fifty.slice(0, 5).map(() => post(url, body, key)))
    for (const again of more) t.equal(again.body, one?.body, url)
    t.equal([one, ...more].filter((answer) => answer?.replayed).length, 4, url)
  }
  const paid = (await owner.get(`/api/orders/${order.id}`)).json()
  t.match(paid, { paidAmount: '1.00', payments: { length: 1 } })
})

t.test('a stored response survives a restart', async (t) => {
  const key = crypto.randomUUID()
  const before = await post('/api/orders', orderFor('Overnight'), key)
  await app.close()
  const reopened = await buildApp({ config: app.config, db: await openDatabase(app.config) })
  t.teardown(() => reopened.close())
  await reopened.listen({ port: 0, host: '127.0.0.1' })
  const postAgain = await connect(reopened.listeningOrigin)
  const after = await postAgain('/api/orders', orderFor('Overnight'), key)
  t.strictSame(after, { ...before, replayed: 'true' })
  const next = JSON.parse((await postAgain('/api/orders', orderFor('Morning'))).body)
  t.equal(next.number, JSON.parse(before.body).number + 1)
})
