// What moving a shop needs of an engine: to read all of it as it was at one moment, and to write all of it or nothing.
import type { Reader } from '../database.ts'
import type { Sql } from '../sql.ts'

/** What a column holds, alike on both engines; JSON is the text it was written as. */
export type Cell = string | number | null | Uint8Array
/** The cells of a row, in the order of the table's columns. */
export type Row = readonly Cell[]

export interface Table {
  name: string
  columns: readonly string[]
  /** The columns of the primary key. */
  key: readonly string[]
  /** The other tables that its rows point to. */
  refersTo: readonly string[]
}

/** A whole database, as it was at one moment. */
export interface Side extends Reader {
  /** For messages; without a password. */
  readonly place: string
  tables(): Promise<Table[]>
  /** All rows in the order of the key, a few megabytes at a time. */
  batches(table: Table): AsyncIterable<Row[]>
  /** The highest id that was ever given in the table, also to a row that is gone; 0 for none. */
  lastId(table: Table): Promise<number>
  /** Asks what is there now, beside the moment that everything else is read of. */
  getNow<Answer>(query: Sql): Promise<Answer | undefined>
  close(): Promise<void>
}

/** A database that is made. Nobody sees anything of it before `finish`, and `close` without it leaves nothing. */
export interface Target extends Side {
  insert(table: Table, rows: readonly Row[]): Promise<void>
  /** The next id of the table is higher than this one. */
  continueAfter(table: Table, id: number): Promise<void>
  /** Makes the engine ready to read what was written. */
  settle(): Promise<void>
  finish(): Promise<void>
}

/** A batch holds about so many bytes; one row is always taken. */
const BATCH_BYTES = 4_000_000
const MOST_ROWS = 1_000
/** Before anything is known of a table, whose rows may be photos. */
export const FIRST_ROWS = 10

/** How many rows make the next batch, judging by the last one. */
export function nextBatch(rows: readonly Row[]): number {
  const bytes = rows.reduce((sum, row) => sum + bytesOf(row), 0)
  const fitting = Math.floor((BATCH_BYTES * rows.length) / Math.max(bytes, 1))
  return Math.min(Math.max(fitting, 1), MOST_ROWS)
}

function bytesOf(row: Row): number {
  let bytes = 0
  for (const cell of row) {
    if (typeof cell === 'string' || cell instanceof Uint8Array) bytes += cell.length
    else bytes += 8
  }
  return bytes
}

/** An identifier of the schema as part of a statement. */
export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
export const quotedList = (names: readonly string[]) => names.map(quoted).join(', ')
