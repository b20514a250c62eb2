// Test databases: SQLite, or with TEST_DATABASE_URL a PostgreSQL database for each test, copied from a migrated
// template.
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import type { Test } from 'tap'
import type { Database } from '../../../src/db/database.ts'
import { openDatabase } from '../../../src/db/open.ts'
import { skipFile } from '../files.ts'
import { postgresTemplate, sqliteTemplate, urlOn } from './empty-databases.ts'

/** URL of the PostgreSQL server; `undefined` when the tests run on SQLite. */
export const SERVER = process.env.TEST_DATABASE_URL || undefined
export const ENGINE = SERVER === undefined ? 'sqlite' : 'postgres'

/** Skips the test file on PostgreSQL. Call it before the first test. */
export function onlyOnSqlite(reason: string): void {
  if (SERVER !== undefined) skipFile(`only on SQLite: ${reason}`)
}

/** Skips the test file without a PostgreSQL server. Call it before the first test. */
export function onlyOnPostgres(): string {
  return SERVER ?? skipFile('only on PostgreSQL: see `npm run test:postgres`')
}

/**
 * Creates a test's own database, and returns the variables to open it beside DATA_DIR.
 * @param dataDir gets a migrated SQLite file; when not given, the server under test creates its own
 */
export async function ownDatabase(t: Test, dataDir?: string): Promise<{ DATABASE_URL?: string }> {
  if (SERVER !== undefined)
    return { DATABASE_URL: await createDatabase(t, await postgresTemplate(SERVER)) }
  if (dataDir !== undefined) await copyFile(await sqliteTemplate(), join(dataDir, 'hemline.db'))
  return {}
}

/** An open, migrated and empty database of a test's own. */
export async function openOwn(t: Test): Promise<Database> {
  const dataDir = t.testdir()
  const { DATABASE_URL: databaseUrl = null } = await ownDatabase(t, dataDir)
  const db = await openDatabase({ databaseUrl, dataDir })
  t.teardown(() => db.close())
  return db
}

let lastDatabase = 0

/** A new PostgreSQL database, dropped when the test ends; `from` is its template. */
export async function createDatabase(t: Test, from = 'template0'): Promise<string> {
  lastDatabase += 1
  const name = `hemline_test_${process.pid}_${lastDatabase}`
  const drop = `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`
  await administer(drop, `CREATE DATABASE ${name} TEMPLATE ${from}`)
  t.teardown(() => administer(drop))
  return urlOn(onlyOnPostgres(), name)
}

/** Runs commands on the server, outside the tests' databases. */
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
