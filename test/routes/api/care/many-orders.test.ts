// A merge of many orders: all of them move in batches, nobody waits, and the undo brings them back.
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { finishMoves } from '../../../../src/services/care/merge/move.ts'
import { change, SYSTEM } from '../../../../src/services/shared/change.ts'
import { eventsOf, openShop, refused } from '../../../support/api.ts'
import { recountedSums, storedSums } from '../../../support/shop/customer-sums.ts'
import { addCustomer, newPhone } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)

/** `MANY=33000` is more than the values that SQLite takes in a statement, and takes half a minute. */
const MANY = Number(process.env.MANY ?? 1_500)

const customer = async () => {
  const { id } = await addCustomer(owner, { name: 'Walk-in', phoneNumber: newPhone() })
  return id as number
}

/** Paid orders, by SQL and without events. */
const addPaid = (customerId: number, count: number) =>
  app.db.write((tx) =>
    tx.run(sql`
      WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < ${count})
      INSERT INTO orders (number, customer_id, status, total_amount, subtotal, paid_amount,
                          payment_status, date_of_creation, tracking_token, created_at, updated_at)
      SELECT 100000 * ${customerId} + n, ${customerId}, 'completed', 500, 500, 500, 'paid',
             '2026-11-02T09:30:00.000Z', 'many-' || ${customerId} || '-' || n,
             '2026-11-02T09:30:00.000Z', '2026-11-02T09:30:00.000Z'
      FROM many`),
  )

const ordersOf = async (id: number) => {
  const row = await app.db.get<{ n: number }>(sql`
    SELECT count(*) AS n FROM orders WHERE customer_id = ${id}`)
  return Number(row?.n)
}
const undoLast = async (id: number) =>
  owner.post('/api/undos', { eventId: (await eventsOf(app, 'customer', id)).at(-1)?.id })
const isMoving = async () =>
  (await app.db.get(sql`SELECT id FROM customer_moves LIMIT 1`)) !== undefined

t.test('a merge moves them all, beside other requests, and the undo too', async (t) => {
  const [into, from] = [await customer(), await customer()]
  await addPaid(from, MANY)
  await addPaid(into, 3)
  let served = 0
  let isDone = false
  const merged = owner.post(`/api/customers/${into}/merge`, { from }).finally(() => {
    isDone = true
  })
  while (!isDone) {
    const answer = await owner.get(`/api/customers/${into}`)
    if (!isDone && answer.statusCode === 200) served += 1
  }
  t.equal((await merged).statusCode, 200)
  t.ok(served > 5, `${served} requests were answered meanwhile`)
  t.equal(await ordersOf(from), 0)
  t.equal(await ordersOf(into), MANY + 3)
  t.strictSame(await storedSums(app.db), await recountedSums(app.db))
  const merge = (await eventsOf(app, 'customer', into)).at(-1)
  t.equal(Object(merge?.data).orders.length, MANY)

  const undone = await undoLast(into)
  t.equal(undone.statusCode, 201, undone.body.slice(0, 300))
  t.equal(await ordersOf(from), MANY)
  t.equal(await ordersOf(into), 3)
  t.strictSame(await storedSums(app.db), await recountedSums(app.db))
  t.notOk(await isMoving())
})

t.test('a merge that was interrupted is finished; until then no other begins', async (t) => {
  const [into, from, third] = [await customer(), await customer(), await customer()]
  await addPaid(from, 300)
  await app.db.write(async (tx) => {
    await tx.run(sql`
      INSERT INTO customer_moves (source_id, target_id, order_ids, created_at, updated_at)
      SELECT ${from}, ${into}, ${JSON.stringify(await idsOf(from))}, created_at, updated_at
      FROM customers WHERE id = ${into}`)
  })
  refused(
    t,
    await owner.post(`/api/customers/${third}/merge`, { from: into }),
    409,
    'merge_under_way',
  )
  await finishMoves((work) => app.db.write((tx) => work(change(tx, SYSTEM))))
  t.equal(await ordersOf(into), 300)
  t.equal((await owner.post(`/api/customers/${third}/merge`, { from: into })).statusCode, 200)
  t.equal(await ordersOf(third), 300)
  t.strictSame(await storedSums(app.db), await recountedSums(app.db))
})

async function idsOf(id: number): Promise<number[]> {
  const rows = await app.db.all<{ id: number }>(sql`
    SELECT id FROM orders WHERE customer_id = ${id} ORDER BY id`)
  return rows.map((row) => row.id)
}
