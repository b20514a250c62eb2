// Which database the tests run on: SQLite, or with TEST_DATABASE_URL a PostgreSQL server where each test gets a
// database of its own. The databases are copies of one that has all migrations.
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import type { Test } from 'tap'
import type { Database } from '../src/db/database.ts'
import { openDatabase } from '../src/db/open.ts'
import { postgresTemplate, sqliteTemplate, urlOn } from './empty-databases.ts'
import { skipFile } from './files.ts'

/** The server of the tests, or undefined when they run on SQLite. */
export const SERVER = process.env.TEST_DATABASE_URL || undefined
export const ENGINE = SERVER === undefined ? 'sqlite' : 'postgres'

/** Skips the test file on PostgreSQL. Call it before the first test. */
export function onlyOnSqlite(reason: string): void {
  if (SERVER !== undefined) skipFile(`only on SQLite: ${reason}`)
}

/** Skips the test file where no PostgreSQL server was named. Call it before the first test. */
export function onlyOnPostgres(): string {
  return SERVER ?? skipFile('only on PostgreSQL: see `npm run test:postgres`')
}

/**
 * Gives a test a database of its own: the variables that lead to it beside its DATA_DIR.
 * @param dataDir gets a SQLite file with all migrations; when not given, the server that is tested makes its own
 */
export async function ownDatabase(t: Test, dataDir?: string): Promise<{ DATABASE_URL?: string }> {
  if (SERVER !== undefined)
    return { DATABASE_URL: await makeDatabase(t, await postgresTemplate(SERVER)) }
  if (dataDir !== undefined) await copyFile(await sqliteTemplate(), join(dataDir, 'hemline.db'))
  return {}
}

/** An open database of a test's own, with all migrations and nothing in it. */
export async function openOwn(t: Test): Promise<Database> {
  const dataDir = t.testdir()
  const { DATABASE_URL: databaseUrl = null } = await ownDatabase(t, dataDir)
  const db = await openDatabase({ databaseUrl, dataDir })
  t.teardown(() => db.close())
  return db
}

let made = 0

/** A new PostgreSQL database, gone when the test ends; `from` is the one it is copied from. */
export async function makeDatabase(t: Test, from = 'template0'): Promise<string> {
  made += 1
  const name = `hemline_test_${process.pid}_${made}`
  const drop = `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`
  await administer(drop, `CREATE DATABASE ${name} TEMPLATE ${from}`)
  t.teardown(() => administer(drop))
  return urlOn(onlyOnPostgres(), name)
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
