// The default engine: one SQLite file, one connection that writes and one that reads.
import { type Connection, openReader, openWriter } from './connection.ts'
import { dataVersion } from './data-version.ts'
import type { Database } from './database.ts'
import { MisuseError } from './errors.ts'
import { GroupCommit } from './group-commit.ts'
import { migrate } from './migrations.ts'
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
  const group = new GroupCommit(writer)
  const statements = new Statements(reader)
  const version = dataVersion(reader, () => group.commits)
  let closing: Promise<void> | undefined
  const read = () => {
    if (closing !== undefined) throw new MisuseError('The database is closed')
    return statements
  }
  const close = async () => {
    await group.close()
    reader.close()
    writer.pragma('wal_checkpoint(TRUNCATE)')
    writer.close()
  }
  const db: Database = {
    engine: 'sqlite',
    concurrent: false,
    all: async (query) => read().all(query),
    get: async (query) => read().get(query),
    version: () => (closing === undefined ? version() : 0),
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
