// Stored sums of orders: equal to a recount after any change.
import t from 'tap'
import { Random } from '../../../../scripts/sample/random.ts'
import { fillShop } from '../../../../scripts/sample/shop.ts'
import { sql } from '../../../../src/db/sql.ts'
import { ORDER_STATUSES, PAYMENT_STATUSES } from '../../../../src/schemas/orders/status.ts'
import {
  countOrders,
  foldSums,
  MOST_COUNTED,
  totalOrders,
} from '../../../../src/services/orders/lists/totals.ts'
import { change, SYSTEM } from '../../../../src/services/shared/change.ts'
import { openOwn } from '../../../support/database/index.ts'

const db = await openOwn(t)
const now = new Date()
const size = { photographed: 0, seed: 5, now, owner: null, progress: () => {} }
await fillShop(db, { ...size, orders: 60, byRows: false })
await fillShop(db, { ...size, orders: 300, byRows: true })

const storedSums = () =>
  db.all(sql`
    SELECT status, payment_status, employee_id, orders, total, paid
    FROM order_sums WHERE orders <> 0 OR total <> 0 OR paid <> 0
    ORDER BY status, payment_status, employee_id`)
const recounted = () =>
  db.all(sql`
    SELECT status, payment_status, coalesce(employee_id, 0) AS employee_id, count(*) AS orders,
           CAST(sum(total_amount) AS BIGINT) AS total, CAST(sum(paid_amount) AS BIGINT) AS paid
    FROM orders WHERE archived_at IS NULL
    GROUP BY status, payment_status, coalesce(employee_id, 0)
    ORDER BY status, payment_status, employee_id`)

t.test('the sums of the sample shop equal a recount', async (t) => {
  t.strictSame(await storedSums(), await recounted())
  t.ok((await storedSums()).length > 10)
})

t.test(
  'the sums equal a recount after a thousand changes of every kind, also undone ones',
  async (t) => {
    const random = new Random(11)
    const moment = now.toISOString()
    const next = () => {
      const id = random.int(1, 300)
      return random.pick([
        sql`UPDATE orders SET status = ${random.pick(ORDER_STATUSES)} WHERE id = ${id}`,
        sql`UPDATE orders SET payment_status = ${random.pick(PAYMENT_STATUSES)} WHERE id = ${id}`,
        sql`UPDATE orders SET employee_id = CASE WHEN employee_id IS NULL THEN 1 END WHERE id = ${id}`,
        sql`UPDATE orders SET total_amount = total_amount + 100 WHERE id = ${id}`,
        sql`UPDATE orders SET archived_at = ${moment} WHERE id = ${id}`,
        sql`UPDATE orders SET archived_at = NULL WHERE id = ${id}`,
      ])
    }
    for (let round = 0; round < 20; round++) {
      const work = db.write(async (tx) => {
        for (let at = 0; at < 50; at++) await tx.run(next())
        if (round % 5 === 4) throw new Error('undone')
      })
      await work.catch(() => {})
      if (round % 7 === 3) await db.write((tx) => foldSums(change(tx, SYSTEM)))
    }
    t.strictSame(await storedSums(), await recounted())
  },
)

t.test("a total equals the sum of the list's rows, by every way of counting", async (t) => {
  const filters = [
    {},
    { status: 'ready' },
    { status: 'pending,in_progress,ready', paymentStatus: 'unpaid,partial' },
    { employeeId: '1,none' },
    { overdue: true },
    { overdue: false },
    { customerId: 3 },
    { from: '2020-01-01', to: '2040-01-01' },
    { archived: true },
    { search: 'hem' },
  ]
  for (const filter of filters) {
    const { orders, total, balance, more } = await totalOrders(db, filter)
    t.equal(more, false)
    t.equal(orders, await countOrders(db, filter), JSON.stringify(filter))
    t.ok(total >= balance)
  }
  const row = await db.get<{ total: number }>(sql`
    SELECT sum(total_amount) AS total FROM orders WHERE archived_at IS NULL AND status = 'ready'`)
  t.equal((await totalOrders(db, { status: 'ready' })).total, Number(row?.total))
})

t.test('a long list without stored sums is counted up to a limit', async (t) => {
  await fillShop(db, { ...size, orders: MOST_COUNTED + 400, byRows: true })
  const totals = await totalOrders(db, { from: '2000-01-01' })
  t.match(totals, { orders: MOST_COUNTED, more: true })
  t.match(await totalOrders(db, {}), { more: false })
})
