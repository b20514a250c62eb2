// Order lists with every filter and sort order: each matching order once, in order, across pages. Matches are decided
// by a second implementation of the filters, on rows.
import t from 'tap'
import { Random } from '../../../../scripts/sample/random.ts'
import { fillShop } from '../../../../scripts/sample/shop.ts'
import { type Sql, sql } from '../../../../src/db/sql.ts'
import { endOfDay, startOfDay } from '../../../../src/lib/time/shop-time.ts'
import type { OrderQuery } from '../../../../src/schemas/orders/index.ts'
import {
  OPEN_STATUSES,
  ORDER_STATUSES,
  PAYMENT_STATUSES,
} from '../../../../src/schemas/orders/status.ts'
import { listOrderRows, listOrders } from '../../../../src/services/orders/lists/list.ts'
import { countOrders, totalOrders } from '../../../../src/services/orders/lists/totals.ts'
import { findSettings } from '../../../../src/services/shop/settings/read.ts'
import { ENGINE, openOwn } from '../../../support/database/index.ts'
import { everyFilter, everyList } from '../../../support/shop/order-filters.ts'

const db = await openOwn(t)
const now = new Date()
const size = { photographed: 0, seed: 3, now, owner: null, progress: () => {} }
await fillShop(db, { ...size, orders: 240, byRows: true })
const { timeZone } = await findSettings(db)

// Every kind of order, many with equal totals and due dates.
const random = new Random(7)
const day = (ago: number) => new Date(now.getTime() - ago * 86_400_000).toISOString()
await db.write(async (tx) => {
  const change = (id: number, set: Sql) => tx.run(sql`UPDATE orders SET ${set} WHERE id = ${id}`)
  for (let id = 1; id <= 240; id++) {
    const due = random.int(0, 4) === 0 ? null : day(random.int(-20, 20))
    await change(
      id,
      sql`status = ${random.pick(ORDER_STATUSES)},
      payment_status = ${random.pick(PAYMENT_STATUSES)}, date_of_creation = ${day(random.int(0, 40))},
      deadline = ${due}, due_at = ${due}, total_amount = ${random.int(1, 12) * 1_000}, paid_amount = 0,
      customer_id = ${random.int(1, 5)}, archived_at = ${random.int(0, 3) === 0 ? day(1) : null}`,
    )
  }
})

interface Row {
  id: number
  number: number
  status: (typeof ORDER_STATUSES)[number]
  payment: string
  employee: number | null
  customer: number
  total: number
  created: string
  due: string | null
  archived: string | null
}
const table = await db.all<Row>(sql`
  SELECT id, number, status, payment_status AS payment, employee_id AS employee, customer_id AS customer,
         total_amount AS total, date_of_creation AS created, due_at AS due, archived_at AS archived
  FROM orders`)

/** True if an order matches, by the second implementation. */
function fits(order: Row, query: OrderQuery): boolean {
  const is = (wanted: string | undefined, value: string) =>
    wanted === undefined || wanted.split(',').includes(value)
  const late =
    OPEN_STATUSES.includes(order.status) && (order.due ?? '9999') < new Date().toISOString()
  return [
    (order.archived !== null) === (query.archived ?? false),
    is(query.status, order.status),
    is(query.paymentStatus, order.payment),
    is(query.employeeId, String(order.employee ?? 'none')),
    query.customerId === undefined || query.customerId === order.customer,
    !query.from || order.created >= startOfDay(query.from, timeZone),
    !query.to || order.created <= endOfDay(query.to, timeZone),
    !query.dueFrom || (order.due ?? '') >= startOfDay(query.dueFrom, timeZone),
    !query.dueTo || (order.due ?? '9999') <= endOfDay(query.dueTo, timeZone),
    query.overdue === undefined || query.overdue === late,
  ].every(Boolean)
}

const VALUES: Record<string, (order: Row) => string | number> = {
  createdAt: (order) => order.created,
  deadline: (order) => order.due ?? '9999',
  number: (order) => order.number,
  totalAmount: (order) => order.total,
}

function expected(query: OrderQuery, sort: NonNullable<OrderQuery['sort']>): number[] {
  const value = VALUES[sort.replace('-', '')] as (order: Row) => string | number
  const sign = sort.startsWith('-') ? -1 : 1
  const compare = (a: Row, b: Row) => {
    const [one, other] = [value(a), value(b)]
    return sign * (one < other ? -1 : one > other ? 1 : a.id - b.id)
  }
  return table
    .filter((order) => fits(order, query))
    .sort(compare)
    .map(({ id }) => id)
}

/** All ids of a list, page by page. */
async function read(query: OrderQuery): Promise<number[]> {
  const ids: number[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listOrders(db, { ...query, limit: 40, ...(cursor && { cursor }) })
    ids.push(...page.rows.map(({ id }) => id))
    cursor = page.nextCursor
  }
  return ids
}

const filters = everyFilter(now)

t.test('every filter in every sort order', async (t) => {
  let total = 0
  for (const query of everyList(now)) {
    const ids = expected(query, query.sort ?? '-createdAt')
    total += ids.length
    const pageRows = await read(query)
    if (pageRows.join() !== ids.join()) t.strictSame(pageRows, ids, JSON.stringify(query))
  }
  t.ok(total > 1_000, `${total} orders were listed`)
})

t.test('a page by number equals the one by cursor', async (t) => {
  const filter = {
    status: 'pending,completed',
    dueFrom: day(15).slice(0, 10),
    sort: '-totalAmount',
  } as const
  const [first, second] = [0, 5].map((from) => expected(filter, filter.sort).slice(from, from + 5))
  const pages = await Promise.all(
    [1, 2].map((page) => listOrderRows(db, { ...filter, limit: 5, page })),
  )
  t.strictSame(
    pages.map(({ rows }) => rows.map(({ id }) => id)),
    [first, second],
  )
})

t.test('the footer of each list counts its rows', async (t) => {
  for (const filter of filters) {
    const rows = table.filter((order) => fits(order, filter))
    const sum = (orders: Row[]) => orders.reduce((total, order) => total + order.total, 0)
    const owed = rows.filter(
      ({ status, payment }) => status !== 'cancelled' && payment !== 'refunded',
    )
    const { orders, total, balance, more } = await totalOrders(db, filter)
    const counted = { orders, total, balance, more, exactly: await countOrders(db, filter) }
    const wanted = { orders: rows.length, total: sum(rows), balance: sum(owed), more: false }
    t.strictSame(counted, { ...wanted, exactly: rows.length }, JSON.stringify(filter))
  }
})

t.test(
  'PostgreSQL merges index ranges, and sorts at most one page',
  { skip: ENGINE === 'sqlite' && 'order-plans.test.ts reads the plans of SQLite' },
  async (t) => {
    await db.write((tx) => tx.run(sql`ANALYZE orders`))
    for (const query of [
      { sort: 'deadline' },
      { employeeId: '1', sort: '-totalAmount' },
    ] as const) {
      const queries: Sql[] = []
      const all = <Found>(one: Sql) => {
        queries.push(one)
        return db.all<Found>(one)
      }
      await listOrderRows({ all, get: (one) => db.get(one) }, query)
      const steps = await db.all<Record<string, string>>(sql`EXPLAIN ${queries[0] as Sql}`)
      const plan = steps.flatMap((step) => Object.values(step)).join('\n')
      t.match(plan, /Limit .*\n\s*->\s+Merge Append/, JSON.stringify(query))
    }
  },
)
