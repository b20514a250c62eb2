// Group commit on SQLite: concurrent writes share one fsync. What both engines promise is in test/db/contract.
import t from 'tap'
import { sql } from '../../../src/db/sql.ts'
import { onlyOnSqlite } from '../../support/database/index.ts'
import { gowns, hang } from '../../support/database/rail.ts'
import { openRail, openWitness } from '../../support/database/sqlite-rail.ts'

onlyOnSqlite('there is one writer')

const counted = sql`SELECT count(*) AS n FROM garments`

t.test('100 concurrent writes share one commit', async (t) => {
  const { db } = await openRail(t)
  await Promise.all(gowns(100).map((name) => db.write(hang(name))))
  t.same(db.stats(), { commits: 1, writes: 100 })
  t.same(await db.get(counted), { n: 100 })
})

t.test('a group is bounded, so that its first write does not wait forever', async (t) => {
  const { db } = await openRail(t)
  await Promise.all(gowns(300).map((name) => db.write(hang(name))))
  t.same(db.stats(), { commits: 3, writes: 300 })
})

t.test('32 busy writers need far fewer commits than writes', async (t) => {
  const { db } = await openRail(t)
  const writer = async (who: number) => {
    for (const name of gowns(20)) await db.write(hang(`${who}: ${name}`))
  }
  await Promise.all(Array.from({ length: 32 }, (_, who) => writer(who)))
  const { commits, writes } = db.stats()
  t.equal(writes, 640)
  t.ok(commits <= 0.2 * writes, `${commits} commits for ${writes} writes`)
})

t.test('no result is returned before its commit', async (t) => {
  const { db, file } = await openRail(t)
  const witness = openWitness(t, file)
    .prepare('SELECT count(*) FROM garments WHERE name = ?')
    .pluck()
  const seen = gowns(200).map((name) => db.write(hang(name)).then(() => witness.get(name)))
  t.same(
    await Promise.all(seen),
    gowns(200).map(() => 1),
    'another connection sees each row',
  )
})

t.test('if the commit fails, all of the group fail and the next group works', async (t) => {
  const { db } = await openRail(t)
  await db.write(hang('before'))
  const outcomes = await Promise.allSettled([
    db.write(hang('gown')),
    db.write(async (tx) => {
      await hang('veil')(tx)
      await tx.run(sql`INSERT INTO tags (garment_id, late_id) VALUES (1, 99)`) // found at COMMIT
    }),
    db.write(async () => Promise.reject(new Error('refused'))),
  ])
  for (const outcome of outcomes) {
    t.match(outcome, { status: 'rejected', reason: { name: 'CommitError' } })
  }
  t.same(await db.get(counted), { n: 1 }, 'nothing of the group was saved')
  await db.write(hang('after'))
  t.same(await db.get(counted), { n: 2 })
})

t.test('if SQLite rolls the transaction back, nothing of it commits', async (t) => {
  const { db } = await openRail(t)
  await db.write(({ run }) =>
    run(sql`CREATE TRIGGER moths BEFORE INSERT ON garments WHEN new.name = 'wool'
      BEGIN SELECT RAISE(ROLLBACK, 'eaten'); END`),
  )
  const swallowing = db.write(async (tx) => {
    await hang('wool')(tx).catch(() => 0)
    await hang('silk')(tx).catch(() => 0)
  })
  const outcomes = await Promise.allSettled([
    db.write(hang('gown')),
    swallowing,
    db.write(hang('veil')),
  ])
  for (const outcome of outcomes) {
    t.match(outcome, {
      status: 'rejected',
      reason: { name: 'CommitError', cause: { target: 'eaten' } },
    })
  }
  t.same(await db.get(counted), { n: 0 })
})

t.test('a write that awaits anything but its transaction is rolled back', async (t) => {
  const { db } = await openRail(t)
  const foreign: Record<string, () => Promise<unknown>> = {
    'a timer': () => new Promise((resolve) => setTimeout(resolve, 1)),
    'the next turn': () => new Promise((resolve) => setImmediate(resolve)),
    'another write': () => db.write(({ get }) => get(counted)),
    'nothing that ever comes': () => new Promise(() => {}),
  }
  for (const [what, wait] of Object.entries(foreign)) {
    const work = db.write(async (tx) => {
      await hang(what)(tx)
      await wait()
      await hang(`${what}, later`)(tx)
    })
    await t.rejects(work, { name: 'MisuseError', message: /only its own calls/ }, what)
    const first = db.write(() => wait().then(() => 'done'))
    await t.rejects(first, { name: 'MisuseError', message: /only its own calls/ }, `${what}, first`)
  }
  await new Promise((resolve) => setTimeout(resolve, 20))
  t.same(await db.all(sql`SELECT name FROM garments`), [])
})
