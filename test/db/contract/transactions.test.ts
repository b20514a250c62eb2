// Contract of both engines: a write is one transaction, all of it or nothing.
import t from 'tap'
import { ConstraintError, MisuseError } from '../../../src/db/errors.ts'
import { sql } from '../../../src/db/sql.ts'
import { ENGINE } from '../../support/database/index.ts'
import { hang, names, openRail } from '../../support/database/rail.ts'

t.test('a failed write is rolled back, and its error arrives unchanged', async (t) => {
  const { db } = await openRail(t)
  const ripped = new Error('the seam ripped')
  const work = db.write(async (tx) => {
    await hang('gown')(tx)
    throw ripped
  })
  t.equal(await work.catch((error) => error), ripped)
  t.same(await db.all(names), [])
})

t.test('a write that throws before its first await is rolled back too', async (t) => {
  const { db } = await openRail(t)
  const work = () => {
    throw new Error('no thread')
  }
  await t.rejects(db.write(work), { message: 'no thread' })
  await db.write(hang('veil'))
  t.same(await db.all(names), [{ name: 'veil' }])
})

t.test('a write sees its own changes, others see them after the commit', async (t) => {
  const { db } = await openRail(t)
  await db.write(async (tx) => {
    await hang('gown')(tx)
    t.same(await tx.all(names), [{ name: 'gown' }])
    t.same(await db.all(names), [], 'a reader outside does not')
  })
  t.same(await db.all(names), [{ name: 'gown' }])
})

t.test('the methods of a transaction work when destructured', async (t) => {
  const { db } = await openRail(t)
  const answer = await db.write(async ({ all, get, run }) => {
    const changed = await run(sql`INSERT INTO garments (name) VALUES ('gown'), ('veil')`)
    return { changed, all: await all(names), first: await get(names) }
  })
  t.same(answer, {
    changed: 2,
    all: [{ name: 'gown' }, { name: 'veil' }],
    first: { name: 'gown' },
  })
})

t.test('concurrent calls in one transaction run one after another', async (t) => {
  const { db } = await openRail(t)
  const rail = ['gown', 'veil', 'train', 'belt']
  await db.write((tx) => Promise.all(rail.map((name) => hang(name)(tx))))
  t.same(
    await db.all(names),
    rail.map((name) => ({ name })),
  )
})

t.test('a violated constraint is named', async (t) => {
  const { db } = await openRail(t)
  await db.write(hang('gown'))
  const cases = [
    { is: ['unique', 'garments.name'], of: sql`INSERT INTO garments (name) VALUES ('gown')` },
    { is: ['check', 'price_is_not_negative'], of: sql`UPDATE garments SET price = ${-1}` },
    { is: ['not_null', 'garments.name'], of: sql`INSERT INTO garments (name) VALUES (${null})` },
    {
      // SQLite does not say which foreign key it was.
      is: ['foreign_key', ENGINE === 'sqlite' ? '' : 'tags_garment_id_fkey'],
      of: sql`INSERT INTO tags (garment_id) VALUES (${99})`,
    },
  ]
  for (const { is, of } of cases) {
    const error = await db.write(({ run }) => run(of)).catch((error: unknown) => error)
    t.type(error, ConstraintError)
    t.same([(error as ConstraintError).kind, (error as ConstraintError).target], is)
  }
})

t.test('a constraint that is violated at the commit rejects the write', async (t) => {
  const { db } = await openRail(t)
  await db.write(hang('gown'))
  const late = db.write(async (tx) => {
    await hang('veil')(tx)
    await tx.run(sql`INSERT INTO tags (garment_id, late_id) VALUES (1, 9)`)
  })
  await t.rejects(late, { name: 'CommitError' })
  await db.write(hang('train'))
  t.same(await db.all(names), [{ name: 'gown' }, { name: 'train' }])
})

t.test('a failed statement ends its transaction, also if the error is caught', async (t) => {
  const { db } = await openRail(t)
  await db.write(hang('gown'))
  const swallowing = db.write(async (tx) => {
    await hang('veil')(tx)
    await hang('gown')(tx).catch(() => 0)
  })
  t.match(await swallowing.catch((error) => error), { kind: 'unique' })
  const going = db.write(async (tx) => {
    await hang('gown')(tx).catch(() => 0)
    await hang('train')(tx)
  })
  await t.rejects(going, { name: 'MisuseError', message: /statement of this transaction failed/ })
  t.same(await db.all(names), [{ name: 'gown' }])
})

t.test('statements sent together with a failing one are not executed', async (t) => {
  const { db } = await openRail(t)
  await db.write(hang('gown'))
  const both = db.write((tx) => Promise.allSettled([hang('gown')(tx), hang('veil')(tx)]))
  await t.rejects(both, { name: 'ConstraintError' })
  t.same(await db.all(names), [{ name: 'gown' }])
})

t.test('a finished transaction refuses further calls', async (t) => {
  const { db } = await openRail(t)
  const finished = await db.write(async ({ all, get, run, concurrent }) => ({
    all,
    get,
    run,
    concurrent,
  }))
  await t.rejects(hang('late')(finished), { name: 'MisuseError', message: /over/ })
  await t.rejects(finished.all(names), { message: /over/ })
  await t.rejects(finished.get(names), { message: /over/ })
})

t.test('a read cannot write', async (t) => {
  const { db } = await openRail(t)
  const refusal = ENGINE === 'sqlite' ? /not written/ : /read-only/
  await t.rejects(db.all(sql`INSERT INTO garments (name) VALUES ('x') RETURNING id`), refusal)
  t.same(await db.all(names), [])
})

t.test('closing waits for running writes', async (t) => {
  const { db, openBeside } = await openRail(t)
  const writes = Promise.all(['gown', 'veil', 'train'].map((name) => db.write(hang(name))))
  await db.close()
  t.same(await writes, [1, 1, 1], 'all were saved')
  t.equal((await (await openBeside()).all(names)).length, 3)
  await t.rejects(db.write(hang('late')), { name: 'MisuseError', message: /closed/ })
  await t.rejects(db.all(names), MisuseError)
  await db.close()
})
