// The engine for shops that outgrow one machine: PostgreSQL 15 or later, many processes over one database.
import type { Database, Tell } from '../database.ts'
import { MisuseError } from '../errors.ts'
import type { Sql } from '../sql.ts'
import { migratePostgres } from './migrations.ts'
import { readers, writers } from './pool.ts'
import { readOnce } from './reads.ts'
import { Replica } from './replica.ts'
import { Signals } from './signals.ts'
import { Writes } from './writes.ts'

export interface PostgresOptions {
  /** `postgres://user:password@host:5432/database` */
  url: string
  /** A server that follows the one at `url`: lists, reports and exports are read there. */
  replicaUrl?: string | null
  /** The most connections this process holds, at least 3; to a replica about half as many more. */
  connections?: number
  /** The numbered SQL files that make the schema; those of the program when not given. */
  migrationsDir?: string | URL
}

/** Opens (and migrates) a database. Throws an OpenError with one readable line. */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const { url, replicaUrl, connections = 10 } = options
  await migratePostgres(url, options.migrationsDir)
  const half = Math.floor((connections - 1) / 2)
  const writing = writers(url, half)
  const most = connections - 1 - half
  const reading = readers(url, most)
  const writes = new Writes(writing)
  const signals = new Signals(url)
  const use = new Uses()
  let tell: Tell = () => undefined
  const read = (query: Sql) => readOnce(reading, query)
  const replica = replicaUrl
    ? new Replica({
        url: replicaUrl,
        connections: most,
        primary: reading,
        fallback: read,
        tell: (message, error) => tell(message, error),
      })
    : undefined
  let closing: Promise<void> | undefined
  const close = async () => {
    await use.ended()
    await Promise.all([signals.close(), writing.end(), reading.end(), replica?.close()])
  }
  const rows = (query: Sql) => use.of(() => read(query))
  const db: Database = {
    engine: 'postgres',
    concurrent: true,
    all: async <Row>(query: Sql) => (await rows(query)).rows as Row[],
    get: async <Row>(query: Sql) => (await rows(query)).rows[0] as Row | undefined,
    write: (work, options) => use.of(() => writes.write(work, options)),
    announce: () => signals.announce(),
    listen: (heard) => signals.listen(heard),
    stats: () => ({ commits: writes.commits, writes: writes.writes }),
    forLists: async () => (await replica?.reader()) ?? db,
    notices: (listener) => {
      tell = listener
    },
    close: () => {
      closing ??= close()
      return closing
    },
  }
  return db
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
