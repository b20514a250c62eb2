// Group commit on PostgreSQL: sizes, retries and durations of groups. What both engines promise is in test/db/contract.
import t from 'tap'
import type { Transaction } from '../../../src/db/database.ts'
import { sql } from '../../../src/db/sql.ts'
import { onlyOnPostgres } from '../../support/database/index.ts'
import { cut, openBeside, openRail } from '../../support/database/postgres-rail.ts'
import { gowns, hang, names, priceOf, setPrice } from '../../support/database/rail.ts'

onlyOnPostgres()

t.test('concurrent writes share a commit, up to the size limit of a group', async (t) => {
  const { db } = await openRail(t)
  await Promise.all(gowns(100).map((name) => db.write(hang(name))))
  t.same(db.stats(), { commits: 2, writes: 100 })
  t.equal((await db.all(names)).length, 100)
})

t.test('a group that conflicts with another process is retried as a whole, once', async (t) => {
  const { db, url } = await openRail(t)
  const other = await openBeside(t, url)
  await db.write(hang('till'))
  const sale = async (tx: Transaction) => {
    const till = await priceOf(tx, 'till')
    await setPrice(tx, 'till', (till?.price ?? 0) + 1)
  }
  await Promise.all(gowns(200).map((_, at) => (at % 2 ? db : other).write(sale)))
  t.same(await priceOf(db, 'till'), { price: 200 })
})

t.test('a slow write does not delay later ones', async (t) => {
  const { db } = await openRail(t)
  let end = () => {}
  let begin = () => {}
  const begun = new Promise<void>((resolve) => (begin = resolve))
  const slow = db.write(async (tx) => {
    await hang('wedding gown')(tx)
    begin()
    await new Promise<void>((resolve) => (end = resolve))
  })
  await begun
  await Promise.all(gowns(3).map((name) => db.write(hang(name))))
  await db.write(hang('veil'))
  t.equal((await db.all(names)).length, 4, 'the slow one is still under way')
  end()
  await slow
  t.equal((await db.all(names)).length, 5)
})

t.test('a lost connection within a group loses nothing and repeats nothing', async (t) => {
  const { db, url } = await openRail(t)
  let cuts = 0
  const writes = gowns(20).map((name, at) =>
    db.write(async (tx) => {
      await hang(name)(tx)
      if (at === 10 && ++cuts === 1) await cut(url)
    }),
  )
  await Promise.all(writes)
  t.equal(cuts, 2)
  t.equal((await db.all(names)).length, 20)
})

t.test('a write that always aborts its transaction does not affect the others', async (t) => {
  const { db } = await openRail(t)
  await db.write(({ run }) =>
    run(sql`CREATE FUNCTION raise_conflict() RETURNS void LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION USING errcode = 'serialization_failure'; END $$`),
  )
  const outcomes = await Promise.allSettled([
    db.write(hang('gown')),
    db.write(({ run }) => run(sql`SELECT raise_conflict()`)),
    db.write(hang('veil')),
  ])
  t.same(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
  t.match(outcomes[1], { reason: { name: 'CommitError' } })
  t.equal((await db.all(names)).length, 2)
})

t.test('a long transaction is committed before all waiting writes have joined', async (t) => {
  const { db } = await openRail(t)
  const slowly = (name: string) =>
    db.write(async (tx) => {
      await hang(name)(tx)
      await tx.all(sql`SELECT 1 FROM pg_sleep(0.15)`)
    })
  await Promise.all(gowns(12).map(slowly))
  t.equal((await db.all(names)).length, 12)
  t.ok(db.stats().commits > 1, 'others could take what it had locked')
  t.equal(db.stats().writes, 12)
})
