// Interfaces of a move between engines: a source is read as one snapshot, a target is written completely or not at all.
import type { Reader } from '../database.ts'
import type { Sql } from '../sql.ts'

/** Column value, the same on both engines; JSON is its text. */
export type Cell = string | number | null | Uint8Array
/** Cells in the order of the table's columns. */
export type Row = readonly Cell[]

export interface Table {
  name: string
  columns: readonly string[]
  key: readonly string[]
  refersTo: readonly string[]
}

/** Tables that are not simply copied. */
export interface TableKinds {
  /** Filled by triggers, on each engine in its own way. */
  derived: readonly string[]
  /** Rows of a new database, replaced by those of the source. */
  seeded: readonly string[]
}

export interface Source extends Reader {
  /** For messages; without the password. */
  readonly place: string
  tables(): Promise<Table[]>
  /** All rows in key order, a few megabytes at a time. */
  batches(table: Table): AsyncIterable<Row[]>
  /** The highest id ever used in the table, deleted rows included; 0 for none. */
  lastId(table: Table): Promise<number>
  /** Reads the present state, not the snapshot. */
  getNow<Answer>(query: Sql): Promise<Answer | undefined>
  close(): Promise<void>
}

/** A database being created. Invisible before `finish`; `close` without it leaves nothing. */
export interface Target extends Source {
  insert(table: Table, rows: readonly Row[]): Promise<void>
  /** Makes the next id of the table higher than this one. */
  continueAfter(table: Table, id: number): Promise<void>
  /** After the last row: updates statistics (PostgreSQL), checks foreign keys (SQLite). */
  settle(): Promise<void>
  finish(): Promise<void>
}

/** Approximate size of a batch; one row is always read. */
const BATCH_BYTES = 4_000_000
const MOST_ROWS = 1_000
/** First batch of a table whose row size is unknown: rows may be photos. */
export const FIRST_BATCH_ROWS = 10

/** Number of rows of the next batch, from the size of the last one. */
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

export const quoteIdentifier = (name: string) => `"${name.replaceAll('"', '""')}"`
export const quoteIdentifiers = (names: readonly string[]) => names.map(quoteIdentifier).join(', ')
