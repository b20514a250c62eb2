// Database templates: a migrated empty database for each engine, which tests copy. Rebuilt when a migration changes.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { readMigrations } from '../../../src/db/migrations/files.ts'
import { MIGRATIONS } from '../../../src/db/migrations/run.ts'
import { migratePostgres, POSTGRES_MIGRATIONS } from '../../../src/db/postgres/migrations.ts'
import { openSqlite } from '../../../src/db/sqlite/engine.ts'

/** Named by a hash of the migrations. */
function nameOf(migrations: string | URL): string {
  const hash = createHash('sha256')
  for (const { text } of readMigrations(migrations)) hash.update(text)
  return `hemline_template_${hash.digest('hex').slice(0, 16)}`
}

let file: Promise<string> | undefined

/** The file to copy. It has no journal, because it was closed. */
export function sqliteTemplate(): Promise<string> {
  file ??= makeFile()
  return file
}

async function makeFile(): Promise<string> {
  const path = join(tmpdir(), `${nameOf(MIGRATIONS)}.db`)
  if (existsSync(path)) return path
  // Test files run in parallel: the last one overwrites it with the same content.
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
    // One process creates it, the others wait.
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

/** The URL of another database on the same server. */
export function urlOn(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}
