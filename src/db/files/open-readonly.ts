// Read-only access to a SQLite file: it is not changed, and no file stays beside it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '../database.ts'
import { MisuseError, OpenError } from '../errors.ts'
import { readMigrations } from '../migrations/files.ts'
import { missingMigrations } from '../migrations/records.ts'
import { MIGRATIONS, readApplied } from '../migrations/run.ts'
import { type Connection, openReader } from '../sqlite/connection.ts'
import { openSqlite } from '../sqlite/engine.ts'
import { storageReason } from '../sqlite/errors.ts'
import { StatementCache } from '../sqlite/statements.ts'
import { backUp } from './backup.ts'
import { requireFile } from './header.ts'
import { refuseForeignLog } from './log-owner.ts'

/**
 * Works while a shop has the file open. A database of an older version is copied, and the copy migrated and deleted on
 * close.
 * @throws OpenError if the file holds no shop, or one of a newer version
 */
export async function openReadonly(file: string): Promise<Database> {
  requireFile(file)
  refuseForeignLog(file)
  const connection = openReader(file)
  if (isCurrent(connection, file)) return readonlyDatabase(connection)
  connection.close()
  return openCopy(file)
}

function isCurrent(connection: Connection, file: string): boolean {
  try {
    const applied = readApplied(connection)
    if (applied.length === 0) throw new OpenError(`${file} has no shop in it.`)
    return missingMigrations(applied, readMigrations(MIGRATIONS)).length === 0
  } catch (error) {
    connection.close()
    if (error instanceof OpenError) throw error
    throw new OpenError(`${file} cannot be read: ${storageReason(error) ?? error}`, {
      cause: error,
    })
  }
}

async function openCopy(file: string): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), 'hemline-older-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const copy = join(folder, 'copy.db')
    backUp(file, copy)
    const db = await openSqlite({ file: copy })
    return { ...db, close: () => db.close().finally(remove) }
  } catch (error) {
    remove()
    throw error
  }
}

function readonlyDatabase(connection: Connection): Database {
  const statements = new StatementCache(connection)
  const db: Database = {
    engine: 'sqlite',
    concurrent: false,
    all: async (query) => statements.all(query),
    get: async (query) => statements.get(query),
    write: async () => {
      throw new MisuseError('The database was opened for reading only')
    },
    forLists: async () => db,
    announce: () => undefined,
    listen: () => undefined,
    notices: () => undefined,
    trouble: () => undefined,
    stats: () => ({ commits: 0, writes: 0 }),
    close: async () => void connection.close(),
  }
  return db
}
