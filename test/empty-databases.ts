// Empty databases with all migrations, one for each engine, which those of the tests are copies of: made once for all
// test files, and anew when a migration changes.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { readMigrations } from '../src/db/migration-files.ts'
import { MIGRATIONS } from '../src/db/migrations.ts'
import { migratePostgres, POSTGRES_MIGRATIONS } from '../src/db/postgres/migrations.ts'
import { openSqlite } from '../src/db/sqlite.ts'

/** A name that follows from the migrations. */
function nameOf(migrations: string | URL): string {
  const hash = createHash('sha256')
  for (const { text } of readMigrations(migrations)) hash.update(text)
  return `hemline_template_${hash.digest('hex').slice(0, 16)}`
}

let file: Promise<string> | undefined

/** The file to copy. It has no journal: whoever made it closed it. */
export function sqliteTemplate(): Promise<string> {
  file ??= makeFile()
  return file
}

async function makeFile(): Promise<string> {
  const path = join(tmpdir(), `${nameOf(MIGRATIONS)}.db`)
  if (existsSync(path)) return path
  // Test files run side by side: whoever is last puts the same in its place.
  const own = `${path}-${process.pid}`
  await (await openSqlite({ file: own })).close()
  await rename(own, path)
  return path
}

let database: Promise<string> | undefined

/** The name of the database on `server` to copy. */
export function postgresTemplate(server: string): Promise<string> {
  database ??= makeDatabase(server)
  return database
}

async function makeDatabase(server: string): Promise<string> {
  const name = nameOf(POSTGRES_MIGRATIONS)
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    // One makes it, the others wait.
    await client.query(`SELECT pg_advisory_lock(74657374)`)
    const { rowCount } = await client.query(`SELECT FROM pg_database WHERE datname = $1`, [name])
    if (rowCount === 0) {
      await client.query(`CREATE DATABASE ${name}_new TEMPLATE template0`)
      await migratePostgres(urlOn(server, `${name}_new`))
      await client.query(`ALTER DATABASE ${name}_new RENAME TO ${name}`)
    }
    return name
  } finally {
    await client.end()
  }
}

/** The address of another database on the same server. */
export function urlOn(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}
