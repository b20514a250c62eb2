// Contract of both engines: values are read back exactly, with the same types.
import t from 'tap'
import { perEngine, sql } from '../../../src/db/sql.ts'
import { openRail } from '../../support/database/rail.ts'

t.test('values of a result have the same types', async (t) => {
  const { db } = await openRail(t)
  const row = await db.get(sql`
    SELECT ${5} / 2 AS half, ${0.5} AS part, 1 = 1 AS yes, 1 = 2 AS no, sum(n.price) AS total,
           count(*) AS n, ${'Zoë 👗'} AS name, ${null} AS missing
    FROM (SELECT ${12550} AS price) n`)
  const name = 'Zoë 👗'
  t.strictSame(
    { ...(row as object) },
    { half: 2, part: 0.5, yes: 1, no: 0, total: 12550, n: 1, name, missing: null },
  )
})

t.test('integers stay exact, and none loses digits', async (t) => {
  const { db } = await openRail(t)
  const most = Number.MAX_SAFE_INTEGER
  t.same(await db.get(sql`SELECT ${most} AS most, ${-most} AS least`), { most, least: -most })
  await t.rejects(db.get(sql`SELECT ${most + 1}`), { message: /without losing digits/ })
  await t.rejects(db.get(sql`SELECT ${Number.NaN}`), { message: /without losing digits/ })
  await t.rejects(db.get(sql`SELECT 9007199254740993 AS huge`), { message: /"huge".*beyond 2\^53/ })
  const sum = sql`SELECT sum(x.n) AS huge FROM (SELECT ${most} AS n UNION ALL SELECT ${most}) AS x`
  await t.rejects(db.get(sum), { message: /"huge".*beyond 2\^53/ })
  await db.write(({ run }) =>
    run(sql`INSERT INTO garments (name, price) VALUES ('x', ${2n ** 60n})`),
  )
  await t.rejects(db.all(sql`SELECT price FROM garments`), { message: /"price"/ })
})

t.test('bytes are read back unchanged; a boolean is refused', async (t) => {
  const { db } = await openRail(t)
  const photo = new Uint8Array([0, 255, 13, 10])
  await db.write(({ run }) =>
    run(sql`INSERT INTO garments (name, photo) VALUES ('gown', ${photo})`),
  )
  const row = await db.get<{ photo: Uint8Array }>(sql`SELECT photo FROM garments`)
  t.same([...(row?.photo ?? [])], [...photo])
  const yes = true as unknown as number
  await t.rejects(db.get(sql`SELECT ${yes}`), { message: /booleans are 0 and 1/ })
})

t.test('parameters of equal SQL may change their types between calls', async (t) => {
  const { db } = await openRail(t)
  const priced = (price: number | null) => sql`SELECT coalesce(${price}, 7) AS price`
  for (const price of [1, 0.5, null, 2, 0.25, null, 3])
    t.same(await db.get(priced(price)), { price: price ?? 7 })
})

t.test('an engine-specific fragment works anywhere in a statement', async (t) => {
  const { db } = await openRail(t)
  const type = perEngine({
    sqlite: sql`typeof(${'x'}) || '!'`,
    postgres: sql`pg_typeof(CAST(${'x'} AS text)) || '!'`,
  })
  t.same(await db.get(sql`SELECT ${1} AS n, ${type} AS type, ${2} AS m`), {
    n: 1,
    type: 'text!',
    m: 2,
  })
  t.throws(() => perEngine({ sqlite: sql`${1}`, postgres: sql`${2}` }), TypeError)
})
