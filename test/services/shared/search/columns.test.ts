// Search columns of an older version: updated at the first start.
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { upgradeSearchColumns } from '../../../../src/services/shared/search/upgrade.ts'
import { openShop } from '../../../support/api.ts'
import { addOrder } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)
const { db } = app

await addOrder(owner, {
  customer: { name: 'रीमा', phoneNumber: '+44 (0)7700 900555' },
  items: [{ itemName: 'Châle en soie', quantity: 1, unitPrice: '5' }],
})
await addOrder(owner, { customer: { name: '王小明', phoneNumber: '0170 1' } })

/** Sets the columns as the previous version stored them. */
const age = () =>
  db.write(async (tx) => {
    await tx.run(sql`UPDATE counters SET value = 0 WHERE name = 'search_columns_edition'`)
    await tx.run(
      sql`UPDATE customers SET name_folded = 'रम', phone_digits = '4407700900555' WHERE name = 'रीमा'`,
    )
    await tx.run(sql`UPDATE customers SET name_parts = NULL`)
    await tx.run(sql`UPDATE item_names SET folded = NULL`)
    await tx.run(sql`UPDATE users SET name_folded = NULL`)
  })

const countMatches = async (search: string) =>
  (await owner.get(`/api/orders?search=${encodeURIComponent(search)}`)).json().data.length

/** Number of orders for each search. */
const finds = async () =>
  Promise.all(['रीमा', 'रम', '+447700900555', '小明', 'soie chale', 'CHÂLE'].map(countMatches))

const stored = () =>
  Promise.all([
    db.all(
      sql`SELECT name, name_folded, name_parts, phone_digits, version FROM customers ORDER BY id`,
    ),
    db.all(sql`SELECT name, folded FROM item_names ORDER BY id`),
    db.all(sql`SELECT full_name, name_folded, version FROM users ORDER BY id`),
    db.all(sql`SELECT name, value FROM counters WHERE name LIKE 'search%'`),
  ])

t.test('all stored columns are folded again, once, and nothing else is changed', async (t) => {
  const before = await stored()
  t.strictSame(await finds(), [1, 0, 1, 1, 1, 1])
  await age()
  t.strictSame(await finds(), [0, 1, 0, 0, 0, 0], 'as it was before the upgrade')
  await upgradeSearchColumns(db)
  t.strictSame(await finds(), [1, 0, 1, 1, 1, 1])
  t.strictSame(await stored(), before, 'as if this version had stored it')
  const { writes } = db.stats()
  await upgradeSearchColumns(db)
  t.equal(db.stats().writes, writes, 'the next start has nothing to do')
})

t.test('a name added by SQL is folded at the next start', async (t) => {
  await db.write((tx) =>
    tx.run(sql`UPDATE order_items SET item_name = 'Ärmel' WHERE item_name = 'Veil'`),
  )
  t.equal(await countMatches('armel'), 0)
  await upgradeSearchColumns(db)
  t.equal(await countMatches('armel'), 1)
})

t.test('a large shop logs the progress, and other writes continue', async (t) => {
  const people = 2_500
  await db.write(async (tx) => {
    const at = '2026-11-30T12:00:00.000Z'
    await tx.run(sql`
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${people})
      INSERT INTO customers (name, name_folded, phone_number, phone_digits, created_at, updated_at)
      SELECT 'राम ' || i, 'रम ' || i, '0170 ' || i, '0170' || i, ${at}, ${at} FROM n`)
  })
  await age()
  const progress: number[] = []
  const { writes } = db.stats()
  await upgradeSearchColumns(db, (done, all) => {
    t.ok(all >= people)
    progress.push(done)
  })
  t.ok(progress.length >= 3, `told ${progress}`)
  t.ok(db.stats().writes - writes >= people / 1_000, 'each batch is a transaction of its own')
  const row = await db.get<{ old: number }>(sql`
    SELECT count(*) AS old FROM customers WHERE name_folded LIKE 'रम %'`)
  t.equal(row?.old, 0)
})
