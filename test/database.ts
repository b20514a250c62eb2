// Which database the tests run on: SQLite, or with TEST_DATABASE_URL a PostgreSQL server where each test gets a
// database of its own. The databases are copies of one that has all migrations.
import { createHash } from 'node:crypto'
import pg from 'pg'
import type { Test } from 'tap'
import type { Database } from '../src/db/database.ts'
import { readMigrations } from '../src/db/migration-files.ts'
import { openDatabase } from '../src/db/open.ts'
import { migratePostgres, POSTGRES_MIGRATIONS } from '../src/db/postgres/migrations.ts'

/** The server of the tests, or undefined when they run on SQLite. */
export const SERVER = process.env.TEST_DATABASE_URL || undefined
export const ENGINE = SERVER === undefined ? 'sqlite' : 'postgres'

/** Skips the test file on PostgreSQL. Call it before the first test. */
export function onlyOnSqlite(reason: string): void {
  if (SERVER === undefined) return
  console.log(`TAP version 14\n1..0 # SKIP only on SQLite: ${reason}`)
  process.exit(0)
}

/** Skips the test file where no PostgreSQL server was named. Call it before the first test. */
export function onlyOnPostgres(): string {
  if (SERVER !== undefined) return SERVER
  console.log('TAP version 14\n1..0 # SKIP only on PostgreSQL: see `npm run test:postgres`')
  process.exit(0)
}

/** The variables that give a test a database of its own beside its DATA_DIR. */
export async function ownDatabase(t: Test): Promise<{ DATABASE_URL?: string }> {
  return SERVER === undefined ? {} : { DATABASE_URL: await makeDatabase(t, await template()) }
}

/** An open database of a test's own, with all migrations and nothing in it. */
export async function openOwn(t: Test): Promise<Database> {
  const { DATABASE_URL: databaseUrl = null } = await ownDatabase(t)
  const db = await openDatabase({ databaseUrl, dataDir: t.testdir() })
  t.teardown(() => db.close())
  return db
}

let made = 0

/** A new PostgreSQL database, gone when the test ends; `from` is the one it is copied from. */
export async function makeDatabase(t: Test, from = 'template0'): Promise<string> {
  made += 1
  const name = `hemline_test_${process.pid}_${made}`
  await administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  await administer(`CREATE DATABASE ${name} TEMPLATE ${from}`)
  t.teardown(() => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
  return urlOf(name)
}

/** Runs commands on the server, outside the databases of the tests. */
export async function administer(...commands: string[]): Promise<pg.QueryResult[]> {
  const client = new pg.Client({ connectionString: onlyOnPostgres() })
  await client.connect()
  try {
    const results: pg.QueryResult[] = []
    for (const command of commands) results.push(await client.query(command))
    return results
  } finally {
    await client.end()
  }
}

function urlOf(name: string): string {
  const url = new URL(onlyOnPostgres())
  url.pathname = `/${name}`
  return url.href
}

let known: Promise<string> | undefined

/** The database with all migrations that the others are copied from: made once for all test files. */
function template(): Promise<string> {
  known ??= makeTemplate()
  return known
}

async function makeTemplate(): Promise<string> {
  const hash = createHash('sha256')
  for (const { text } of readMigrations(POSTGRES_MIGRATIONS)) hash.update(text)
  const name = `hemline_template_${hash.digest('hex').slice(0, 16)}`
  const client = new pg.Client({ connectionString: onlyOnPostgres() })
  await client.connect()
  try {
    // Test files run side by side: one makes it, the others wait.
    await client.query(`SELECT pg_advisory_lock(74657374)`)
    const { rowCount } = await client.query(`SELECT FROM pg_database WHERE datname = $1`, [name])
    if (rowCount === 0) {
      await client.query(`CREATE DATABASE ${name}_new TEMPLATE template0`)
      await migratePostgres(urlOf(`${name}_new`))
      await client.query(`ALTER DATABASE ${name}_new RENAME TO ${name}`)
    }
    return name
  } finally {
    await client.end()
  }
}
