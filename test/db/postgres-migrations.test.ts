// On PostgreSQL the schema moves forward as on SQLite, also when several processes start at once.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import t, { type Test } from 'tap'
import { MIGRATIONS } from '../../src/db/migrations.ts'
import { migratePostgres, POSTGRES_MIGRATIONS } from '../../src/db/postgres/migrations.ts'
import { makeDatabase, onlyOnPostgres } from '../database.ts'

onlyOnPostgres()

const ONE = 'CREATE TABLE garments (id bigint PRIMARY KEY, name text);'
const TWO = `ALTER TABLE garments ADD COLUMN size text;\nINSERT INTO garments VALUES (1, 'gown', 'M');`
const BOTH = { '0001-rail.sql': ONE, '0002-sizes.sql': TWO }

/** Programs with other migrations each, and the database that they are started on. */
async function programs(t: Test, ...files: Record<string, string>[]) {
  const folder = t.testdir(
    Object.fromEntries(files.map((program, index) => [`v${index}`, { ...program }])),
  )
  const url = await makeDatabase(t)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  t.teardown(() => client.end())
  const rows = async (query: string) => (await client.query(query)).rows
  const start = (index: number) =>
    migratePostgres(url, join(folder, `v${index}`)).then(
      () => 'started',
      (error: Error) => `${error.name}: ${error.message}`,
    )
  return { start, rows }
}

t.test('each runs once, in order, and a later one on what is there', async (t) => {
  const { start, rows } = await programs(t, { '0001-rail.sql': ONE }, BOTH)
  t.same([await start(0), await start(1), await start(1)], Array(3).fill('started'))
  t.same(await rows('SELECT * FROM garments'), [{ id: '1', name: 'gown', size: 'M' }])
  t.match(await rows('SELECT * FROM schema_migrations ORDER BY number'), [
    { name: '0001-rail.sql', sha256: /^[0-9a-f]{64}$/, applied_at: /^20.*Z$/ },
    { name: '0002-sizes.sql' },
  ])
})

t.test('five processes that start at once migrate once', async (t) => {
  const { start, rows } = await programs(t, BOTH)
  t.same(await Promise.all([0, 0, 0, 0, 0].map(start)), Array(5).fill('started'))
  t.same(await rows('SELECT count(*)::int AS n FROM garments'), [{ n: 1 }])
})

t.test('what SQLite refuses is refused', async (t) => {
  const edited = { ...BOTH, '0001-rail.sql': `${ONE} -- harmless?` }
  const { start, rows } = await programs(t, BOTH, edited, { '0001-rail.sql': ONE })
  await start(0)
  t.match(await start(1), /^OpenError: The migration 0001-rail\.sql was edited/)
  t.match(await start(2), /^OpenError: The database is newer .* 0002-sizes\.sql/)
  await rows('DELETE FROM schema_migrations WHERE number = 1')
  t.match(await start(0), /^OpenError: The database lacks the record of migration 1 /)
})

t.test('one that fails leaves nothing, and those before it stay', async (t) => {
  const failing = { '0001-rail.sql': ONE, '0002-sizes.sql': `${TWO}\nSELECT * FROM nowhere;` }
  const { start, rows } = await programs(t, failing)
  t.match(
    await start(0),
    /^OpenError: The migration 0002-sizes\.sql failed and was undone: .*nowhere/,
  )
  t.same(await rows('SELECT number::int FROM schema_migrations'), [{ number: 1 }])
  t.same(await rows('SELECT * FROM garments'), [])
})

t.test("another program's database is left alone", async (t) => {
  const { start, rows } = await programs(t, BOTH)
  await rows('CREATE TABLE recipes (id int)')
  t.match(await start(0), /^OpenError: DATABASE_URL: the database .* of another program/)
  t.match(
    await migratePostgres('postgres://nobody:secret@127.0.0.1:1/shop').catch(
      (e: Error) => e.message,
    ),
    /^DATABASE_URL: the database shop on 127\.0\.0\.1:1 cannot be reached: [^\n]*REFUSED[^\n]*$/,
    'nor is a password told',
  )
})

t.test('both engines have migrations of the same names', (t) => {
  t.same(readdirSync(POSTGRES_MIGRATIONS), readdirSync(MIGRATIONS))
  t.end()
})
