// Two app processes over one PostgreSQL database, one of them killed in the middle: nothing answered is lost, nothing
// is done twice, and whoever follows the feed has seen everything once.
import { join } from 'node:path'
import pg from 'pg'
import t from 'tap'
import { hashOf, type StoredEvent } from '../src/services/event-chain.ts'
import { administer, makeDatabase, onlyOnPostgres } from './database.ts'
import { OWNER } from './helper.ts'
import { type ServerProcess, startServer } from './server-process.ts'

onlyOnPostgres()

const WRITERS = 8
const ORDERS_EACH = 12
const KILL_AFTER = 30
const PAYERS = 10

interface Answer {
  status: number
  body: Record<string, unknown>
}

const url = await makeDatabase(t)
const SECRETS = { JWT_SECRET: 'needle'.repeat(8), COOKIE_SECRET: 'thread'.repeat(8) }
const env = { DATABASE_URL: url, DATABASE_CONNECTIONS: '8', ...SECRETS }

// Both migrate and create the owner: whoever comes second finds it done.
const dir = t.testdir()
const starting = ['one', 'two'].map((name) => startServer(t, join(dir, name), env))
const servers = (await Promise.all(starting)) as [ServerProcess, ServerProcess]
const db = new pg.Client({ connectionString: url })
await db.connect()
t.teardown(() => db.end())
const rows = async (query: string) => (await db.query(query)).rows

const { email, password } = OWNER
const login = await fetch(`${servers[0].url}/api/auth/login`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ email, password }),
})
const { accessToken } = (await login.json()) as { accessToken: string }
const headers = { authorization: `Bearer ${accessToken}` }

/** Sends a request to one process, and again to the next when it is cut, busy or refused for being late. */
async function send(at: number, path: string, body: object, key: string): Promise<Answer> {
  for (let tries = 0; ; tries++) {
    const server = servers[(at + tries) % 2] as ServerProcess
    const answer = await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    }).catch(() => null)
    if (answer && answer.status !== 503) {
      return { status: answer.status, body: (await answer.json()) as Answer['body'] }
    }
    if (tries > 50) throw new Error(`No answer of ${path}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Reads the feed to its end again and again, as a program does that keeps a copy. */
function follower(server: ServerProcess) {
  const seen: number[] = []
  let cursor = 0
  let stopped = false
  const read = async () => {
    const answer = await fetch(`${server.url}/api/events?after=${cursor}&limit=100`, { headers })
    const page = (await answer.json()) as { data: { id: number }[]; cursor: number }
    seen.push(...page.data.map(({ id }) => id))
    cursor = page.cursor
    return page.data.length
  }
  const running = (async () => {
    while (!stopped) await read()
    while ((await read()) > 0);
  })()
  return {
    /** All ids in the order in which they came. */
    async end() {
      stopped = true
      await running
      return seen
    },
  }
}

/** The ids of a stream of events, until it has the one that is waited for. */
async function streamed(server: ServerProcess, last: () => Promise<number>): Promise<number[]> {
  const answer = await fetch(`${server.url}/api/events/stream?after=0`, { headers })
  const ids: number[] = []
  let rest = ''
  const wanted = last()
  for await (const part of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (rest + part).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.startsWith('id: ')) ids.push(Number(line.slice(4)))
    if (stop && ids.includes(await wanted)) return ids
  }
  return ids
}
let stop = false

const orderOf = (writer: number, at: number) => ({
  customer: { name: `Amina ${writer}`, phoneNumber: `0170 555${writer}${at}` },
  notes: `tablet ${writer}, order ${at}`,
  items: [{ itemName: 'Gown', quantity: 1, unitPrice: '100.00' }],
})

t.test('the same request at both processes at once is one order', async (t) => {
  for (let round = 0; round < 5; round++) {
    const key = `twice-${round}`
    const tap = (at: number) => send(at, '/api/orders', orderOf(50, round), key)
    const answers = await Promise.all([tap(0), tap(1), tap(0), tap(1)])
    t.same(
      answers.map(({ status }) => status),
      [201, 201, 201, 201],
    )
    t.equal(new Set(answers.map(({ body }) => body.number)).size, 1)
  }
})

t.test('orders and payments go on over a killed process', { timeout: 200_000 }, async (t) => {
  const before = await rows('SELECT number::int FROM orders')
  const gown = await send(0, '/api/orders', orderOf(99, 0), 'gown')
  const gownId = Number(gown.body.id)
  const follow = follower(servers[1])
  let finish = (_id: number) => {}
  const newest = new Promise<number>((resolve) => (finish = resolve))
  const stream = streamed(servers[1], () => newest)

  const answered: { key: string; answer: Answer }[] = []
  let killing: Promise<void> | undefined
  const writer = async (who: number) => {
    for (let at = 0; at < ORDERS_EACH; at++) {
      const key = `order-${who}-${at}`
      answered.push({ key, answer: await send(who, '/api/orders', orderOf(who, at), key) })
      if (answered.length === KILL_AFTER) killing = servers[0].kill()
    }
  }
  const payer = async (who: number) => {
    const path = `/api/orders/${gownId}/payments`
    return send(who, path, { amount: '15.00' }, `payment-${who}`)
  }
  const paid = Promise.all(Array.from({ length: PAYERS }, (_, who) => payer(who)))
  await Promise.all(Array.from({ length: WRITERS }, (_, who) => writer(who)))
  const payments = await paid
  await killing
  t.ok(killing, 'a process was killed')

  t.same(
    answered.filter(({ answer }) => answer.status !== 201),
    [],
    'every order was taken at last',
  )
  const kept = await rows('SELECT number::int, notes FROM orders ORDER BY number')
  const added = kept.length - before.length
  t.equal(added, WRITERS * ORDERS_EACH + 1, 'and once, however often it was sent')
  t.equal(new Set(kept.map(({ notes }) => notes)).size, kept.length)
  t.same(
    kept.map(({ number }) => number),
    kept.map((_, at) => 1001 + at),
    'the numbers have no gap',
  )
  for (const { key, answer } of answered.slice(0, 10)) {
    const again = await send(1, '/api/orders', orderOf(...whoAndAt(key)), key)
    t.equal(again.body.number, answer.body.number, `${key} sent again is the same order`)
  }

  t.equal(payments.filter(({ status }) => status === 201).length, 6, '6 times 15.00 fit in 100.00')
  t.same(
    payments.filter(({ status }) => status !== 201).map(({ body }) => body.code),
    Array(PAYERS - 6).fill('exceeds_balance'),
  )
  const [ledger] = await rows(`
    SELECT o.paid_amount::int AS paid, sum(p.amount)::int AS sum, count(*)::int AS n
    FROM orders o JOIN payments p ON p.order_id = o.id WHERE o.id = ${gownId} GROUP BY o.id`)
  t.same(ledger, { paid: 9000, sum: 9000, n: 6 })

  const seen = await follow.end()
  const all: (StoredEvent & { hash: string })[] = await rows(`
    SELECT v.id::int, v.type, v.entity, v.entity_id::int AS "entityId", v.actor_user_id::int AS "actorId",
           v.actor_name AS actor, v.request_id AS "requestId", v.at, v.data::text AS data, c.hash
    FROM events v LEFT JOIN event_chain c ON c.event_id = v.id ORDER BY v.id`)
  const ids = all.map(({ id }) => id)
  t.same(seen, ids, 'whoever followed the feed saw every event once, in order')
  stop = true
  finish(Number(ids.at(-1)))
  await send(1, '/api/customers', { name: 'Last', phoneNumber: '0170 1' }, 'last')
  t.same((await stream).slice(0, ids.length), ids, 'and so did the stream')
  let previous: string | null = null
  const broken = all.filter((event) => {
    const right = event.hash === hashOf(previous, event)
    previous = event.hash
    return !right
  })
  t.same(broken, [], 'the chain of hashes is whole')
  const books = await fetch(`${servers[1].url}/api/integrity`, { headers })
  t.match(await books.json(), { ok: true, problems: [] }, 'and the books add up')
  const health = await fetch(`${servers[1].url}/api/health`)
  t.same(await health.json(), { status: 'ok', database: 'ok', engine: 'postgres' })
})

const whoAndAt = (key: string) => key.split('-').slice(1).map(Number) as [number, number]

t.test('the process that is left stops in good order', async (t) => {
  t.equal(await servers[1].stop(), 0)
  const name = new URL(url).pathname.slice(1)
  const [held] = await administer(
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = '${name}' AND pid <> ${await pidOf()}`,
  )
  t.equal(held?.rows[0].n, 0, 'and leaves no connection')
})

const pidOf = async () => Number((await rows('SELECT pg_backend_pid() AS pid'))[0]?.pid)
