// SQLite engine: its settings, its file, and databases that cannot be opened. What both engines promise is in
// test/db/contract.
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { OpenError } from '../../../src/db/errors.ts'
import { openDatabase } from '../../../src/db/open.ts'
import { sql } from '../../../src/db/sql.ts'
import { openSqlite } from '../../../src/db/sqlite/engine.ts'
import { onlyOnSqlite } from '../../support/database/index.ts'
import { hang } from '../../support/database/rail.ts'
import { openRail } from '../../support/database/sqlite-rail.ts'

onlyOnSqlite('it is about the file')

t.test('a committed write survives a power cut', async (t) => {
  const { db } = await openRail(t)
  const setting = (name: 'synchronous' | 'journal_mode' | 'foreign_keys' | 'temp_store') =>
    db.write(({ get }) =>
      get<Record<string, unknown>>(
        {
          synchronous: sql`PRAGMA synchronous`,
          journal_mode: sql`PRAGMA journal_mode`,
          foreign_keys: sql`PRAGMA foreign_keys`,
          temp_store: sql`PRAGMA temp_store`,
        }[name],
      ),
    )
  t.same(await setting('synchronous'), { synchronous: 2 }, '2 is FULL: an fsync at each commit')
  t.same(await setting('journal_mode'), { journal_mode: 'wal' })
  t.same(await setting('foreign_keys'), { foreign_keys: 1 })
  t.same(await setting('temp_store'), { temp_store: 1 }, '1 is FILE: a long work stays quick')
})

t.test('JSON keeps the spelling of an integer', async (t) => {
  const { db } = await openRail(t)
  t.same(await db.get(sql`SELECT json_object('price', ${12550}) AS json`), {
    json: '{"price":12550}',
  })
})

t.test('closing leaves one file', async (t) => {
  const { db, file } = await openRail(t)
  await db.write(hang('gown'))
  t.ok(existsSync(`${file}-wal`))
  await db.close()
  t.notOk(existsSync(`${file}-wal`), 'the log is in the file')
})

t.test('a database that cannot be opened is refused with one line', async (t) => {
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
