// Contract of both engines: concurrent writes share commits, fail separately, and end as if one ran after the other.
import t from 'tap'
import type { Transaction } from '../../../src/db/database.ts'
import { sql } from '../../../src/db/sql.ts'
import { gowns, hang, names, openRail, priceOf, setPrice } from '../../support/database/rail.ts'

t.test('100 concurrent writes need at most two commits', async (t) => {
  const { db } = await openRail(t)
  await Promise.all(gowns(100).map((name) => db.write(hang(name))))
  const { commits, writes } = db.stats()
  t.equal(writes, 100)
  t.ok(commits <= 2, `${commits} commits`)
  t.equal((await db.all(names)).length, 100)
})

t.test('a failed write is rolled back alone', async (t) => {
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
  const results = outcomes.map((one) => (one.status === 'fulfilled' ? 'done' : one.reason.message))
  t.equal(results[0], 'gown 0 does not fit', 'its error arrives unchanged')
  t.equal(results[1], 'done', 'the first veil')
  t.match(results[4], /unique: garments.name/)
  const done = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  t.equal(done.length, 11)
  const saved = await db.all<{ name: string }>(names)
  t.same(saved.map(({ name }) => name).sort(), [...done, 'veil'].sort())
})

t.test('a later write of the group sees the changes of an earlier one', async (t) => {
  const { db } = await openRail(t)
  const counts = gowns(3).map((name) =>
    db.write(async (tx) => {
      await hang(name)(tx)
      return (await tx.all(names)).length
    }),
  )
  t.same(await Promise.all(counts), [1, 2, 3])
})

t.test('no result is returned before its commit, nor is a refusal', async (t) => {
  const { db, openBeside } = await openRail(t)
  const witness = await openBeside()
  const seen = () => witness.all(names)
  const [saved, refused] = await Promise.all([
    db.write(hang('gown')).then(seen),
    db.write(hang('gown')).catch(seen),
  ])
  t.same(saved, [{ name: 'gown' }])
  t.same(refused, [{ name: 'gown' }], 'the reason for the refusal is committed')
})

t.test('settled promises may be awaited', async (t) => {
  const { db } = await openRail(t)
  const write = db.write(async (tx) => {
    for (const name of gowns(50)) await Promise.all([hang(name)(tx), Promise.resolve(name)])
    return (await tx.all(names)).length
  })
  t.equal(await write, 50)
})

t.test("concurrent writes that read each other's rows end as if serial", async (t) => {
  const { db, openBeside } = await openRail(t)
  const other = await openBeside()
  await db.write(hang('till'))
  const sale = async (tx: Transaction) => {
    const till = await priceOf(tx, 'till')
    await setPrice(tx, 'till', (till?.price ?? 0) + 1)
  }
  await Promise.all(gowns(40).map(() => db.write(sale)))
  t.same(await priceOf(db, 'till'), { price: 40 })
  await Promise.all(gowns(40).map((_, at) => (at % 2 ? db : other).write(sale)))
  t.same(await priceOf(db, 'till'), { price: 80 }, 'also from two processes')
})

t.test('a rule over several rows holds, although each write changes another row', async (t) => {
  const { db } = await openRail(t)
  for (let round = 0; round < 10; round++) {
    const [one, other] = [`gown ${round}`, `veil ${round}`]
    await db.write(hang(one, 1))
    await db.write(hang(other, 1))
    // One of the two must stay for sale: each write checks that the other one is.
    const withdraw = (name: string, rest: string) =>
      db.write(async (tx) => {
        if ((await priceOf(tx, rest))?.price) await setPrice(tx, name, 0)
      })
    await Promise.all([withdraw(one, other), withdraw(other, one)])
    const prices = await Promise.all([priceOf(db, one), priceOf(db, other)])
    t.equal(
      prices.reduce((sum, row) => sum + (row?.price ?? 0), 0),
      1,
    )
  }
})

t.test('a write that inserts only after checking never inserts twice', async (t) => {
  const { db } = await openRail(t)
  const hangOnce = () =>
    db.write(async (tx) => {
      if (!(await priceOf(tx, 'gown'))) await hang('gown')(tx)
    })
  for (let round = 0; round < 5; round++) {
    await Promise.all(Array.from({ length: 10 }, hangOnce))
    t.same(await db.all(names), [{ name: 'gown' }])
    await db.write((tx) => tx.run(sql`DELETE FROM garments`))
  }
})
