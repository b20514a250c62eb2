// The schema only moves forward, and never by surprise.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { MIGRATIONS } from '../../src/db/migrations.ts'
import { sql } from '../../src/db/sql.ts'
import { openSqlite } from '../../src/db/sqlite.ts'
import { onlyOnSqlite } from '../database.ts'
import { openWitness } from './temporary.ts'

onlyOnSqlite('postgres-migrations.test.ts tells it of PostgreSQL')

const ONE = 'CREATE TABLE garments (id INTEGER PRIMARY KEY, name TEXT) STRICT;'
const TWO = `ALTER TABLE garments ADD COLUMN size TEXT;\nINSERT INTO garments VALUES (1, 'gown', 'M');`
const BOTH = { '0001-rail.sql': ONE, '0002-sizes.sql': TWO }

/** Opens one file with one set of migrations after the other; answers the database of the last. */
async function openWith(t: Test, ...programs: Record<string, string>[]) {
  const folder = t.testdir(
    Object.fromEntries(programs.map((files, index) => [`v${index}`, { ...files }])),
  )
  const file = join(folder, 'rail.db')
  for (const index of programs.keys()) {
    const db = await openSqlite({ file, migrationsDir: join(folder, `v${index}`) })
    if (index === programs.length - 1) return db
    await db.close()
  }
  throw new Error('no program was given')
}

const refusal = (opening: Promise<unknown>) =>
  opening.then(
    () => 'opened',
    (error: Error) => `${error.name}: ${error.message}`,
  )

t.test('a fresh database gets all of them, in order, and remembers', async (t) => {
  const db = await openWith(t, BOTH)
  t.teardown(() => db.close())
  t.same(await db.all(sql`SELECT * FROM garments`), [{ id: 1, name: 'gown', size: 'M' }])
  const records = await db.all<Record<string, unknown>>(sql`SELECT * FROM schema_migrations`)
  t.match(records, [
    { number: 1, name: '0001-rail.sql', sha256: /^[0-9a-f]{64}$/, applied_at: /^20.*Z$/ },
    { number: 2, name: '0002-sizes.sql' },
  ])
})

t.test('each runs once, and a later one runs on what is there', async (t) => {
  const db = await openWith(t, { '0001-rail.sql': ONE }, BOTH, BOTH)
  t.teardown(() => db.close())
  t.same(await db.get(sql`SELECT count(*) AS n FROM garments`), { n: 1 })
})

t.test('line ends of another system are no change', async (t) => {
  const crlf = { '0001-rail.sql': ONE, '0002-sizes.sql': TWO.replaceAll('\n', '\r\n') }
  const db = await openWith(t, BOTH, crlf)
  t.teardown(() => db.close())
  t.same(await db.get(sql`SELECT count(*) AS n FROM schema_migrations`), { n: 2 })
})

t.test('an edited migration is refused', async (t) => {
  const edited = { ...BOTH, '0001-rail.sql': `${ONE} -- harmless?` }
  t.match(
    await refusal(openWith(t, BOTH, edited)),
    /^OpenError: The migration 0001-rail\.sql was edited .* new migration/,
  )
})

t.test('a database newer than the program is refused', async (t) => {
  t.match(
    await refusal(openWith(t, BOTH, { '0001-rail.sql': ONE })),
    /^OpenError: The database is newer .* 0002-sizes\.sql.* 0001-rail\.sql.* Start the newer/,
  )
})

t.test('a gap in the files is refused', async (t) => {
  const gap = { '0001-rail.sql': ONE, '0003-late.sql': '' }
  t.match(await refusal(openWith(t, gap)), /^OpenError: The migration 0002 is missing/)
  const twice = { ...BOTH, '0002-twin.sql': '' }
  t.match(await refusal(openWith(t, twice)), /^OpenError: The migration 0003 is missing/)
  const unnumbered = { ...BOTH, 'sizes.sql': '' }
  t.match(
    await refusal(openWith(t, unnumbered)),
    /^OpenError: The migration sizes\.sql must be named/,
  )
})

t.test('a gap in the record is refused', async (t) => {
  const db = await openWith(t, BOTH)
  await db.write(({ run }) => run(sql`DELETE FROM schema_migrations WHERE number = 1`))
  await db.close()
  const again = openSqlite({
    file: join(t.testdirName, 'rail.db'),
    migrationsDir: join(t.testdirName, 'v0'),
  })
  t.match(await refusal(again), /^OpenError: The database lacks the record of migration 1 /)
})

t.test('one that fails leaves nothing, and those before it stay', async (t) => {
  const failing = { '0001-rail.sql': ONE, '0002-sizes.sql': `${TWO}\nSELECT * FROM nowhere;` }
  t.match(
    await refusal(openWith(t, failing)),
    /^OpenError: The migration 0002-sizes\.sql failed and was undone: no such table: nowhere/,
  )
  const witness = openWitness(t, join(t.testdirName, 'rail.db'))
  const columns = witness.prepare(`SELECT name FROM pragma_table_info('garments')`).pluck().all()
  t.same(columns, ['id', 'name'])
  t.same(witness.prepare('SELECT number FROM schema_migrations').pluck().all(), [1])
})

t.test('a first one that fails leaves an empty database', async (t) => {
  await refusal(openWith(t, { '0001-rail.sql': `${ONE} nonsense;` }))
  const witness = openWitness(t, join(t.testdirName, 'rail.db'))
  t.same(witness.prepare('SELECT count(*) FROM sqlite_schema').pluck().get(), 0)
})

t.test("another program's database is left alone", async (t) => {
  const folder = t.testdir({ v0: BOTH })
  openWitness(t, join(folder, 'rail.db')).exec('CREATE TABLE recipes (id INTEGER)')
  const opening = openSqlite({ file: join(folder, 'rail.db'), migrationsDir: join(folder, 'v0') })
  t.match(await refusal(opening), /^OpenError: .*rail\.db is a database of another program/)
})

t.test('the migrations of the program run on an empty folder', async (t) => {
  const db = await openSqlite({ file: join(t.testdir(), 'data', 'hemline.db') })
  t.teardown(() => db.close())
  const { n } =
    (await db.get<{ n: number }>(sql`SELECT count(*) AS n FROM schema_migrations`)) ?? {}
  t.equal(n, readdirSync(MIGRATIONS).filter((name) => name.endsWith('.sql')).length)
})
