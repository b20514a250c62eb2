// Snapshot reads on SQLite: reads in one iteration of the event loop see one state of the file.
import { setImmediate as nextTurn } from 'node:timers/promises'
import t from 'tap'
import { sql } from '../../../src/db/sql.ts'
import { onlyOnSqlite } from '../../support/database/index.ts'
import { openRail, openWitness } from '../../support/database/sqlite-rail.ts'

onlyOnSqlite('on PostgreSQL each statement sees the latest state')

const { db, file } = await openRail(t)
const another = openWitness(t, file)
await db.write((tx) => tx.run(sql`INSERT INTO garments (name, price) VALUES ('Veil', 30)`))
t.beforeEach(() => nextTurn())

const price = async () =>
  (await db.get<{ price: number }>(sql`SELECT price FROM garments`))?.price ?? 0

t.test('a commit of another process becomes visible only in the next iteration', async (t) => {
  const before = await price()
  another.prepare('UPDATE garments SET price = price + 1').run()
  t.equal(await price(), before)
  await nextTurn()
  t.equal(await price(), before + 1, 'and seen in the next')
})

t.test('a commit of this process is visible at once', async (t) => {
  const before = await price()
  const committed = db.write(async (tx) => {
    await tx.run(sql`UPDATE garments SET price = price + 1`)
    t.equal(await price(), before)
  })
  await committed
  t.equal(await price(), before + 1)
})

t.test('a failing statement keeps the snapshot', async (t) => {
  const before = await price()
  await t.rejects(db.all(sql`SELECT seam FROM garments`))
  another.prepare('UPDATE garments SET price = price + 1').run()
  t.equal(await price(), before)
  await nextTurn()
  t.equal(await price(), before + 1)
})

t.test('a snapshot does not block checkpoints of another process', async (t) => {
  await price()
  another.prepare('UPDATE garments SET price = price + 1').run()
  await nextTurn()
  t.match(another.pragma('wal_checkpoint(TRUNCATE)'), [{ busy: 0, log: 0 }])
})
