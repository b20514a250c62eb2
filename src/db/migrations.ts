// Brings a database to the schema of the program: forward only, each migration in a transaction of its own.
import { ROOT_URL } from '../config/root.ts'
import type { Connection } from './connection.ts'
import { OpenError } from './errors.ts'
import { type Migration, readMigrations } from './migration-files.ts'
import { type Applied, missing } from './migration-records.ts'

export const MIGRATIONS = new URL('migrations/sqlite/', ROOT_URL)

/**
 * Applies what is missing. Throws an OpenError, and changes nothing more, when a migration was edited
 * after it ran, when one is missing, when the database is newer than the program, or when one fails.
 */
export function migrate(connection: Connection, dir: string | URL = MIGRATIONS): void {
  const migrations = readMigrations(dir)
  for (const migration of missing(readApplied(connection), migrations)) apply(connection, migration)
}

/** What has run in a database; nothing in an empty one. Throws an OpenError for another program's. */
export function readApplied(connection: Connection): Applied[] {
  const tables = connection
    .prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
    .all()
  if (tables.length === 0) return []
  if (!tables.some(({ name }) => name === 'schema_migrations')) {
    throw new OpenError(
      `${connection.name} is a database of another program. Choose another DATA_DIR.`,
    )
  }
  return connection
    .prepare<[], Applied>('SELECT number, name, sha256 FROM schema_migrations ORDER BY number')
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
    // Another process that starts at this moment was first.
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
