// SQLite migrations: forward only, each in a transaction of its own.
import { ROOT_URL } from '../../lib/root.ts'
import { OpenError } from '../errors.ts'
import type { Connection } from '../sqlite/connection.ts'
import { type Migration, readMigrations } from './files.ts'
import { type AppliedMigration, missingMigrations } from './records.ts'

export const MIGRATIONS = new URL('migrations/sqlite/', ROOT_URL)

/**
 * Applies missing migrations.
 * @throws OpenError, and changes nothing more, if one was edited after it ran, one is missing, one fails, or the
 *   database is newer than the program
 */
export function migrate(connection: Connection, dir: string | URL = MIGRATIONS): void {
  const migrations = readMigrations(dir)
  for (const migration of missingMigrations(readApplied(connection), migrations))
    apply(connection, migration)
}

/**
 * The migrations that have run; none in an empty database.
 * @param file how messages name the database
 * @throws OpenError for a database of another program
 */
export function readApplied(connection: Connection, file = connection.name): AppliedMigration[] {
  const tables = connection
    .prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
    .all()
  if (tables.length === 0) return []
  if (!tables.some(({ name }) => name === 'schema_migrations')) {
    throw new OpenError(`${file} is a database of another program. Choose another DATA_DIR.`)
  }
  return connection
    .prepare<[], AppliedMigration>(
      'SELECT number, name, sha256 FROM schema_migrations ORDER BY number',
    )
    .all()
}

const RECORDS = `
  CREATE TABLE IF NOT EXISTS schema_migrations (
    number     INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    applied_at TEXT NOT NULL
  ) STRICT`

function apply(connection: Connection, migration: Migration): void {
  const { number, name, text, sha256 } = migration
  const applyNow = connection.transaction(() => {
    connection.exec(RECORDS)
    // Another process that starts at this moment was faster.
    if (readApplied(connection).some((applied) => applied.number === number)) return
    connection.exec(text)
    connection
      .prepare(
        'INSERT INTO schema_migrations (number, name, sha256, applied_at) VALUES (?, ?, ?, ?)',
      )
      .run(number, name, sha256, new Date().toISOString())
  })
  try {
    applyNow.immediate()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new OpenError(`The migration ${name} failed and was undone: ${reason}`, { cause: error })
  }
}
