// Brings a database to the schema of the program: forward only, each migration in a transaction of its own.
import type { Connection } from './connection.ts'
import { OpenError } from './errors.ts'
import { type Migration, readMigrations } from './migration-files.ts'

/** The same folder from src/db and from dist/db. */
export const MIGRATIONS = new URL('../../migrations/sqlite/', import.meta.url)

type Applied = Pick<Migration, 'number' | 'name' | 'sha256'>

/**
 * Applies what is missing. Throws an OpenError, and changes nothing more, when a migration was edited
 * after it ran, when one is missing, when the database is newer than the program, or when one fails.
 */
export function migrate(connection: Connection, dir: string | URL = MIGRATIONS): void {
  const migrations = readMigrations(dir)
  const applied = readApplied(connection)
  refuseNewer(applied, migrations)
  refuseGap(applied)
  for (const migration of migrations) {
    const record = applied.find(({ number }) => number === migration.number)
    if (record === undefined) apply(connection, migration)
    else refuseChanged(record, migration)
  }
}

function readApplied(connection: Connection): Applied[] {
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

function refuseNewer(applied: Applied[], migrations: Migration[]): void {
  const newest = applied.at(-1)
  if (newest === undefined || newest.number <= migrations.length) return
  throw new OpenError(
    `The database is newer than this program: it has migration ${newest.name}, and the program ends` +
      ` at ${migrations.at(-1)?.name ?? 'none'}. Start the newer Hemline, or restore an older backup.`,
  )
}

function refuseGap(applied: Applied[]): void {
  const gap = applied.findIndex(({ number }, index) => number !== index + 1)
  if (gap === -1) return
  throw new OpenError(
    `The database lacks the record of migration ${gap + 1} but has later ones. Restore a backup.`,
  )
}

function refuseChanged(record: Applied, migration: Migration): void {
  if (record.sha256 === migration.sha256) return
  throw new OpenError(
    `The migration ${migration.name} was edited after this database had run it. Put the file back` +
      ' as it was and write the change as a new migration (or, with test data only, start with an' +
      ' empty DATA_DIR).',
  )
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
