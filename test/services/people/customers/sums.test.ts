// Stored sums of customers: equal to a recount after any change of orders.
import t from 'tap'
import { Random } from '../../../../scripts/sample/random.ts'
import { fillShop } from '../../../../scripts/sample/shop.ts'
import { list, sql } from '../../../../src/db/sql.ts'
import { ORDER_STATUSES, PAYMENT_STATUSES } from '../../../../src/schemas/orders/status.ts'
import { foldSums } from '../../../../src/services/orders/lists/totals.ts'
import { change, SYSTEM } from '../../../../src/services/shared/change.ts'
import { openOwn } from '../../../support/database/index.ts'
import { recountedSums, storedSums } from '../../../support/shop/customer-sums.ts'

const db = await openOwn(t)
const now = new Date()
const size = { photographed: 0, seed: 5, now, owner: null, progress: () => {} }
await fillShop(db, { ...size, orders: 60, byRows: false })
await fillShop(db, { ...size, orders: 300, byRows: true })

t.test('the sums of the sample shop equal a recount', async (t) => {
  const sums = await storedSums(db)
  t.strictSame(sums, await recountedSums(db))
  t.ok(sums.customers.length > 30)
  t.ok(sums.owing > 10)
})

t.test('the sums equal a recount after changes of every kind, also undone ones', async (t) => {
  const random = new Random(11)
  const moment = now.toISOString()
  const dues = ['2026-01-05T10:00:00.000Z', '2026-02-05T10:00:00.000Z', '2026-03-05T10:00:00.000Z']
  const next = () => {
    const id = random.int(1, 300)
    return random.pick([
      sql`UPDATE orders SET status = ${random.pick(ORDER_STATUSES)} WHERE id = ${id}`,
      sql`UPDATE orders SET payment_status = ${random.pick(PAYMENT_STATUSES)} WHERE id = ${id}`,
      sql`UPDATE orders SET paid_amount = total_amount WHERE id = ${id}`,
      sql`UPDATE orders SET paid_amount = 0, retained_amount = 0 WHERE id = ${id}`,
      sql`UPDATE orders SET total_amount = total_amount + 100 WHERE id = ${id}`,
      sql`UPDATE orders SET due_at = ${random.pick(dues)}, deadline = '2026-01-05' WHERE id = ${id}`,
      sql`UPDATE orders SET due_at = NULL, deadline = NULL WHERE id = ${id}`,
      sql`UPDATE orders SET customer_id = ${random.int(1, 5)} WHERE id = ${id}`,
      sql`UPDATE orders SET paid_amount = total_amount, due_at = NULL, deadline = NULL
          WHERE id BETWEEN ${id} AND ${id + 9}`,
      sql`UPDATE orders SET archived_at = ${moment} WHERE id = ${id}`,
      sql`UPDATE orders SET archived_at = NULL WHERE id = ${id}`,
    ])
  }
  for (let round = 0; round < 20; round++) {
    const work = db.write(async (tx) => {
      for (let at = 0; at < 50; at++) await tx.run(next())
      if (round % 5 === 4) throw new Error('undone')
    })
    await work.catch((error) => t.equal(error.message, 'undone'))
    if (round % 7 === 3) await db.write((tx) => foldSums(change(tx, SYSTEM)))
    t.strictSame(await storedSums(db), await recountedSums(db))
  }
})

t.test('the sums follow orders that are deleted', async (t) => {
  const deleted = await db.write(async (tx) => {
    const orders = await tx.all<{ id: number }>(sql`
      SELECT id FROM orders WHERE NOT EXISTS (SELECT 1 FROM payments p WHERE p.order_id = orders.id) LIMIT 20`)
    const ids = list(orders.map(({ id }) => id))
    await tx.run(sql`DELETE FROM order_items WHERE order_id IN (${ids})`)
    await tx.run(sql`DELETE FROM order_images WHERE order_id IN (${ids})`)
    return tx.run(sql`DELETE FROM orders WHERE id IN (${ids})`)
  })
  t.equal(deleted, 20)
  t.strictSame(await storedSums(db), await recountedSums(db))
})
