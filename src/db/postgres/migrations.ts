// PostgreSQL migrations, safe when several processes start at once.
import type pg from 'pg'
import { ROOT_URL } from '../../lib/root.ts'
import { OpenError } from '../errors.ts'
import { type Migration, readMigrations } from '../migrations/files.ts'
import { type AppliedMigration, missingMigrations, requireCurrent } from '../migrations/records.ts'
import { connect, serverName } from './pool.ts'

export const POSTGRES_MIGRATIONS = new URL('migrations/postgres/', ROOT_URL)

const OLDEST_SERVER = 150_000
/** Advisory lock key: "hemline" as a number. */
const LOCK = 0x68656d6c696e65n

/**
 * Applies missing migrations, each in a transaction of its own. A second process waits for the first.
 * @throws OpenError for the same reasons as on SQLite
 */
export async function migratePostgres(url: string, dir: string | URL = POSTGRES_MIGRATIONS) {
  const migrations = readMigrations(dir)
  const client = await connect(url)
  try {
    await requireVersion(client)
    while (await applyNext(client, migrations, serverName(url)));
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** @throws OpenError if the schema is not exactly this program's; nothing is changed */
export async function requireMigrated(url: string): Promise<void> {
  const client = await connect(url)
  try {
    await requireVersion(client)
    const place = serverName(url)
    requireCurrent(await readApplied(client, place), readMigrations(POSTGRES_MIGRATIONS), place)
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function requireVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS name,
            current_setting('server_encoding') AS encoding`,
  )
  const { number, name, encoding } = rows[0]
  if (number < OLDEST_SERVER) {
    throw new OpenError(`DATABASE_URL: this is PostgreSQL ${name}; 15 or later is needed.`)
  }
  if (encoding === 'UTF8') return
  throw new OpenError(`DATABASE_URL: the database keeps text as ${encoding}; it must be UTF8.`)
}

/** Applies one migration; false if none is missing. */
async function applyNext(client: pg.Client, migrations: Migration[], place: string) {
  let name = ''
  try {
    // The lock ends with the transaction, so that it also works behind a pooler.
    await client.query(`BEGIN; SELECT pg_advisory_xact_lock(${LOCK})`)
    const next = missingMigrations(await readApplied(client, place), migrations)[0]
    if (next !== undefined) {
      name = next.name
      await apply(client, next)
    }
    await client.query('COMMIT')
    return next !== undefined
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    if (error instanceof OpenError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new OpenError(`The migration ${name} failed and was undone: ${reason}`, { cause: error })
  }
}

/** The migrations that have run; none in an empty database. @throws OpenError for a database of another program */
export async function readApplied(client: pg.Client, place: string): Promise<AppliedMigration[]> {
  const tables = await client.query(`
    SELECT c.relname AS name FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')`)
  if (tables.rows.length === 0) return []
  if (!tables.rows.some(({ name }) => name === 'schema_migrations')) {
    throw new OpenError(`DATABASE_URL: ${place} holds the tables of another program.`)
  }
  const { rows } = await client.query(
    'SELECT number::int AS number, name, sha256 FROM schema_migrations ORDER BY number',
  )
  return rows
}

const RECORDS = `
  CREATE TABLE IF NOT EXISTS schema_migrations (
    number     bigint PRIMARY KEY,
    name       text NOT NULL,
    sha256     text NOT NULL,
    applied_at text NOT NULL
  );
  -- Has no rows: it is only there to be locked, see writes.ts.
  CREATE TABLE IF NOT EXISTS write_turns ()`

async function apply(client: pg.Client, { number, name, text, sha256 }: Migration): Promise<void> {
  await client.query(RECORDS)
  await client.query(text)
  await client.query(
    'INSERT INTO schema_migrations (number, name, sha256, applied_at) VALUES ($1, $2, $3, $4)',
    [number, name, sha256, new Date().toISOString()],
  )
}
