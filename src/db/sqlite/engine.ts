// SQLite engine, the default: one file, one writing and one reading connection.
import { existsSync } from 'node:fs'
import type { Database } from '../database.ts'
import { MisuseError } from '../errors.ts'
import { checkAtStart } from '../files/integrity.ts'
import { claimLog, createFileNumber, numberInFile, refuseForeignLog } from '../files/log-owner.ts'
import { migrate } from '../migrations/run.ts'
import { type Connection, openReader, openWriter } from './connection.ts'
import { GroupCommit } from './group-commit.ts'
import { Snapshot } from './snapshot.ts'
import { StatementCache } from './statements.ts'

export interface SqliteOptions {
  file: string
  /** Folder of numbered SQL files, the program's by default. */
  migrationsDir?: string | URL
}

/** Opens a database file; creates and migrates it. @throws OpenError */
export async function openSqlite(options: SqliteOptions): Promise<Database> {
  const writer = openMigrated(options)
  const reader = openReader(options.file)
  const snapshot = new Snapshot(reader)
  const group = new GroupCommit(writer, () => snapshot.end())
  const statements = new StatementCache(reader)
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
    trouble: () => group.trouble,
    stats: () => ({ commits: group.commits, writes: group.writes }),
    close: () => {
      closing ??= close()
      return closing
    },
  }
  return db
}

function openMigrated({ file, migrationsDir }: SqliteOptions): Connection {
  refuseForeignLog(file)
  const number = numberInFile(file)
  const isNew = !existsSync(file)
  const writer = openWriter(file)
  try {
    if (isNew) writer.pragma(`user_version = ${createFileNumber()}`)
    checkAtStart(writer, file)
    migrate(writer, migrationsDir)
    claimLog(writer, file, number)
    return writer
  } catch (error) {
    writer.close()
    throw error
  }
}
