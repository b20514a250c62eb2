// Many tablets, one COMMIT: works of one process share a transaction of PostgreSQL, fail alone, and hold nobody up.
import t from 'tap'
import type { Transaction } from '../../src/db/database.ts'
import { sql } from '../../src/db/sql.ts'
import { onlyOnPostgres } from '../database.ts'
import { cut, hang, names, openBeside, openRail, priceOf, setPrice } from './server-rail.ts'

onlyOnPostgres()

const gowns = (count: number) => Array.from({ length: count }, (_, index) => `gown ${index}`)

t.test('works of one moment share a commit, as many as a transaction holds well', async (t) => {
  const { db } = await openRail(t)
  await Promise.all(gowns(100).map((name) => db.write(hang(name))))
  t.same(db.stats(), { commits: 2, writes: 100 })
  t.equal((await db.all(names)).length, 100)
})

t.test('one that fails is undone alone', async (t) => {
  const { db } = await openRail(t)
  const outcomes = await Promise.allSettled(
    gowns(30).map((name, index) =>
      db.write(async (tx) => {
        await hang(name)(tx)
        if (index % 3 === 0) throw new Error(`${name} does not fit`)
        if (index % 3 === 1) await hang('veil')(tx)
        return name
      }),
    ),
  )
  const kinds = outcomes.map((one) => (one.status === 'fulfilled' ? 'done' : one.reason.message))
  t.equal(kinds[0], 'gown 0 does not fit', 'its error arrives unchanged')
  t.equal(kinds[1], 'done')
  t.match(kinds[4], /unique: garments.name/)
  const kept = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const saved = await db.all<{ name: string }>(names)
  t.same(saved.map(({ name }) => name).sort(), [...kept, 'veil'].sort())
})

t.test('what was asked at once after a failure is not done', async (t) => {
  const { db } = await openRail(t)
  await db.write(hang('gown'))
  const both = db.write((tx) => Promise.allSettled([hang('gown')(tx), hang('veil')(tx)]))
  await t.rejects(both, { name: 'ConstraintError' })
  t.same(await db.all(names), [{ name: 'gown' }])
})

t.test('no answer leaves before its commit, nor does a refusal', async (t) => {
  const { db, url } = await openRail(t)
  const witness = await openBeside(t, url, 3)
  const seen = () => witness.all(names)
  const [done, refused] = await Promise.all([
    db.write(hang('gown')).then(seen),
    db.write(hang('gown')).catch(seen),
  ])
  t.same(done, [{ name: 'gown' }])
  t.same(refused, [{ name: 'gown' }])
})

t.test('a group that meets another process is done again, all of it, once', async (t) => {
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

t.test('a slow work does not keep those waiting who come later', async (t) => {
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

t.test('a cut in the middle of a group loses nothing and does nothing twice', async (t) => {
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

t.test('one that always ends its transaction takes nobody else along', async (t) => {
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

t.test('a transaction that takes long is committed before all have had their turn', async (t) => {
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
