// SQLite as the source of a move: a snapshot, also while a shop is open on it.
import { existsSync, statSync } from 'node:fs'
import { OpenError } from '../errors.ts'
import { readMigrations } from '../migrations/files.ts'
import { requireCurrent } from '../migrations/records.ts'
import { MIGRATIONS, readApplied } from '../migrations/run.ts'
import type { Sql } from '../sql.ts'
import { type Connection, openReader } from '../sqlite/connection.ts'
import { StatementCache } from '../sqlite/statements.ts'
import {
  FIRST_BATCH_ROWS,
  nextBatch,
  quoteIdentifier,
  quoteIdentifiers,
  type Row,
  type Source,
  type Table,
} from './endpoints.ts'

/** @throws OpenError if there is no file, or it is not of this version */
export async function openSqliteSource(file: string): Promise<Source> {
  if (!existsSync(file)) throw new OpenError(`There is no database at ${file}.`)
  if (statSync(file).isDirectory()) {
    throw new OpenError(`${file} is a folder: name the file in it, such as ${file}/hemline.db.`)
  }
  const connection = openReader(file)
  try {
    connection.exec('BEGIN')
    // The first read fixes the snapshot.
    requireCurrent(readApplied(connection), readMigrations(MIGRATIONS), file)
  } catch (error) {
    connection.close()
    throw error
  }
  return {
    place: file,
    ...readerOf(connection),
    getNow: async <Answer>(query: Sql) => {
      const now = openReader(file)
      try {
        return new StatementCache(now).get<Answer>(query)
      } finally {
        now.close()
      }
    },
    close: async () => void connection.close(),
  }
}

export function readerOf(connection: Connection) {
  const statements = new StatementCache(connection)
  return {
    all: async <Answer>(query: Sql) => statements.all<Answer>(query),
    get: async <Answer>(query: Sql) => statements.get<Answer>(query),
    tables: async () => tablesOf(connection),
    batches: (table: Table) => batchesOf(connection, table),
    lastId: async (table: Table) => lastIdOf(connection, table),
  }
}

function tablesOf(connection: Connection): Table[] {
  const names = connection
    .prepare<[], string>(`
      SELECT name FROM pragma_table_list
      WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      ORDER BY name`)
    .pluck()
    .all()
  const columns = connection.prepare<[string], { name: string; pk: number }>(
    'SELECT name, pk FROM pragma_table_info(?) ORDER BY cid',
  )
  const refersTo = connection
    .prepare<[string], string>('SELECT DISTINCT "table" FROM pragma_foreign_key_list(?)')
    .pluck()
  return names.map((name) => {
    const found = columns.all(name)
    const key = found.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
    return {
      name,
      columns: found.map((column) => column.name),
      key: key.map((column) => column.name),
      refersTo: refersTo.all(name).filter((other) => other !== name),
    }
  })
}

async function* batchesOf(connection: Connection, { name, columns, key }: Table) {
  const rows = connection
    .prepare(
      `SELECT ${quoteIdentifiers(columns)} FROM ${quoteIdentifier(name)} ORDER BY ${quoteIdentifiers(key)}`,
    )
    .raw()
    .iterate() as IterableIterator<Row>
  let batch: Row[] = []
  let size = FIRST_BATCH_ROWS
  for (const row of rows) {
    batch.push(exact(name, row))
    if (batch.length < size) continue
    yield batch
    size = nextBatch(batch)
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** All numbers are integers; one beyond 2^53 would lose digits. */
function exact(table: string, row: Row): Row {
  for (const cell of row) {
    if (typeof cell !== 'number' || Number.isSafeInteger(cell)) continue
    throw new OpenError(`${table} holds the number ${cell}, which cannot be carried exactly.`)
  }
  return row
}

function lastIdOf(connection: Connection, { name, key }: Table): number {
  if (key.join() !== 'id') return 0
  const given = connection
    .prepare<[string], number>('SELECT seq FROM sqlite_sequence WHERE name = ?')
    .pluck()
    .get(name)
  const highest = connection
    .prepare(`SELECT max(id) FROM ${quoteIdentifier(name)}`)
    .pluck()
    .get()
  return Math.max(given ?? 0, Number(highest ?? 0))
}
