// The numbers on the tabs of the order list: what they count, and that no shop is too large for them.
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { sql } from '../../src/db/sql.ts'
import { orderViews } from '../../src/routes/pages/order-list.ts'
import { countQuery, countViews, MOST_COUNTED } from '../../src/services/order-counts.ts'
import { countOrders } from '../../src/services/order-totals.ts'
import { today } from '../../src/services/shop-time.ts'
import { ENGINE } from '../database.ts'
import { buildEmpty } from '../helper.ts'
import { fillSample } from '../sample-shop.ts'

const app = await buildEmpty(t)
await fillSample(app.db, { orders: 150 })
const views = orderViews(today('Europe/London'))

t.test('each number is that of the list it leads to, up to a hundred', async (t) => {
  const counts = await countViews(
    app.db,
    views.map(({ filter }) => filter),
  )
  for (const [index, { label, filter }] of views.entries()) {
    const inList = await countOrders(app.db, filter)
    t.equal(counts[index], Math.min(inList, MOST_COUNTED), `${label}: ${inList}`)
  }
  t.ok(counts[0] === MOST_COUNTED, 'all of them are more than anybody counts')
})

const planned = { skip: ENGINE === 'postgres' && 'it reads the plan of SQLite' }

t.test('each stops in an index of the open orders, whatever its size', planned, async (t) => {
  for (const { label, filter } of views.slice(1)) {
    const query = countQuery([filter], 'Europe/London', new Date().toISOString())
    const plan = await app.db.all<{ detail: string }>(sql`EXPLAIN QUERY PLAN ${query}`)
    const steps = plan.map(({ detail }) => detail)
    t.ok(
      steps.some((step) => /^SEARCH o .*INDEX orders_(by_status|open_by_\w+|owing)/.test(step)),
      `${label}: ${steps.join(' | ')}`,
    )
    t.notOk(
      steps.some((step) => /TEMP B-TREE|SCAN o\b/.test(step)),
      `${label} reads no more than it counts`,
    )
  }
})

t.test('a number is counted anew when an order was taken, and when one became late', async (t) => {
  const filters = [{ status: 'ready' }, { overdue: true }] as const
  const [ready = 0, late = 0] = await countViews(app.db, filters)
  const soon = new Date(Date.now() + 1_000).toISOString()
  const { id } = (await app.db.get<{ id: number }>(sql`
    SELECT id FROM orders
    WHERE status = 'completed' AND archived_at IS NULL ORDER BY id LIMIT 1`)) as { id: number }
  await app.db.write((work) =>
    work.run(
      sql`UPDATE orders SET status = 'ready', deadline = ${soon}, due_at = ${soon} WHERE id = ${id}`,
    ),
  )
  const counted = await countViews(app.db, filters)
  t.equal(counted[0], ready + 1)
  // A busy machine may take longer to count than it takes to become late.
  if (new Date().toISOString() < soon) t.equal(counted[1], late)
  await pause(Math.max(0, Date.parse(soon) - Date.now()) + 5)
  t.same(await countViews(app.db, filters), [ready + 1, late + 1])
})
