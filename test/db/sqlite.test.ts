// The SQLite engine keeps what it promises: durable, exact, all or nothing.
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Transaction } from '../../src/db/database.ts'
import { ConstraintError, MisuseError, OpenError } from '../../src/db/errors.ts'
import { openDatabase } from '../../src/db/open.ts'
import { sql } from '../../src/db/sql.ts'
import { openSqlite } from '../../src/db/sqlite.ts'
import { onlyOnSqlite } from '../database.ts'
import { openRail } from './temporary.ts'

onlyOnSqlite('it is about that engine; postgres.test.ts is about the other')

const hang = (name: string) => (tx: Transaction) =>
  tx.run(sql`INSERT INTO garments (name) VALUES (${name})`)
const names = sql`SELECT name FROM garments ORDER BY id`

t.test('what is committed survives a power cut', async (t) => {
  const { db } = await openRail(t)
  const setting = (name: 'synchronous' | 'journal_mode' | 'foreign_keys') =>
    db.write(({ get }) =>
      get<Record<string, unknown>>(
        {
          synchronous: sql`PRAGMA synchronous`,
          journal_mode: sql`PRAGMA journal_mode`,
          foreign_keys: sql`PRAGMA foreign_keys`,
        }[name],
      ),
    )
  t.same(await setting('synchronous'), { synchronous: 2 }, '2 is FULL: an fsync at each commit')
  t.same(await setting('journal_mode'), { journal_mode: 'wal' })
  t.same(await setting('foreign_keys'), { foreign_keys: 1 })
})

t.test('a work that fails is undone, and its error arrives unchanged', async (t) => {
  const { db } = await openRail(t)
  const ripped = new Error('the seam ripped')
  const work = db.write(async (tx) => {
    await hang('gown')(tx)
    throw ripped
  })
  t.equal(await work.catch((error) => error), ripped)
  t.same(await db.all(names), [])
})

t.test('a work that throws before it awaits is undone too', async (t) => {
  const { db } = await openRail(t)
  const work = () => {
    throw new Error('no thread')
  }
  await t.rejects(db.write(work), { message: 'no thread' })
  await db.write(hang('veil'))
  t.same(await db.all(names), [{ name: 'veil' }])
})

t.test('a work sees its own writes, others see them after the commit', async (t) => {
  const { db } = await openRail(t)
  await db.write(async (tx) => {
    await hang('gown')(tx)
    t.same(await tx.all(names), [{ name: 'gown' }])
    t.same(await db.all(names), [], 'a reader outside does not')
  })
  t.same(await db.all(names), [{ name: 'gown' }])
})

t.test('the calls of a transaction work on their own', async (t) => {
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

t.test('a broken rule of the schema says which', async (t) => {
  const { db } = await openRail(t)
  await db.write(hang('gown'))
  const broken = (statement: ReturnType<typeof sql>) =>
    db.write(({ run }) => run(statement)).catch((error: unknown) => error)
  const cases = [
    { is: ['unique', 'garments.name'], of: sql`INSERT INTO garments (name) VALUES ('gown')` },
    { is: ['check', 'price >= 0'], of: sql`UPDATE garments SET price = ${-1}` },
    { is: ['not_null', 'garments.name'], of: sql`INSERT INTO garments (name) VALUES (${null})` },
    { is: ['foreign_key', ''], of: sql`INSERT INTO tags (garment_id) VALUES (${99})` },
  ]
  for (const { is, of } of cases) {
    const error = await broken(of)
    t.type(error, ConstraintError)
    t.same([(error as ConstraintError).kind, (error as ConstraintError).target], is)
  }
})

t.test(
  'a failed statement ends its transaction, also when the work swallows the error',
  async (t) => {
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
  },
)

t.test('whole numbers stay whole, and none loses digits', async (t) => {
  const { db } = await openRail(t)
  const { half, json } =
    (await db.get<{ half: number; json: string }>(sql`
    SELECT ${5} / 2 AS half, json_object('price', ${12550}) AS json`)) ?? {}
  t.equal(half, 2)
  t.equal(json, '{"price":12550}')
  const most = Number.MAX_SAFE_INTEGER
  t.same(await db.get(sql`SELECT ${most} AS most, ${-most} AS least`), { most, least: -most })
  await t.rejects(db.get(sql`SELECT ${most + 1}`), { message: /without losing digits/ })
  await t.rejects(db.get(sql`SELECT ${Number.NaN}`), { message: /without losing digits/ })
  await t.rejects(db.get(sql`SELECT 9007199254740993 AS huge`), { message: /"huge".*beyond 2\^53/ })
  await db.write(({ run }) =>
    run(sql`INSERT INTO garments (name, price) VALUES ('x', ${2n ** 60n})`),
  )
  await t.rejects(db.all(sql`SELECT price FROM garments`), { message: /"price"/ })
})

t.test('bytes come back as they went in; a boolean is refused', async (t) => {
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

t.test('a read cannot write', async (t) => {
  const { db } = await openRail(t)
  await t.rejects(db.all(sql`INSERT INTO garments (name) VALUES ('x') RETURNING id`), /readonly/)
})

t.test('closing waits for the writes under way and leaves one file', async (t) => {
  const { db, file } = await openRail(t)
  const writes = Promise.all(['gown', 'veil', 'train'].map((name) => db.write(hang(name))))
  await db.close()
  t.same(await writes, [1, 1, 1], 'all were saved')
  t.notOk(existsSync(`${file}-wal`), 'the log is in the file')
  await t.rejects(db.write(hang('late')), { name: 'MisuseError', message: /closed/ })
  await t.rejects(db.all(names), MisuseError)
  await db.close()
})

t.test('what cannot be opened is refused with one line', async (t) => {
  const folder = t.testdir({
    'notes.db': 'not a database at all, but a shopping list\n'.repeat(40),
  })
  const refusal = await openSqlite({ file: join(folder, 'notes.db') }).catch((error) => error)
  t.type(refusal, OpenError)
  t.match(refusal.message, /notes\.db.*not a database/)
  writeFileSync(join(folder, 'file'), '')
  await t.rejects(openSqlite({ file: join(folder, 'file', 'x.db') }), OpenError)
  const postgres = openDatabase({ databaseUrl: 'postgres://127.0.0.1:1/shop', dataDir: folder })
  await t.rejects(postgres, { name: 'OpenError', message: /^DATABASE_URL: the database shop/ })
})
