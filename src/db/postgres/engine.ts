// The engine for shops that outgrow one machine: PostgreSQL 15 or later, many processes over one database.
import type pg from 'pg'
import type { Database } from '../database.ts'
import { MisuseError, UnreachableError } from '../errors.ts'
import type { Sql } from '../sql.ts'
import { isBusy, isGone } from './errors.ts'
import { migratePostgres } from './migrations.ts'
import { readers, writers } from './pool.ts'
import { Signals } from './signals.ts'
import { runOn } from './statements.ts'
import { Writes } from './writes.ts'

export interface PostgresOptions {
  /** `postgres://user:password@host:5432/database` */
  url: string
  /** The most connections this process holds, at least 3. */
  connections?: number
  /** The numbered SQL files that make the schema; those of the program when not given. */
  migrationsDir?: string | URL
}

/** Opens (and migrates) a database. Throws an OpenError with one readable line. */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const { url, connections = 10 } = options
  await migratePostgres(url, options.migrationsDir)
  const half = Math.floor((connections - 1) / 2)
  const writing = writers(url, half)
  const reading = readers(url, connections - 1 - half)
  const writes = new Writes(writing)
  const signals = new Signals(url)
  const use = new Uses()
  let closing: Promise<void> | undefined
  const close = async () => {
    await use.ended()
    await Promise.all([signals.close(), writing.end(), reading.end()])
  }
  const rows = (query: Sql) => use.of(() => readOnce(reading, query))
  return {
    engine: 'postgres',
    concurrent: true,
    all: async <Row>(query: Sql) => (await rows(query)).rows as Row[],
    get: async <Row>(query: Sql) => (await rows(query)).rows[0] as Row | undefined,
    write: (work, options) => use.of(() => writes.write(work, options)),
    announce: () => signals.announce(),
    listen: (heard) => signals.listen(heard),
    stats: () => ({ commits: writes.commits, writes: writes.writes }),
    close: () => {
      closing ??= close()
      return closing
    },
  }
}

/** A connection may have been cut while nobody used it, so a read is tried on a second one. */
async function readOnce(pool: pg.Pool, query: Sql): Promise<pg.QueryResult> {
  try {
    return await readOn(pool, query).catch((error: unknown) => {
      if (isGone(error)) return readOn(pool, query)
      throw error
    })
  } catch (error) {
    throw isGone(error) || isBusy(error) ? new UnreachableError(error) : error
  }
}

async function readOn(pool: pg.Pool, query: Sql): Promise<pg.QueryResult> {
  const client = await pool.connect()
  let gone = false
  try {
    return await runOn(client, query)
  } catch (error) {
    gone = isGone(error)
    throw error
  } finally {
    client.release(gone)
  }
}

/** What is under way, so that closing can wait for it. */
class Uses {
  #running = 0
  #end: (() => void) | undefined
  #closed = false

  async of<Result>(use: () => Promise<Result>): Promise<Result> {
    if (this.#closed) throw new MisuseError('The database is closed')
    this.#running += 1
    try {
      return await use()
    } finally {
      this.#running -= 1
      if (this.#running === 0) this.#end?.()
    }
  }

  async ended(): Promise<void> {
    this.#closed = true
    if (this.#running > 0) await new Promise<void>((resolve) => (this.#end = resolve))
  }
}
