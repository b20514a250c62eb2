// Opens a SQLite connection with the settings that our promises rest on, and proves that they hold.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { OpenError } from './errors.ts'

export type Connection = SqliteDatabase.Database

/** Before it, a WAL reset at the wrong moment could corrupt the file (https://sqlite.org/wal.html#walresetbug). */
const OLDEST_SQLITE = '3.51.3'
const FULL = 2
/** How long another program may hold the file (a backup, the sample data) before a write fails. */
const BUSY_MS = 5_000

/** Opens the file for writing, creating it and its folder when they are missing. */
export function openWriter(file: string): Connection {
  return opened(file, () => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    return prepared(new SqliteDatabase(file, { timeout: BUSY_MS }), (connection) => {
      requireVersion(connection)
      requireSetting(connection, 'journal_mode', 'WAL', 'wal')
      // better-sqlite3 is compiled with NORMAL, which may lose the last commits in a power cut.
      requireSetting(connection, 'synchronous', 'FULL', FULL)
      requireSetting(connection, 'foreign_keys', 'ON', 1)
      tune(connection)
    })
  })
}

/** Opens an existing file for reading only. */
export function openReader(file: string): Connection {
  const options = { readonly: true, fileMustExist: true, timeout: BUSY_MS }
  return opened(file, () => prepared(new SqliteDatabase(file, options), tune))
}

/** 8 MB of pages for each connection: the system keeps the rest. No memory map, whose pages would count as ours. */
function tune(connection: Connection): void {
  connection.pragma('cache_size = -8000')
  connection.pragma('mmap_size = 0')
  connection.pragma('temp_store = MEMORY')
  connection.pragma('trusted_schema = OFF')
}

function opened(file: string, open: () => Connection): Connection {
  try {
    return open()
  } catch (error) {
    if (error instanceof OpenError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new OpenError(`The database ${file} cannot be opened: ${reason}`, { cause: error })
  }
}

function prepared(connection: Connection, prepare: (connection: Connection) => void): Connection {
  try {
    prepare(connection)
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

function requireSetting(connection: Connection, name: string, set: string, is: unknown): void {
  connection.pragma(`${name} = ${set}`)
  if (connection.pragma(name, { simple: true }) === is) return
  throw new OpenError(
    `The database ${connection.name} does not accept ${name} = ${set}: is it on a network drive?` +
      ' Move DATA_DIR to a disk of this computer.',
  )
}

function requireVersion(connection: Connection): void {
  const version = String(connection.prepare('SELECT sqlite_version()').pluck().get())
  if (version.localeCompare(OLDEST_SQLITE, 'en', { numeric: true }) >= 0) return
  throw new OpenError(`SQLite ${version} may damage data; ${OLDEST_SQLITE} or later is needed.`)
}
