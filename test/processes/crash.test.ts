// Crash safety: the server is killed while 32 clients save orders; acknowledged orders are complete, others absent.
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import t from 'tap'
import { OWNER } from '../support/app.ts'
import { onlyOnSqlite } from '../support/database/index.ts'
import { startServer } from '../support/processes/server-process.ts'

onlyOnSqlite('its file is looked into; two-processes.test.ts kills a process on PostgreSQL')

const WRITERS = 32
const ENOUGH = 256

interface Answered {
  id: number
  number: number
  writer: number
}

const post = (url: string, body: object, token = '') =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  })

async function signIn(url: string): Promise<string> {
  const { email, password } = OWNER
  const answer = await post(`${url}/api/auth/login`, { email, password })
  const { accessToken } = (await answer.json()) as { accessToken: string }
  return accessToken
}

const orderOf = (customerId: number, writer: number) => ({
  customerId,
  notes: `tablet ${writer}`,
  items: [
    { itemName: 'Bridal gown', quantity: 1, unitPrice: '850.00' },
    { itemName: 'Veil', quantity: 1, unitPrice: '95.50' },
    { itemName: 'Buttons', quantity: 12, unitPrice: '1.25' },
  ],
})

/** Saves orders until the server is killed. @returns true if an order was on its way */
async function writeUntilCut(
  url: string,
  token: string,
  customerId: number,
  writer: number,
  onAnswer: (order: Answered) => void,
): Promise<boolean> {
  for (;;) {
    const answer = await post(`${url}/api/orders`, orderOf(customerId, writer), token).catch(
      () => null,
    )
    if (answer === null) return true
    if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`)
    const order = (await answer.json().catch(() => null)) as Answered | null
    if (order === null) return true
    onAnswer({ id: order.id, number: order.number, writer })
  }
}

t.test('every acknowledged order survives SIGKILL under 32 writers', async (t) => {
  const dataDir = join(t.testdir(), 'data')
  const first = await startServer(t, dataDir)
  const token = await signIn(first.url)
  const customer = await post(
    `${first.url}/api/customers`,
    { name: 'Amina Diallo', phoneNumber: '+221 77 123 45 67' },
    token,
  )
  const { id: customerId } = (await customer.json()) as { id: number }
  const answered: Answered[] = []
  let enough = () => {}
  const reached = new Promise<void>((resolve) => {
    enough = resolve
  })
  const keep = (order: Answered) => {
    if (answered.push(order) === ENOUGH) enough()
  }
  const writers = Array.from({ length: WRITERS }, (_, writer) =>
    writeUntilCut(first.url, token, customerId, writer, keep),
  )
  await Promise.race([reached, Promise.all(writers)])
  await first.kill()
  const cut = await Promise.all(writers)
  t.ok(answered.length >= ENOUGH, `${answered.length} orders were answered`)
  t.same(cut, Array(WRITERS).fill(true), 'all writers were in the middle of an order')

  const second = await startServer(t, dataDir)
  await t.test('the shop shows them all after the restart', async (t) => {
    const token = await signIn(second.url)
    const get = async (path: string) => {
      const headers = { authorization: `Bearer ${token}` }
      return (await fetch(`${second.url}${path}`, { headers })).json()
    }
    const { total } = (await get('/api/orders?limit=1&total=true')) as { total: number }
    t.ok(total >= answered.length && total <= answered.length + WRITERS, `${total} are there`)
    const last = answered.at(-1)
    t.match(await get(`/api/orders/${last?.id}`), {
      number: last?.number,
      notes: `tablet ${last?.writer}`,
      totalAmount: '960.50',
      items: [{ itemName: 'Bridal gown' }, { itemName: 'Veil' }, { itemName: 'Buttons' }],
    })
  })
  t.equal(await second.stop(), 0)

  const file = new SqliteDatabase(join(dataDir, 'hemline.db'), { readonly: true })
  t.teardown(() => file.close())
  const rows = <Row>(query: string) => file.prepare<[], Row>(query).all()

  t.test('each acknowledged order has its number, items and event', async (t) => {
    const savedOrders = new Map(
      rows<Answered & { notes: string; items: number; events: number }>(
        `SELECT id, number, notes,
                (SELECT count(*) FROM order_items WHERE order_id = orders.id) AS items,
                (SELECT count(*) FROM events WHERE entity = 'order' AND entity_id = orders.id
                                               AND type = 'order.placed') AS events
         FROM orders`,
      ).map((order) => [order.id, order]),
    )
    const lost = answered.filter(({ id, number, writer }) => {
      const order = savedOrders.get(id)
      return order?.number !== number || order.notes !== `tablet ${writer}`
    })
    t.same(lost, [])
    const halves = [...savedOrders.values()].filter(
      ({ items, events }) => items !== 3 || events !== 1,
    )
    t.same(halves, [], 'also of those that were not answered, none is a half')
    t.equal(new Set(answered.map(({ number }) => number)).size, answered.length)
  })

  t.test('the numbers have no gap and the file is intact', async (t) => {
    const [numbers] = rows<{ count: number; span: number; last: number }>(
      'SELECT count(*) AS count, max(number) - min(number) + 1 AS span, max(number) AS last FROM orders',
    )
    t.equal(numbers?.span, numbers?.count)
    const [counter] = rows(`SELECT value FROM counters WHERE name = 'order_number'`)
    t.same(counter, { value: numbers?.last }, 'the next number follows the last')
    t.same(rows('PRAGMA integrity_check'), [{ integrity_check: 'ok' }])
    t.same(rows('PRAGMA foreign_key_check'), [])
  })
})
