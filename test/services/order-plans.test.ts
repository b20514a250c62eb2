// No list, number or search goes through all orders, items or customers: the engine says how it would find them.
import t from 'tap'
import { fillShop } from '../../scripts/sample/shop.ts'
import type { Reader } from '../../src/db/database.ts'
import { type Sql, sql } from '../../src/db/sql.ts'
import { ORDER_SORTS, type OrderQuery } from '../../src/schemas/orders.ts'
import { customerFigures, listCustomers } from '../../src/services/customers.ts'
import { listOrderRows, listOrders } from '../../src/services/order-lists.ts'
import { totalOrders } from '../../src/services/order-totals.ts'
import { listWorkloads } from '../../src/services/workload.ts'
import { onlyOnSqlite, openOwn } from '../database.ts'

onlyOnSqlite('PostgreSQL plans by its own statistics')
const db = await openOwn(t)
const size = { photographed: 0, seed: 5, now: new Date(), owner: null, progress: () => {} }
await fillShop(db, { ...size, orders: 3_000, byRows: true })

/** How the engine would carry out everything that `read` asks. */
async function plansOf(read: (db: Reader) => Promise<unknown>): Promise<string[]> {
  const asked: Sql[] = []
  await read(watching(asked))
  const plans = await Promise.all(
    asked.map((query) => db.all<{ detail: string }>(sql`EXPLAIN QUERY PLAN ${query}`)),
  )
  return plans.flat().map(({ detail }) => detail)
}

const watching = (asked: Sql[]): Reader => ({
  all: (query) => {
    asked.push(query)
    return db.all(query)
  },
  get: (query) => {
    asked.push(query)
    return db.get(query)
  },
})

/** Going through a whole table, and not only through the part of an index that fits. */
const scans = (plans: string[]) =>
  plans
    .filter((plan) => /^SCAN (o|m|i|orders|order_items|customers|payments)\b/.test(plan))
    .filter((plan) => !/USING (COVERING )?INDEX/.test(plan))
const sorts = (plans: string[]) => plans.filter((plan) => plan.includes('TEMP B-TREE FOR ORDER BY'))

t.test('a list comes in its order out of an index', async (t) => {
  for (const sort of ORDER_SORTS) {
    const plans = await plansOf((reader) => listOrders(reader, { sort }))
    t.strictSame([...scans(plans), ...sorts(plans)], [], sort)
  }
  const lists: OrderQuery[] = [
    { status: 'ready' },
    { status: 'pending,in_progress,ready' },
    { status: 'pending,ready', sort: 'createdAt' },
    { status: 'completed,cancelled' },
    { paymentStatus: 'unpaid,partial' },
    { paymentStatus: 'paid,refunded', sort: '-createdAt' },
    { status: 'ready', sort: 'deadline' },
    { status: 'pending,in_progress,ready', sort: 'deadline' },
    { employeeId: '2' },
    { employeeId: '2', status: 'pending,in_progress,ready', sort: 'deadline' },
    { customerId: 7 },
    { archived: true },
    { paymentStatus: 'unpaid' },
  ]
  for (const list of lists) {
    const plans = await plansOf((reader) => listOrders(reader, list))
    t.strictSame([...scans(plans), ...sorts(plans)], [], JSON.stringify(list))
  }
})

t.test('open work is found in an index of open work alone', async (t) => {
  const open = { status: 'pending,in_progress,ready', sort: 'deadline' } as const
  const plans = await plansOf((reader) => listOrders(reader, open))
  t.ok(
    plans.some((plan) => plan.includes('orders_open_by_deadline')),
    plans.join('; '),
  )
  const late = await plansOf((reader) => totalOrders(reader, { overdue: true }))
  t.ok(
    late.some((plan) => /COVERING INDEX orders_open_by_/.test(plan)),
    late.join('; '),
  )
})

t.test('a span of deadlines is looked at from its beginning to its end', async (t) => {
  const spans: OrderQuery[] = [
    { dueFrom: '2026-11-16', dueTo: '2026-11-22' },
    { dueFrom: '2026-11-16', dueTo: '2026-11-22', status: 'pending,in_progress,ready' },
    { dueFrom: '2026-11-16', dueTo: '2026-11-22', status: 'completed' },
    { dueFrom: '2026-11-16', dueTo: '2026-11-22', status: 'ready', employeeId: '2' },
    { dueFrom: '2026-11-16' },
    { dueTo: '2026-11-16' },
  ]
  for (const span of spans) {
    for (const sort of ['deadline', '-deadline'] as const) {
      const plans = await plansOf((reader) => listOrderRows(reader, { ...span, sort }))
      t.strictSame([...scans(plans), ...sorts(plans)], [], JSON.stringify(span))
      t.match(plans.join('; '), /orders_(by_due|open_by_\w+) \(.*<expr>[<>]\?/)
    }
    const counted = await plansOf((reader) => totalOrders(reader, span))
    t.match(counted.join('; '), /o USING (COVERING )?INDEX orders_\w*due \(.*[<>]\?/)
  }
})

t.test('a span of deadlines in another order comes out of the index with that order', async (t) => {
  for (const status of [undefined, 'completed'] as const) {
    for (const span of [{ dueFrom: '2026-11-16' }, { dueTo: '2026-11-16' }]) {
      const query = { ...span, ...(status && { status }) }
      const plans = await plansOf((reader) => listOrderRows(reader, query))
      t.strictSame([...scans(plans), ...sorts(plans)], [], JSON.stringify(query))
    }
  }
})

t.test('what customers ordered and owe is in an index', async (t) => {
  const plans = await plansOf((reader) => customerFigures(reader, [1, 2, 3]))
  t.strictSame(
    plans.filter((plan) => !plan.includes('COVERING INDEX orders_by_customer')),
    [],
  )
})

t.test('sums of kinds touch no order', async (t) => {
  const plans = await plansOf((reader) => totalOrders(reader, { status: 'ready' }))
  t.notMatch(plans.join('; '), /orders_|\bo USING INTEGER/)
})

t.test('a search starts from the letters', async (t) => {
  for (const search of ['Amina', '020 794', 'gown', '1042']) {
    const plans = await plansOf((reader) => listOrders(reader, { search }))
    t.strictSame(scans(plans), [], `${search}: ${plans.join('; ')}`)
    t.match(plans.join('; '), /customer_search VIRTUAL TABLE/)
    const people = await plansOf((reader) => listCustomers(reader, { search }))
    t.strictSame(scans(people), [], `${search}: ${people.join('; ')}`)
  }
})

t.test('what a search finds is put in order before anything is read of it', async (t) => {
  for (const search of ['Amina Okafor', '020 7946', '1042']) {
    const plans = await plansOf((reader) => listOrderRows(reader, { search }))
    t.match(plans.join('; '), /o USING COVERING INDEX orders_by_customer .* c USING INTEGER/)
    const counted = await plansOf((reader) => totalOrders(reader, { search }))
    t.match(counted.join('; '), /o USING COVERING INDEX orders_by_customer/)
  }
})

t.test('the workload of all looks at open work alone', async (t) => {
  const plans = await plansOf((reader) => listWorkloads(reader, [1, 2, 3]))
  t.strictSame(scans(plans), [])
  t.match(plans.join('; '), /orders_open_by_/)
})
