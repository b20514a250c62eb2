// PostgreSQL engine (15 or later), for shops that outgrow one machine: many processes over one database.
import type { Database, LogNotice } from '../database.ts'
import { MisuseError } from '../errors.ts'
import type { Sql } from '../sql.ts'
import { migratePostgres, requireMigrated } from './migrations.ts'
import { Notifications } from './notifications.ts'
import { readerPool, writerPool } from './pool.ts'
import { readWithRetry } from './reads.ts'
import { Replica } from './replica.ts'
import { Writes } from './writes.ts'

export interface PostgresOptions {
  /** `postgres://user:password@host:5432/database` */
  url: string
  /** A replica of `url`, for lists, reports and exports. */
  replicaUrl?: string | null
  /** The most connections of this process, at least 3; to a replica about half as many more. */
  connections?: number
  /** Folder of numbered SQL files, the program's by default. */
  migrationsDir?: string | URL
  /** `required` refuses another schema version instead of migrating it. */
  schema?: 'migrated' | 'required'
}

/** Opens a database and migrates it unless `schema` is `required`. @throws OpenError */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const { url, replicaUrl, connections = 10 } = options
  if (options.schema === 'required') await requireMigrated(url)
  else await migratePostgres(url, options.migrationsDir)
  const half = Math.floor((connections - 1) / 2)
  const writing = writerPool(url, half)
  const most = connections - 1 - half
  const reading = readerPool(url, most)
  const writes = new Writes(writing)
  const signals = new Notifications(url)
  const use = new PendingOperations()
  let tell: LogNotice = () => undefined
  const read = (query: Sql) => readWithRetry(reading, query)
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
    trouble: () => undefined,
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

class PendingOperations {
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
