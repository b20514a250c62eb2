// SQLite as the target of a move: a new file, renamed into place when complete.
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import SqliteDatabase, { type Statement } from 'better-sqlite3'
import { OpenError } from '../errors.ts'
import { migrate } from '../migrations/run.ts'
import type { Connection } from '../sqlite/connection.ts'
import { bindable } from '../values.ts'
import {
  quoteIdentifier,
  quoteIdentifiers,
  type Row,
  type Table,
  type TableKinds,
  type Target,
} from './endpoints.ts'
import { readerOf } from './sqlite-source.ts'

/** @throws OpenError if `file` exists, or another move is creating it */
export async function openSqliteTarget(file: string, { seeded }: TableKinds): Promise<Target> {
  if (existsSync(file)) {
    throw new OpenError(`${file} is there already. Nothing was changed; name a new file.`)
  }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const part = `${file}.moving`
  deleteLeftover(part)
  const connection = openNew(part)
  for (const table of seeded) connection.exec(`DELETE FROM ${quoteIdentifier(table)}`)
  const reads = readerOf(connection)
  const inserts = new Map<string, Statement>()
  let open = true
  const close = () => {
    open = false
    connection.close()
  }
  return {
    place: file,
    ...reads,
    getNow: reads.get,
    insert: async (table, rows) => {
      const statement = inserts.get(table.name) ?? prepareInsert(connection, table)
      inserts.set(table.name, statement)
      insertAll(connection, statement, rows)
    },
    continueAfter: async ({ name }, id) => continueAfter(connection, name, id),
    settle: async () => refuseLooseEnds(connection),
    finish: async () => {
      close()
      putInPlace(part, file)
    },
    close: async () => {
      if (!open) return
      close()
      rmSync(part, { force: true })
    },
  }
}

function deleteLeftover(part: string): void {
  if (!existsSync(part)) return
  if (isLocked(part)) {
    throw new OpenError(`Another move is making ${part}. Wait for it, or stop it.`)
  }
  rmSync(part)
}

/** A running move holds its file locked; any other leftover is deleted. */
function isLocked(part: string): boolean {
  const left = new SqliteDatabase(part, { timeout: 0 })
  try {
    left.exec('BEGIN EXCLUSIVE')
    return false
  } catch (error) {
    return (error as { code?: string }).code === 'SQLITE_BUSY'
  } finally {
    left.close()
  }
}

/** Before it is complete the file need not survive a power cut. */
function openNew(part: string): Connection {
  const connection = new SqliteDatabase(part)
  connection.pragma('locking_mode = EXCLUSIVE')
  connection.pragma('journal_mode = MEMORY')
  connection.pragma('synchronous = OFF')
  connection.pragma('cache_size = -64000')
  connection.pragma('trusted_schema = OFF')
  // Checked once for all rows at the end.
  connection.pragma('foreign_keys = OFF')
  migrate(connection)
  return connection
}

function prepareInsert(connection: Connection, { name, columns }: Table): Statement {
  return connection.prepare(
    `INSERT INTO ${quoteIdentifier(name)} (${quoteIdentifiers(columns)}) VALUES (${columns.map(() => '?')})`,
  )
}

function insertAll(connection: Connection, statement: Statement, rows: readonly Row[]): void {
  connection.exec('BEGIN')
  for (const row of rows) statement.run(row.map(bindable))
  connection.exec('COMMIT')
}

/** Only tables with AUTOINCREMENT remember ids of deleted rows. */
function continueAfter(connection: Connection, name: string, id: number): void {
  const remembers = connection
    .prepare(`SELECT 1 FROM sqlite_schema WHERE name = ? AND sql LIKE '%AUTOINCREMENT%'`)
    .get(name)
  if (remembers === undefined || id === 0) return
  connection.prepare('DELETE FROM sqlite_sequence WHERE name = ?').run(name)
  connection.prepare('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)').run(name, BigInt(id))
}

function refuseLooseEnds(connection: Connection): void {
  const loose = connection
    .prepare<[], { place: string; parent: string }>(
      'SELECT "table" AS place, parent FROM pragma_foreign_key_check LIMIT 1',
    )
    .get()
  if (loose === undefined) return
  throw new OpenError(`A row of ${loose.place} points to a row of ${loose.parent} that is missing.`)
}

function putInPlace(part: string, file: string): void {
  flush(part, 'r+')
  renameSync(part, file)
  // Windows cannot open a folder, and keeps names by itself.
  if (process.platform !== 'win32') flush(dirname(file), 'r')
}

function flush(path: string, flags: string): void {
  const descriptor = openSync(path, flags)
  fsyncSync(descriptor)
  closeSync(descriptor)
}
