// Counts on the tabs of the order list: correct, and bounded in any shop.
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { today } from '../../../../src/lib/time/shop-time.ts'
import { orderViews } from '../../../../src/routes/pages/orders/lists/list.ts'
import {
  countQuery,
  countViews,
  MOST_COUNTED,
} from '../../../../src/services/orders/lists/counts.ts'
import { countOrders, isOfKinds } from '../../../../src/services/orders/lists/totals.ts'
import { buildEmpty } from '../../../support/app.ts'
import { ENGINE } from '../../../support/database/index.ts'
import { fillSample } from '../../../support/shop/sample-shop.ts'

const app = await buildEmpty(t)
await fillSample(app.db, { orders: 150 })
const views = orderViews(today('Europe/London'))

t.test('each count equals its list, up to a hundred', async (t) => {
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

t.test('each count uses an index of open orders, whatever its size', planned, async (t) => {
  for (const { label, filter } of views.slice(1)) {
    if (isOfKinds(filter)) continue // from the stored sums
    const moment = { timeZone: 'Europe/London', now: new Date().toISOString() }
    const query = countQuery(filter, moment)
    const plan = await app.db.all<{ detail: string }>(sql`EXPLAIN QUERY PLAN ${query}`)
    const steps = plan.map(({ detail }) => detail)
    t.ok(
      steps.some((step) => /^SEARCH o .*INDEX orders_by_kind_due/.test(step)),
      `${label}: ${steps.join(' | ')}`,
    )
    t.notOk(
      steps.some((step) => /TEMP B-TREE|SCAN orders|SCAN o USING/.test(step)),
      `${label} reads no more than it counts`,
    )
  }
})

t.test('a count is refreshed after a new order, and when an order becomes late', async (t) => {
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
  // On a busy machine counting may take longer than the time until it is late.
  if (new Date().toISOString() < soon) t.equal(counted[1], late)
  await pause(Math.max(0, Date.parse(soon) - Date.now()) + 5)
  t.same(await countViews(app.db, filters), [ready + 1, late + 1])
})
