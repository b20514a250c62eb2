// Migrations on SQLite: new files and folders. What both engines promise is in test/db/contract.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { MIGRATIONS } from '../../../src/db/migrations/run.ts'
import { sql } from '../../../src/db/sql.ts'
import { openSqlite } from '../../../src/db/sqlite/engine.ts'
import { onlyOnSqlite } from '../../support/database/index.ts'
import { openWitness } from '../../support/database/sqlite-rail.ts'

onlyOnSqlite('it is about the file')

t.test('a failed first migration leaves an empty database', async (t) => {
  const folder = t.testdir({ v0: { '0001-rail.sql': 'CREATE TABLE garments (id); nonsense;' } })
  const file = join(folder, 'rail.db')
  await t.rejects(openSqlite({ file, migrationsDir: join(folder, 'v0') }), { name: 'OpenError' })
  const tables = openWitness(t, file).prepare('SELECT count(*) FROM sqlite_schema').pluck()
  t.same(tables.get(), 0)
})

t.test("the program's migrations run on an empty folder", async (t) => {
  const db = await openSqlite({ file: join(t.testdir(), 'data', 'hemline.db') })
  t.teardown(() => db.close())
  const { n } =
    (await db.get<{ n: number }>(sql`SELECT count(*) AS n FROM schema_migrations`)) ?? {}
  t.equal(n, readdirSync(MIGRATIONS).filter((name) => name.endsWith('.sql')).length)
})
