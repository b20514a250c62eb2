// Bulk load into a new SQLite file, which nobody else has open and which is discarded on failure. So it needs no
// journal and no fsync until the end; indexes and trigger-maintained tables are built once, from all rows; and CHECK
// constraints are left to tests, where the services make the same rows.
import SqliteDatabase, { type Database, type Statement } from 'better-sqlite3'
import { NO_DEADLINE } from '../../src/schemas/orders/status.ts'
import { insertText, type PackedRows } from './rows.ts'

const TABLES = ['customers', 'orders', 'order_items', 'payments', 'events', 'event_chain']

/** Tables that these triggers maintain row by row. */
const KEPT = {
  order_sums_added: `
    INSERT INTO order_sums (status, payment_status, employee_id, orders, total, paid)
    SELECT status, payment_status, coalesce(employee_id, 0), count(*), sum(total_amount), sum(paid_amount)
    FROM orders
    WHERE archived_at IS NULL
    GROUP BY 1, 2, 3`,
  customer_sums_added: `
    INSERT INTO customer_sums (customer_id, orders, spent, balance, owing_orders, oldest_due)
    SELECT customer_id, count(*) FILTER (WHERE archived_at IS NULL), sum(paid_amount),
           sum(CASE WHEN owing THEN total_amount - paid_amount ELSE 0 END), sum(owing),
           min(CASE WHEN owing THEN due END)
    FROM (
      SELECT customer_id, archived_at, total_amount, paid_amount, coalesce(due_at, '${NO_DEADLINE}') AS due,
             archived_at IS NULL AND status <> 'cancelled' AND payment_status <> 'refunded'
               AND paid_amount < total_amount AS owing
      FROM orders)
    GROUP BY customer_id`,
  item_names_added: `
    INSERT INTO item_names (name)
    SELECT item_name FROM order_items GROUP BY item_name ORDER BY min(id)`,
  customer_search_added: `
    INSERT INTO customer_search (rowid, words)
    SELECT id, name_folded || char(10) || phone_digits || char(10) || coalesce(email, '')
           || char(10) || coalesce(name_parts, '')
    FROM customers`,
}

const SETTINGS = [
  'locking_mode = EXCLUSIVE',
  'journal_mode = DELETE', // from WAL it goes nowhere else at once
  'journal_mode = OFF',
  'synchronous = OFF',
  'foreign_keys = OFF',
  'ignore_check_constraints = ON',
  'cache_size = -200000',
]

export class NewFile {
  readonly #db: Database
  readonly #statements = new Map<string, Statement>()
  /** Statements that recreate what was dropped, in order. */
  readonly #dropped: string[]
  /** Planner statistics are lost with an index. */
  readonly #statistics: unknown[]

  /** @param file a shop with all migrations */
  constructor(file: string) {
    this.#db = new SqliteDatabase(file, { fileMustExist: true })
    for (const setting of SETTINGS) this.#db.pragma(setting)
    this.#db.exec('BEGIN')
    this.#statistics = this.#db.prepare('SELECT * FROM sqlite_stat1').raw().all()
    this.#dropped = this.#drop()
  }

  #drop(): string[] {
    const parts = this.#db
      .prepare<[], { type: string; name: string; table: string; sql: string }>(`
        SELECT type, name, tbl_name AS "table", sql FROM sqlite_schema
        WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY rowid`)
      .all()
    const missing = Object.keys(KEPT).filter((kept) => !parts.some(({ name }) => name === kept))
    if (missing.length > 0) throw new Error(`There is no trigger ${missing.join(', ')} any more`)
    const dropped = parts.filter(({ type, name, table }) =>
      type === 'index' ? TABLES.includes(table) : name in KEPT,
    )
    for (const { type, name } of dropped) this.#db.exec(`DROP ${type} ${name}`)
    return dropped.map(({ sql }) => sql)
  }

  insert(rows: PackedRows): void {
    const { values, width } = rows
    const step = MOST_ROWS * width
    for (let from = 0; from < values.length; from += step) {
      const some = values.slice(from, from + step)
      this.#statement(insertText(rows, some.length / width)).run(some)
    }
  }

  #statement(text: string): Statement {
    const known = this.#statements.get(text)
    if (known) return known
    const statement = this.#db.prepare(text)
    // The last batch of a table has a size of its own.
    if (this.#statements.size < 300) this.#statements.set(text, statement)
    return statement
  }

  /** Builds indexes and derived tables as if rows had come one by one. */
  finish(orders: number): void {
    this.#db
      .prepare(`UPDATE counters SET value = value + ? WHERE name = 'order_number'`)
      .run(BigInt(orders))
    for (const text of Object.values(KEPT)) this.#db.exec(text)
    for (const text of this.#dropped) this.#db.exec(text)
    this.#db.exec('DELETE FROM sqlite_stat1')
    const row = this.#db.prepare('INSERT INTO sqlite_stat1 VALUES (?, ?, ?)')
    for (const statistic of this.#statistics) row.run(statistic)
    this.#db.exec('COMMIT')
  }

  close(): void {
    this.#db.close()
  }
}

/** Rows of one statement; more is not faster. */
const MOST_ROWS = 30
