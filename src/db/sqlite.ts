// The default engine: one SQLite file, one connection that writes and one that reads.
import { type Connection, openReader, openWriter } from './connection.ts'
import type { Database } from './database.ts'
import { MisuseError } from './errors.ts'
import { GroupCommit } from './group-commit.ts'
import { migrate } from './migrations.ts'
import { Snapshot } from './snapshot.ts'
import { Statements } from './statements.ts'

export interface SqliteOptions {
  /** Where the shop's data is: created with its folder when missing. */
  file: string
  /** The numbered SQL files that make the schema; those of the program when not given. */
  migrationsDir?: string | URL
}

/** Opens (and creates and migrates) a database file. Throws an OpenError with one readable line. */
export async function openSqlite(options: SqliteOptions): Promise<Database> {
  const writer = openMigrated(options)
  const reader = openReader(options.file)
  const snapshot = new Snapshot(reader)
  const group = new GroupCommit(writer, () => snapshot.end())
  const statements = new Statements(reader)
  let closing: Promise<void> | undefined
  const read = () => {
    if (closing !== undefined) throw new MisuseError('The database is closed')
    snapshot.enter()
    return statements
  }
  const close = async () => {
    await group.close()
    snapshot.end()
    reader.close()
    writer.pragma('wal_checkpoint(TRUNCATE)')
    writer.close()
  }
  const db: Database = {
    engine: 'sqlite',
    concurrent: false,
    all: async (query) => read().all(query),
    get: async (query) => read().get(query),
    version: () => (closing === undefined ? snapshot.enter() : 0),
    write: (work) => group.write(work),
    announce: () => undefined,
    listen: () => undefined,
    forLists: async () => db,
    notices: (tell) => group.notices(tell),
    stats: () => ({ commits: group.commits, writes: group.writes }),
    close: () => {
      closing ??= close()
      return closing
    },
  }
  return db
}

function openMigrated(options: SqliteOptions): Connection {
  const writer = openWriter(options.file)
  try {
    migrate(writer, options.migrationsDir)
    return writer
  } catch (error) {
    writer.close()
    throw error
  }
}
