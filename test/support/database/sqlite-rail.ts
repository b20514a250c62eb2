// SQLite fixture for engine tests: a database of garments on a rail.
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import type { Test } from 'tap'
import type { Database } from '../../../src/db/database.ts'
import { openSqlite } from '../../../src/db/sqlite/engine.ts'

const RAIL = `
  CREATE TABLE garments (
    id    INTEGER PRIMARY KEY,
    name  TEXT NOT NULL UNIQUE,
    price INTEGER NOT NULL DEFAULT 0 CONSTRAINT price_is_not_negative CHECK (price >= 0),
    photo BLOB
  ) STRICT;
  CREATE TABLE tags (
    garment_id INTEGER NOT NULL REFERENCES garments (id),
    late_id    INTEGER REFERENCES garments (id) DEFERRABLE INITIALLY DEFERRED
  ) STRICT;`

/** Opens a migrated database in a folder of the test; both are deleted when the test ends. */
export async function openRail(t: Test): Promise<{ db: Database; file: string }> {
  const folder = t.testdir({ migrations: { '0001-rail.sql': RAIL } })
  const file = join(folder, 'data', 'rail.db')
  const db = await openSqlite({ file, migrationsDir: join(folder, 'migrations') })
  t.teardown(() => db.close())
  return { db, file }
}

/** The same file, opened as by another process. */
export async function openBeside(t: Test, file: string): Promise<Database> {
  const db = await openSqlite({ file, migrationsDir: join(t.testdirName, 'migrations') })
  t.teardown(() => db.close())
  return db
}

/** A second connection to the file: sees only what is committed. */
export function openWitness(t: Test, file: string): SqliteDatabase.Database {
  const witness = new SqliteDatabase(file)
  t.teardown(() => witness.close())
  return witness
}
