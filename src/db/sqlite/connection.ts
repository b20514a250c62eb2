// SQLite connections with the settings that durability needs, each verified.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { OpenError } from '../errors.ts'
import { isSqlite } from './errors.ts'

const WRITE_ACCESS =
  'Give the account that runs Hemline the right to write to this file, to the files beside it, and to their folder.'

export type Connection = SqliteDatabase.Database

/** Older versions could corrupt the file on a WAL reset (https://sqlite.org/wal.html#walresetbug). */
const OLDEST_SQLITE = '3.51.3'
const FULL = 2
/** How long another program may lock the file (a backup, the sample data) before a write fails. */
const BUSY_MS = 5_000

/** Opens the file for writing; creates it and its folder if missing. */
export function openWriter(file: string): Connection {
  return openOrExplain(file, () => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    // The one folder that is certainly writable; SQLite deletes its temporary files.
    process.env.SQLITE_TMPDIR ??= dirname(file)
    return prepareOrClose(new SqliteDatabase(file, { timeout: BUSY_MS }), (connection) => {
      requireVersion(connection)
      requireSetting(connection, 'journal_mode', 'WAL', 'wal')
      // better-sqlite3 is compiled with NORMAL, which may lose the last commits in a power cut.
      requireSetting(connection, 'synchronous', 'FULL', FULL)
      requireSetting(connection, 'foreign_keys', 'ON', 1)
      tune(connection)
      requireWritable(connection)
      spillUndoLog(connection)
    })
  })
}

export function openReader(file: string): Connection {
  const options = { readonly: true, fileMustExist: true, timeout: BUSY_MS }
  return openOrExplain(file, () => prepareOrClose(new SqliteDatabase(file, options), tune))
}

/** 8 MB of pages a connection. No memory map: its pages would count as memory of this process. */
function tune(connection: Connection): void {
  connection.pragma('cache_size = -8000')
  connection.pragma('mmap_size = 0')
  connection.pragma('temp_store = MEMORY')
  connection.pragma('trusted_schema = OFF')
}

/**
 * Savepoint data goes to a temporary file above 64 KB. In memory it is a list scanned from its start for every page:
 * 2,000 orders in one transaction, into a shop of 100,000, took 18.6 s of processor time, a tenth of it in `UPDATE
 * counters` alone at 2 ms an order; with the file 2.9 s.
 */
const spillUndoLog = (connection: Connection) => connection.pragma('temp_store = FILE')

function openOrExplain(file: string, open: () => Connection): Connection {
  try {
    return open()
  } catch (error) {
    if (error instanceof OpenError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    const isDenied = isSqlite(error, 'SQLITE_READONLY') || isSqlite(error, 'SQLITE_CANTOPEN')
    const advice = isDenied ? `. ${WRITE_ACCESS}` : ''
    throw new OpenError(`The database ${file} cannot be opened: ${reason}${advice}`, {
      cause: error,
    })
  }
}

function prepareOrClose(
  connection: Connection,
  prepare: (connection: Connection) => void,
): Connection {
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

/** SQLite opens a read-only file without an error, and refuses the first write. */
function requireWritable(connection: Connection): void {
  try {
    const number = connection.pragma('user_version', { simple: true })
    connection.exec(`BEGIN IMMEDIATE; PRAGMA user_version = ${number}; ROLLBACK`)
  } catch (error) {
    if (connection.inTransaction) connection.exec('ROLLBACK')
    // Another process is writing, so the file is writable.
    if (isSqlite(error, 'SQLITE_BUSY')) return
    if (!isSqlite(error, 'SQLITE_READONLY')) throw error
    throw new OpenError(
      `The database ${connection.name} can be read, but not written. ${WRITE_ACCESS}`,
    )
  }
}

function requireVersion(connection: Connection): void {
  const version = String(connection.prepare('SELECT sqlite_version()').pluck().get())
  if (version.localeCompare(OLDEST_SQLITE, 'en', { numeric: true }) >= 0) return
  throw new OpenError(`SQLite ${version} may damage data; ${OLDEST_SQLITE} or later is needed.`)
}
