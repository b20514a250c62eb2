// The PostgreSQL engine keeps what the SQLite one promises: durable, exact, all or nothing.
import t from 'tap'
import { ConstraintError, MisuseError } from '../../src/db/errors.ts'
import { perEngine, sql } from '../../src/db/sql.ts'
import { administer, onlyOnPostgres } from '../database.ts'
import { hang, names, openRail } from './server-rail.ts'

onlyOnPostgres()

t.test('a work that fails is undone, and its error arrives unchanged', async (t) => {
  const { db } = await openRail(t)
  const ripped = new Error('the seam ripped')
  const work = db.write(async (tx) => {
    await hang('gown')(tx)
    throw ripped
  })
  t.equal(await work.catch((error) => error), ripped)
  await t.rejects(
    db.write(() => {
      throw new Error('no thread')
    }),
    { message: 'no thread' },
  )
  t.same(await db.all(names), [])
})

t.test('a work sees its own writes, others see them after the commit', async (t) => {
  const { db } = await openRail(t)
  const answer = await db.write(async ({ all, get, run }) => {
    const changed = await run(sql`INSERT INTO garments (name) VALUES ('gown'), ('veil')`)
    t.same(await db.all(names), [], 'a reader outside does not')
    return { changed, all: await all(names), first: await get(names) }
  })
  const hung = [{ name: 'gown' }, { name: 'veil' }]
  t.same(answer, { changed: 2, all: hung, first: hung[0] })
  t.same(await db.all(names), hung)
})

t.test('several calls at once are made one after another', async (t) => {
  const { db } = await openRail(t)
  const many = ['gown', 'veil', 'train', 'belt']
  await db.write((tx) => Promise.all(many.map((name) => hang(name)(tx))))
  t.same(
    await db.all(names),
    many.map((name) => ({ name })),
  )
})

t.test('a broken rule of the schema says which', async (t) => {
  const { db } = await openRail(t)
  await db.write(hang('gown'))
  const broken = (statement: ReturnType<typeof sql>) =>
    db.write(({ run }) => run(statement)).catch((error: unknown) => error)
  const cases = [
    { is: ['unique', 'garments.name'], of: sql`INSERT INTO garments (name) VALUES ('gown')` },
    { is: ['check', 'price_is_not_negative'], of: sql`UPDATE garments SET price = ${-1}` },
    { is: ['not_null', 'garments.name'], of: sql`INSERT INTO garments (name) VALUES (${null})` },
    {
      is: ['foreign_key', 'tags_garment_id_fkey'],
      of: sql`INSERT INTO tags (garment_id) VALUES (${99})`,
    },
  ]
  for (const { is, of } of cases) {
    const error = await broken(of)
    t.type(error, ConstraintError)
    t.same([(error as ConstraintError).kind, (error as ConstraintError).target], is)
  }
  const late = db.write(({ run }) => run(sql`INSERT INTO tags (garment_id, late_id) VALUES (1, 9)`))
  await t.rejects(late, { name: 'CommitError' }, 'found at the commit')
})

t.test('a failed statement ends its transaction, also when the error is swallowed', async (t) => {
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

t.test('values mean what they mean on SQLite', async (t) => {
  const { db } = await openRail(t)
  const row = await db.get(sql`
    SELECT ${5} / 2 AS half, ${0.5} AS part, 1 = 1 AS yes, 1 = 2 AS no, sum(n.price) AS total,
           count(*) AS n, ${'Zoë 👗'} AS name, ${null} AS nothing
    FROM (SELECT ${12550} AS price) n`)
  const name = 'Zoë 👗'
  t.strictSame(
    { ...(row as object) },
    { half: 2, part: 0.5, yes: 1, no: 0, total: 12550, n: 1, name, nothing: null },
  )
  const most = Number.MAX_SAFE_INTEGER
  t.same(await db.get(sql`SELECT ${most} AS most, ${-most} AS least`), { most, least: -most })
  await t.rejects(db.get(sql`SELECT ${most + 1}`), { message: /without losing digits/ })
  await t.rejects(db.get(sql`SELECT 9007199254740993 AS huge`), { message: /"huge".*beyond 2\^53/ })
  await t.rejects(db.get(sql`SELECT sum(n) AS huge FROM (VALUES (${most}), (${most})) x (n)`), {
    message: /"huge"/,
  })
  const yes = true as unknown as number
  await t.rejects(db.get(sql`SELECT ${yes}`), { message: /booleans are 0 and 1/ })
  const photo = new Uint8Array([0, 255, 13, 10])
  await db.write(({ run }) =>
    run(sql`INSERT INTO garments (name, photo) VALUES ('gown', ${photo})`),
  )
  const kept = await db.get<{ photo: Uint8Array }>(sql`SELECT photo FROM garments`)
  t.same([...(kept?.photo ?? [])], [...photo])
})

t.test('the same text with other kinds of values is no other statement', async (t) => {
  const { db } = await openRail(t)
  const priced = (price: number | null) => sql`SELECT coalesce(${price}, 7) AS price`
  for (const price of [1, 0.5, null, 2, 0.25, null, 3]) {
    t.same(await db.get(priced(price)), { price: price ?? 7 })
  }
})

t.test('a difference of the engines is one fragment, wherever it stands', async (t) => {
  const { db } = await openRail(t)
  const engine = perEngine({
    sqlite: sql`typeof(${'x'}) || sqlite_version()`,
    postgres: sql`${'x'} || 'y'`,
  })
  t.same(await db.get(sql`SELECT ${1} AS n, ${engine} AS words, ${2} AS m`), {
    n: 1,
    words: 'xy',
    m: 2,
  })
  t.throws(() => perEngine({ sqlite: sql`${1}`, postgres: sql`${2}` }), TypeError)
})

t.test('a read cannot write', async (t) => {
  const { db } = await openRail(t)
  await t.rejects(db.all(sql`INSERT INTO garments (name) VALUES ('x') RETURNING id`), /read-only/)
})

t.test('a process holds no more connections than it was given', async (t) => {
  const { db, url } = await openRail(t, 5)
  const name = new URL(url).pathname.slice(1)
  const busy = Promise.all([
    ...Array.from({ length: 20 }, (_, at) => db.write(hang(`gown ${at}`))),
    ...Array.from({ length: 20 }, () => db.all(sql`SELECT pg_sleep(0.01)`)),
  ])
  const [held] = await administer(
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = '${name}'`,
  )
  await busy
  t.ok(held?.rows[0].n <= 5, `${held?.rows[0].n} connections`)
})

t.test('closing waits for the writes under way', async (t) => {
  const { db } = await openRail(t)
  const writes = Promise.all(['gown', 'veil', 'train'].map((name) => db.write(hang(name))))
  await db.close()
  t.same(await writes, [1, 1, 1], 'all were saved')
  await t.rejects(db.write(hang('late')), { name: 'MisuseError', message: /closed/ })
  await t.rejects(db.all(names), MisuseError)
  await db.close()
})
