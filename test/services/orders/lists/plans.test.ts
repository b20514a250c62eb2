// Query plans of lists, counts and searches: no full scan of orders, items or customers.
import t from 'tap'
import { fillShop } from '../../../../scripts/sample/shop.ts'
import type { Reader } from '../../../../src/db/database.ts'
import { type Sql, sql, textOf } from '../../../../src/db/sql.ts'
import type { OrderQuery } from '../../../../src/schemas/orders/index.ts'
import { listOrderRows, listOrders } from '../../../../src/services/orders/lists/list.ts'
import { totalOrders } from '../../../../src/services/orders/lists/totals.ts'
import { listWorkloads } from '../../../../src/services/orders/workload.ts'
import { customerFigures } from '../../../../src/services/people/customers/figures.ts'
import { listCustomers } from '../../../../src/services/people/customers/index.ts'
import { onlyOnSqlite, openOwn } from '../../../support/database/index.ts'
import { everyList } from '../../../support/shop/order-filters.ts'

onlyOnSqlite('PostgreSQL plans by its own statistics')
const db = await openOwn(t)
const size = { photographed: 0, seed: 5, now: new Date(), owner: null, progress: () => {} }
await fillShop(db, { ...size, orders: 3_000, byRows: true })

interface Step {
  detail: string
  parent: number
}

/** Statements of `read`, with their query plans. */
async function statementsOf(read: (db: Reader) => Promise<unknown>) {
  const queries: Sql[] = []
  await read(watching(queries))
  return Promise.all(
    queries.map(async (query) => ({
      text: textOf(query),
      steps: await db.all<Step>(sql`EXPLAIN QUERY PLAN ${query}`),
    })),
  )
}

/** Query plans of all statements of `read`. */
const plansOf = async (read: (db: Reader) => Promise<unknown>): Promise<string[]> =>
  (await statementsOf(read)).flatMap(({ steps }) => steps.map(({ detail }) => detail))

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

/** Scans of a whole table or index. */
const scans = (plans: string[]) =>
  plans
    .filter((plan) => /^SCAN (o|m|i|orders|order_items|customers|payments)\b/.test(plan))
    .filter((plan) => !/USING (COVERING )?INDEX/.test(plan))

/**
 * Plan steps whose cost grows with the shop: table scans, and sorting of more than a page, or of more than a count has
 * just found to be few.
 */
async function unbounded(query: OrderQuery): Promise<string[]> {
  const statements = await statementsOf((reader) => listOrderRows(reader, query))
  return statements.flatMap(({ text, steps }, at) => {
    const isPage = /WHERE o\.id IN \(/.test(text)
    const isCounted = /LIMIT 1 OFFSET/.test(statements[at - 1]?.text ?? '')
    const sorts = steps
      .filter(({ detail }) => /TEMP B-TREE/.test(detail))
      .filter(({ parent }) => !isCounted && !(isPage && parent === 0))
    // `o` is also the alias of a subquery with a limit, which is not a table.
    const tables = scans(steps.map(({ detail }) => detail)).filter((plan) => plan !== 'SCAN o')
    return [...tables, ...sorts.map(({ detail }) => detail)]
  })
}

t.test('changes since a moment and external references use an index', async (t) => {
  const updatedSince = '2026-01-01T00:00:00.000Z'
  for (const [plans, index] of [
    [await plansOf((reader) => listOrders(reader, { updatedSince })), /orders_by_update/],
    [await plansOf((reader) => listCustomers(reader, { updatedSince })), /customers_by_update/],
    [
      await plansOf((reader) => listOrders(reader, { externalReference: 'W' })),
      /orders_by_reference/,
    ],
    [
      await plansOf((reader) => listCustomers(reader, { externalReference: 'W' })),
      /customers_by_reference/,
    ],
  ] as const) {
    t.match(plans.join('\n'), index)
    t.strictSame(scans(plans), [])
    if (/update/.test(index.source)) t.notMatch(plans.join('\n'), /TEMP B-TREE/)
  }
})

t.test('every filter in every sort order uses an index', async (t) => {
  const lists = everyList(new Date(), 7)
  for (const query of lists) {
    const unboundedSorts = await unbounded(query)
    if (unboundedSorts.length > 0) t.strictSame(unboundedSorts, [], JSON.stringify(query))
  }
  t.ok(lists.length > 500, `${lists.length} lists`)
})

t.test('open orders are found in an index of open orders only', async (t) => {
  const open = { status: 'pending,in_progress,ready', sort: 'deadline' } as const
  const plans = await plansOf((reader) => listOrders(reader, open))
  t.ok(
    plans.some((plan) => plan.includes('COVERING INDEX orders_by_kind_due')),
    plans.join('; '),
  )
  const late = await plansOf((reader) => totalOrders(reader, { overdue: true }))
  t.ok(
    late.some((plan) => /COVERING INDEX orders_by_kind_due/.test(plan)),
    late.join('; '),
  )
})

t.test('orders and balances of customers use an index', async (t) => {
  const plans = await plansOf((reader) => customerFigures(reader, [1, 2, 3]))
  t.match(plans.join('; '), /s USING PRIMARY KEY .*o USING COVERING INDEX orders_by_customer/)
  t.notMatch(plans.join('; '), /SCAN|TEMP B-TREE/)
})

t.test('sums by kind read no orders', async (t) => {
  const plans = await plansOf((reader) => totalOrders(reader, { status: 'ready' }))
  t.notMatch(plans.join('; '), /orders_|\bo USING INTEGER/)
})

t.test('a search starts from the letter index', async (t) => {
  const words = ['scarf silk', 'Bello amina b', '小明', '王', '王 a', 'ผ้า', '+44 7700 900555']
  for (const search of ['Amina', '020 794', 'gown', '1042', ...words]) {
    const plans = await plansOf((reader) => listOrders(reader, { search }))
    t.strictSame(scans(plans), [], `${search}: ${plans.join('; ')}`)
    t.match(plans.join('; '), /customer_search VIRTUAL TABLE/)
    const people = await plansOf((reader) => listCustomers(reader, { search }))
    t.strictSame(scans(people), [], `${search}: ${people.join('; ')}`)
  }
})

t.test('one or two letters are searched for at the beginning of names', async (t) => {
  for (const search of ['a', 'li wu', '07', 'o’']) {
    const plans = await plansOf((reader) => listOrders(reader, { search }))
    t.strictSame(scans(plans), [], `${search}: ${plans.join('; ')}`)
    t.match(
      plans.join('; '),
      /customers USING (COVERING )?INDEX customers_by_folded_name \(name_folded>/,
    )
    const people = await plansOf((reader) => listCustomers(reader, { search }))
    t.strictSame(scans(people), [], `${search}: ${people.join('; ')}`)
    t.match(
      people.join('; '),
      /customers USING (COVERING )?INDEX customers_by_(folded_)?name \(name_folded>/,
    )
  }
})

t.test('search results are sorted before their rows are read', async (t) => {
  for (const search of ['Amina Okafor', '020 7946', '1042']) {
    const plans = await plansOf((reader) => listOrderRows(reader, { search }))
    t.match(plans.join('; '), /o USING COVERING INDEX orders_by_customer .* c USING INTEGER/)
    const counted = await plansOf((reader) => totalOrders(reader, { search }))
    t.match(counted.join('; '), /o USING COVERING INDEX orders_by_customer/)
  }
})

t.test('the workload of all employees reads open orders only', async (t) => {
  const plans = await plansOf((reader) => listWorkloads(reader, [1, 2, 3]))
  t.strictSame(scans(plans), [])
  t.match(plans.join('; '), /orders_open_by_/)
})
