// Contract of both engines: migrations move the schema forward, and edited, missing or newer ones are refused.
import t from 'tap'
import { versionsOf } from '../../support/database/migration-starts.ts'

const ONE = 'CREATE TABLE garments (id integer PRIMARY KEY, name text);'
const TWO = `ALTER TABLE garments ADD COLUMN size text;\nINSERT INTO garments VALUES (1, 'gown', 'M');`
const BOTH = { '0001-rail.sql': ONE, '0002-sizes.sql': TWO }
const GOWN = [{ id: 1, name: 'gown', size: 'M' }]
const RECORDED = 'SELECT CAST(number AS integer) AS number FROM schema_migrations ORDER BY number'

t.test('a new database runs all migrations in order, and records them', async (t) => {
  const { start, query } = await versionsOf(t, BOTH)
  t.equal(await start(0), 'started')
  t.same(await query('SELECT * FROM garments'), GOWN)
  t.match(await query('SELECT * FROM schema_migrations ORDER BY number'), [
    { name: '0001-rail.sql', sha256: /^[0-9a-f]{64}$/, applied_at: /^20.*Z$/ },
    { name: '0002-sizes.sql' },
  ])
})

t.test('each migration runs once, and a later one runs on an existing database', async (t) => {
  const { start, query } = await versionsOf(t, { '0001-rail.sql': ONE }, BOTH)
  t.same([await start(0), await start(1), await start(1)], Array(3).fill('started'))
  t.same(await query('SELECT * FROM garments'), GOWN)
})

t.test('five starts at once migrate once', async (t) => {
  const { start, query } = await versionsOf(t, BOTH)
  t.same(await Promise.all([0, 0, 0, 0, 0].map(start)), Array(5).fill('started'))
  t.same(await query('SELECT * FROM garments'), GOWN)
})

t.test('other line ends do not count as an edit', async (t) => {
  const crlf = { '0001-rail.sql': ONE, '0002-sizes.sql': TWO.replaceAll('\n', '\r\n') }
  const { start, query } = await versionsOf(t, BOTH, crlf)
  t.same([await start(0), await start(1)], Array(2).fill('started'))
  t.same(await query(RECORDED), [{ number: 1 }, { number: 2 }])
})

t.test('an edited migration is refused', async (t) => {
  const edited = { ...BOTH, '0001-rail.sql': `${ONE} -- harmless?` }
  const { start } = await versionsOf(t, BOTH, edited)
  await start(0)
  t.match(await start(1), /^OpenError: The migration 0001-rail\.sql was edited .* new migration/)
})

t.test('a database newer than the program is refused', async (t) => {
  const { start } = await versionsOf(t, BOTH, { '0001-rail.sql': ONE })
  await start(0)
  t.match(
    await start(1),
    /^OpenError: The database is newer .* 0002-sizes\.sql.* 0001-rail\.sql.* Start the newer/,
  )
})

t.test('a gap in the migration files is refused', async (t) => {
  const gap = { '0001-rail.sql': ONE, '0003-late.sql': '' }
  const twice = { ...BOTH, '0002-twin.sql': '' }
  const unnumbered = { ...BOTH, 'sizes.sql': '' }
  const { start } = await versionsOf(t, gap, twice, unnumbered)
  t.match(await start(0), /^OpenError: The migration 0002 is missing/)
  t.match(await start(1), /^OpenError: The migration 0003 is missing/)
  t.match(await start(2), /^OpenError: The migration sizes\.sql must be named/)
})

t.test('a gap in the recorded migrations is refused', async (t) => {
  const { start, query } = await versionsOf(t, BOTH)
  await start(0)
  await query('DELETE FROM schema_migrations WHERE number = 1')
  t.match(await start(0), /^OpenError: The database lacks the record of migration 1 /)
})

t.test('a failed migration is rolled back, earlier ones stay', async (t) => {
  const failing = { '0001-rail.sql': ONE, '0002-sizes.sql': `${TWO}\nSELECT * FROM nowhere;` }
  const { start, query } = await versionsOf(t, failing)
  t.match(
    await start(0),
    /^OpenError: The migration 0002-sizes\.sql failed and was undone: .*nowhere/,
  )
  t.same(await query(RECORDED), [{ number: 1 }])
  t.same(await query('SELECT * FROM garments'), [])
  await t.rejects(query('SELECT size FROM garments'), /size/, 'its column is gone, too')
})

t.test('the database of another program is not changed', async (t) => {
  const { start, query } = await versionsOf(t, BOTH)
  await query('CREATE TABLE recipes (id integer)')
  t.match(await start(0), /^OpenError: .*database .*of another program/)
  await t.rejects(query('SELECT * FROM garments'), /garments/)
})
