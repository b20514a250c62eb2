// Many tablets, one fsync: works share a commit, fail alone, and are answered only when it is done.
import t from 'tap'
import type { Transaction } from '../../src/db/database.ts'
import { sql } from '../../src/db/sql.ts'
import { onlyOnSqlite } from '../database.ts'
import { openRail, openWitness } from './temporary.ts'

onlyOnSqlite('works share a commit where there is one writer')

const hang = (name: string) => (tx: Transaction) =>
  tx.run(sql`INSERT INTO garments (name) VALUES (${name})`)
const gowns = (count: number) => Array.from({ length: count }, (_, index) => `gown ${index}`)
const counted = sql`SELECT count(*) AS n FROM garments`

t.test('100 writes of one moment share one commit', async (t) => {
  const { db } = await openRail(t)
  await Promise.all(gowns(100).map((name) => db.write(hang(name))))
  t.same(db.stats(), { commits: 1, writes: 100 })
  t.same(await db.get(counted), { n: 100 })
})

t.test('a group is bounded, so that the first of it does not wait for ever', async (t) => {
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

t.test('one that fails is undone alone', async (t) => {
  const { db } = await openRail(t)
  const outcomes = await Promise.allSettled(
    gowns(30).map((name, index) =>
      db.write(async (tx) => {
        await hang(name)(tx)
        if (index % 3 === 0) throw new Error(`${name} does not fit`)
        return name
      }),
    ),
  )
  t.same(
    outcomes.map(({ status }) => status === 'fulfilled'),
    gowns(30).map((_, index) => index % 3 !== 0),
  )
  t.same(db.stats(), { commits: 1, writes: 30 })
  const saved = await db.all<{ name: string }>(sql`SELECT name FROM garments ORDER BY id`)
  const kept = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  t.same(
    saved.map(({ name }) => name),
    kept,
  )
})

t.test('a later work of the group sees what an earlier one wrote', async (t) => {
  const { db } = await openRail(t)
  const counts = gowns(3).map((name) =>
    db.write(async (tx) => {
      await hang(name)(tx)
      return tx.get<{ n: number }>(counted)
    }),
  )
  t.same(await Promise.all(counts), [{ n: 1 }, { n: 2 }, { n: 3 }])
})

t.test('no answer leaves before its commit', async (t) => {
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

t.test('nor does a refusal: it may rest on what the group wrote before', async (t) => {
  const { db, file } = await openRail(t)
  const witness = openWitness(t, file).prepare('SELECT count(*) FROM garments').pluck()
  const [, taken] = await Promise.all([
    db.write(hang('gown')),
    db.write(hang('gown')).catch((error) => ({ kind: error.kind, seen: witness.get() })),
  ])
  t.same(taken, { kind: 'unique', seen: 1 })
})

t.test('when the commit fails, all of the group hear of it and the next group works', async (t) => {
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

t.test('when SQLite gives the transaction up, nothing of it commits on its own', async (t) => {
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

t.test('a work that awaits anything but its transaction is undone', async (t) => {
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

t.test('promises that are already settled may be awaited', async (t) => {
  const { db } = await openRail(t)
  const many = db.write(async (tx) => {
    for (const name of gowns(50)) await Promise.all([hang(name)(tx), Promise.resolve(name)])
    return tx.get(counted)
  })
  t.same(await many, { n: 50 })
})

t.test('a transaction that is over refuses further calls', async (t) => {
  const { db } = await openRail(t)
  const kept = await db.write(async ({ all, get, run, concurrent }) => ({
    all,
    get,
    run,
    concurrent,
  }))
  await t.rejects(hang('late')(kept), { name: 'MisuseError', message: /over/ })
  await t.rejects(kept.all(counted), { message: /over/ })
  await t.rejects(kept.get(counted), { message: /over/ })
})
