// Fixture for tests of the migration runner: one database, and versions of the program that start on it.
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import pg from 'pg'
import type { Test } from 'tap'
import { migratePostgres } from '../../../src/db/postgres/migrations.ts'
import { openSqlite } from '../../../src/db/sqlite/engine.ts'
import { createDatabase, ENGINE } from './index.ts'

interface Starts {
  /** Starts a version. @returns `started`, or the name and the message of its error */
  start: (version: number) => Promise<string>
  query: (text: string) => Promise<unknown[]>
}

/** @param versions the migrations of each version, by file name */
export async function versionsOf(t: Test, ...versions: Record<string, string>[]): Promise<Starts> {
  const folder = t.testdir(
    Object.fromEntries(versions.map((files, version) => [`v${version}`, { ...files }])),
  )
  const { migrate, query } = await (ENGINE === 'sqlite' ? onSqlite(t, folder) : onPostgres(t))
  const start = (version: number) =>
    migrate(join(folder, `v${version}`)).then(
      () => 'started',
      (error: Error) => `${error.name}: ${error.message}`,
    )
  return { start, query }
}

async function onSqlite(t: Test, folder: string) {
  const file = join(folder, 'rail.db')
  const connection = new SqliteDatabase(file)
  t.teardown(() => connection.close())
  return {
    migrate: async (migrationsDir: string) => (await openSqlite({ file, migrationsDir })).close(),
    query: async (text: string) => {
      const statement = connection.prepare(text)
      return statement.reader ? statement.all() : [statement.run()]
    },
  }
}

async function onPostgres(t: Test) {
  const url = await createDatabase(t)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  t.teardown(() => client.end())
  return {
    migrate: (migrationsDir: string) => migratePostgres(url, migrationsDir),
    query: async (text: string) => (await client.query(text)).rows,
  }
}
