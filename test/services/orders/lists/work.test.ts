// Cost of order lists: the same in small and large shops, whether one order in ten thousand matches or all of them, and
// for any correlation of sort order and storage.
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import type { OrderQuery } from '../../../../src/schemas/orders/index.ts'
import { listOrderRows } from '../../../../src/services/orders/lists/list.ts'
import { totalOrders } from '../../../../src/services/orders/lists/totals.ts'
import { onlyOnSqlite, openOwn } from '../../../support/database/index.ts'
import { everyList } from '../../../support/shop/order-filters.ts'

onlyOnSqlite('the time of PostgreSQL is spent in another process')
const now = new Date()
const AGES = 400 // days

/** Equal, finished orders but for the first two; each is due ten days after it was created. */
async function shopOf(orders: number) {
  const db = await openOwn(t)
  const start = new Date(now.getTime() - AGES * 86_400_000).toISOString()
  await db.write(async (tx) => {
    await tx.run(sql`
      INSERT INTO employees (id, name, phone_number, created_at, updated_at)
      VALUES (1, 'Rosa', '1', ${start}, ${start}), (2, 'Otto', '2', ${start}, ${start})`)
    await tx.run(sql`
      INSERT INTO customers (id, name, name_folded, phone_number, phone_digits, created_at, updated_at)
      VALUES (1, 'Amina', 'amina', '1', '1', ${start}, ${start}), (2, 'Walk-in', 'walk-in', '2', '2', ${start}, ${start})`)
    await tx.run(sql`
      WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${orders})
      INSERT INTO orders (number, customer_id, employee_id, status, payment_status, total_amount, paid_amount,
                          date_of_creation, deadline, due_at, tracking_token, created_at, updated_at)
      SELECT n, iif(n <= 2, 1, 2), iif(n <= 2, 1, 2), iif(n <= 2, 'ready', 'completed'), iif(n <= 2, 'unpaid', 'paid'),
             1000, iif(n <= 2, 0, 1000), strftime('%Y-%m-%dT%H:%M:%fZ', ${start}, (n * ${AGES} / ${orders}) || ' days'),
             date(${start}, (n * ${AGES} / ${orders} + 10) || ' days'),
             date(${start}, (n * ${AGES} / ${orders} + 10) || ' days') || 'T23:59:59.999Z', 'token' || n, ${start}, ${start}
      FROM numbers`)
    await tx.run(sql`UPDATE orders SET external_reference = 'web-1' WHERE number = 1`)
  })
  return db
}

const huge = await shopOf(45_000)

/** Milliseconds of processor time, the best of three. */
async function timeOf(read: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < 3; run++) {
    const started = process.cpuUsage()
    await read()
    const { user, system } = process.cpuUsage(started)
    times.push((user + system) / 1_000)
  }
  return Math.min(...times)
}

const lists: OrderQuery[] = [
  ...everyList(now).filter((query) => Object.keys(query).length === 2),
  // No match is near the beginning of the list.
  { dueFrom: '2020-01-01', dueTo: '2020-02-01', customerId: 1, sort: 'totalAmount' },
  { customerId: 2, status: 'ready', sort: '-totalAmount' },
  { customerId: 2, status: 'ready' },
  { externalReference: 'web-1', sort: '-totalAmount' },
  {
    to: now.toISOString().slice(0, 10),
    dueFrom: now.toISOString().slice(0, 10),
    sort: 'createdAt',
  },
]

t.test('twenty times the orders take no more time', async (t) => {
  const [small, large] = [await shopOf(1_000), await shopOf(20_000)]
  const costly: string[] = []
  let all = 0
  for (const query of lists) {
    const [few, many] = [
      await timeOf(() => listOrderRows(small, query)),
      await timeOf(() => listOrderRows(large, query)),
    ]
    all += many / few / lists.length
    // Sorting or reading all of them would take 20 ms and more.
    if (many > 2 * few + 6) costly.push(`${JSON.stringify(query)}: ${few} ms, then ${many} ms`)
  }
  t.strictSame(costly, [])
  t.ok(all < 3, `on average ${all.toFixed(1)} times as long`)
  const foot = await timeOf(() =>
    totalOrders(large, { dueFrom: '2020-01-01', paymentStatus: 'unpaid' }),
  )
  t.ok(foot < 10, `the foot of a list: ${foot} ms`)
})

t.test(
  'the only order with an external reference is found at once, though it is the oldest',
  async (t) => {
    const { rows, isCut } = await listOrderRows(huge, { externalReference: 'web-1' })
    t.strictSame([rows.map(({ number }) => number), isCut], [[1], undefined])
    t.equal((await totalOrders(huge, { externalReference: 'web-1' })).orders, 1)
  },
)

t.test('a page that is not full has a cursor, and paging is complete', async (t) => {
  const db = huge
  // More orders are due before this day than are sorted.
  const dueFrom = new Date(now.getTime() - 170 * 86_400_000).toISOString().slice(0, 10)
  const query = { dueFrom, sort: 'createdAt', limit: 200 } as const
  const first = await listOrderRows(db, query)
  t.equal(first.rows.length, 0)
  t.ok(first.isCut, 'it says that it stopped')
  const ids = new Set<number>()
  for (let cursor = first.nextCursor, pages = 0; cursor !== null && pages < 200; pages++) {
    const page = await listOrderRows(db, { ...query, cursor })
    for (const { id } of page.rows) ids.add(id)
    cursor = page.nextCursor
  }
  const there = await db.get<{ orders: number }>(sql`
    SELECT count(*) AS orders FROM orders WHERE due_at >= ${dueFrom}`)
  t.equal(ids.size, there?.orders)
})
