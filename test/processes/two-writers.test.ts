// Two app processes over one SQLite file: writes alternate, nothing is lost or repeated, and reads continue while the
// other process holds the write lock.
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import t from 'tap'
import { hashOf, type StoredEvent } from '../../src/services/shared/events/chain.ts'
import { OWNER } from '../support/app.ts'
import { onlyOnSqlite } from '../support/database/index.ts'
import { startServer } from '../support/processes/server-process.ts'

onlyOnSqlite('two-processes.test.ts is about the other engine')

const WRITERS = 8
const ORDERS_EACH = 10

const dataDir = join(t.testdir(), 'shop')
const first = await startServer(t, dataDir)
const second = await startServer(t, dataDir)
const file = new SqliteDatabase(join(dataDir, 'hemline.db'))
t.teardown(() => file.close())
const rows = <Row>(query: string) => file.prepare<[], Row>(query).all()

const post = async (
  url: string,
  path: string,
  body: object,
  headers: Record<string, string> = {},
) => {
  const answer = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

const { email, password } = OWNER
const login = await post(first.url, '/api/auth/login', { email, password })
const headers = { authorization: `Bearer ${login.body.accessToken}` }

const orderOf = (name: string) => ({
  customer: { name, phoneNumber: '0170 5551234' },
  notes: name,
  items: [{ itemName: 'Gown', quantity: 1, unitPrice: '100.00' }],
})

const place = (url: string, name: string, key: string) =>
  post(url, '/api/orders', orderOf(name), { ...headers, 'idempotency-key': key })

t.test('the same order sent to both is created once', async (t) => {
  for (let round = 0; round < 5; round++) {
    const at = [first, second, first, second]
    const answers = await Promise.all(at.map(({ url }) => place(url, 'Amina', `twice-${round}`)))
    t.same(
      answers.map(({ status }) => status),
      [201, 201, 201, 201],
    )
    t.equal(new Set(answers.map(({ body }) => body.number)).size, 1)
  }
})

t.test('both create orders concurrently', async (t) => {
  const taken: { name: string; status: number; number: unknown }[] = []
  const writer = async (url: string, who: string) => {
    for (let at = 0; at < ORDERS_EACH; at++) {
      const name = `${who}-order-${at}`
      const { status, body } = await place(url, name, name)
      taken.push({ name, status, number: body.number })
    }
  }
  const tablets = (url: string, where: string) =>
    Array.from({ length: WRITERS }, (_, at) => writer(url, `${where}-${at}`))
  await Promise.all([...tablets(first.url, 'counter'), ...tablets(second.url, 'workshop')])
  t.same(
    taken.filter(({ status }) => status !== 201),
    [],
    'none was refused',
  )
  const savedOrders = rows<{ number: number; notes: string }>(
    'SELECT number, notes FROM orders ORDER BY number',
  )
  t.same(
    savedOrders.map(({ number }) => number),
    savedOrders.map((_, at) => 1001 + at),
    'the numbers have no gap',
  )
  const byNumber = new Map(savedOrders.map(({ number, notes }) => [number, notes]))
  t.same(
    taken.filter(({ number, name }) => byNumber.get(number as number) !== name),
    [],
    'each is there under its number',
  )
  t.equal(savedOrders.length, taken.length + 5, 'and once')
})

t.test('the hash chain covers the events of both', async (t) => {
  const events = rows<StoredEvent & { hash: string }>(`
    SELECT v.id, v.type, v.entity, v.entity_id AS "entityId", v.actor_user_id AS "actorId",
           v.actor_name AS actor, v.request_id AS "requestId", v.at, v.data, c.hash
    FROM events v LEFT JOIN event_chain c ON c.event_id = v.id ORDER BY v.id`)
  let previous: string | null = null
  const broken = events.filter((event) => {
    const right = event.hash === hashOf(previous, event)
    previous = event.hash
    return !right
  })
  t.same(broken, [])
})

t.test(
  'while another process holds the write lock, pages are served and writes wait',
  async (t) => {
    file.exec('BEGIN IMMEDIATE')
    const answered: string[] = []
    const order = place(first.url, 'Patience', 'patience').then(({ status }) => {
      answered.push('order')
      return status
    })
    for (let at = 0; at < 5; at++) {
      const page = await fetch(`${first.url}/api/orders?limit=1`, { headers })
      t.equal(page.status, 200)
      await page.arrayBuffer()
      answered.push('list')
    }
    file.exec('COMMIT')
    t.equal(await order, 201)
    t.same(answered, [...Array(5).fill('list'), 'order'])
  },
)

t.test('a write lock held for too long is a refusal that may be retried', async (t) => {
  file.exec('BEGIN IMMEDIATE')
  const refused = await place(first.url, 'Late', 'late')
  file.exec('COMMIT')
  t.equal(refused.status, 503)
  t.equal(refused.body.code, 'not_saved')
  t.equal((await place(first.url, 'Late', 'late')).status, 201)
})

t.test('both stop cleanly', async (t) => {
  t.equal(await first.stop(), 0)
  t.equal((await place(second.url, 'Last', 'last')).status, 201)
  t.equal(await second.stop(), 0)
  t.same(rows('PRAGMA integrity_check'), [{ integrity_check: 'ok' }])
})
