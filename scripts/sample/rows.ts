// Multi-row INSERT: one text is prepared once and bound repeatedly.
import type { Transaction } from '../../src/db/database.ts'
import { Sql, type Value } from '../../src/db/sql.ts'

/** SQLite accepts 32,766 values in a statement, PostgreSQL 65,535; beyond a few hundred nothing gets faster. */
const MOST_VALUES = 600

export const TIMES = ['created_at', 'updated_at'] as const
export const EVENT = ['type', 'entity', 'entity_id', 'actor_name', 'request_id', 'at', 'data']

/** Rows in a form for another thread: all values, row by row. */
export interface PackedRows {
  /** The statement up to its first value. */
  head: string
  width: number
  values: Value[]
}

/** Rows for one table, collected and then inserted together. */
export class Rows implements PackedRows {
  readonly values: Value[] = []
  readonly head: string
  readonly width: number

  /** `table` and `columns` are program text, never input. */
  constructor(table: string, columns: readonly string[]) {
    this.head = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (`
    this.width = columns.length
  }

  get count(): number {
    return this.values.length / this.width
  }

  add(...row: Value[]): void {
    if (row.length !== this.width) throw new RangeError(`${this.head}: ${row.length} values`)
    this.values.push(...row)
  }

  async insert(tx: Transaction): Promise<void> {
    const step = Math.max(1, Math.floor(MOST_VALUES / this.width)) * this.width
    for (let from = 0; from < this.values.length; from += step) {
      const values = this.values.slice(from, from + step)
      await tx.run(new Sql(textFor(this.head, this.width, values.length / this.width), values))
    }
  }
}

/** A statement with `?` for each value. */
export const insertText = ({ head, width }: PackedRows, rows: number): string =>
  textFor(head, width, rows).join('?')

const texts = new Map<string, string[]>()

/** The text between the values, as the `sql` tag splits it. */
function textFor(head: string, width: number, rows: number): string[] {
  const key = `${rows} ${head}`
  let parts = texts.get(key)
  if (!parts) {
    parts = [head]
    for (let at = 1; at < width * rows; at++) parts.push(at % width === 0 ? '), (' : ', ')
    parts.push(')')
    texts.set(key, parts)
  }
  return parts
}
