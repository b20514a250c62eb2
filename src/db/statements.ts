// The prepared statements of one SQLite connection: each text is prepared once, each error translated.
import SqliteDatabase from 'better-sqlite3'
import { ConstraintError, type ConstraintKind } from './errors.ts'
import { type RowOf, rowsOf } from './rows.ts'
import { type Sql, textOf } from './sql.ts'
import { bindable } from './values.ts'

/** Texts vary with the filters of a list, so there is a bound; the oldest goes first. */
const MOST_KEPT = 500

interface Prepared {
  statement: SqliteDatabase.Statement<unknown[], unknown[]>
  rowOf: RowOf
}

export class Statements {
  readonly #connection: SqliteDatabase.Database
  readonly #kept = new Map<string, Prepared>()

  constructor(connection: SqliteDatabase.Database) {
    this.#connection = connection
  }

  all<Row>(query: Sql): Row[] {
    return translated(() => {
      const { statement, rowOf } = this.#prepare(query)
      return statement.all(query.values.map(bindable)).map(rowOf) as Row[]
    })
  }

  get<Row>(query: Sql): Row | undefined {
    return translated(() => {
      const { statement, rowOf } = this.#prepare(query)
      const values = statement.get(query.values.map(bindable))
      return values && (rowOf(values) as Row)
    })
  }

  /** How many rows the statement changed. */
  run(query: Sql): number {
    return translated(() => this.#prepare(query).statement.run(query.values.map(bindable)).changes)
  }

  #prepare(query: Sql): Prepared {
    const text = textOf(query)
    return this.#kept.get(text) ?? this.#keep(text)
  }

  #keep(text: string): Prepared {
    const statement = this.#connection.prepare<unknown[], unknown[]>(text)
    if (statement.reader) statement.raw()
    const prepared = { statement, rowOf: rowsOf(statement.reader ? statement.columns() : []) }
    const oldest = this.#kept.keys().next().value
    if (this.#kept.size >= MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest)
    this.#kept.set(text, prepared)
    return prepared
  }
}

const KINDS: Record<string, ConstraintKind> = {
  SQLITE_CONSTRAINT_UNIQUE: 'unique',
  SQLITE_CONSTRAINT_PRIMARYKEY: 'unique',
  SQLITE_CONSTRAINT_FOREIGNKEY: 'foreign_key',
  SQLITE_CONSTRAINT_CHECK: 'check',
  SQLITE_CONSTRAINT_NOTNULL: 'not_null',
}

function translated<Result>(use: () => Result): Result {
  try {
    return use()
  } catch (error) {
    throw translation(error)
  }
}

function translation(error: unknown): unknown {
  if (!(error instanceof SqliteDatabase.SqliteError)) return error
  if (!error.code.startsWith('SQLITE_CONSTRAINT')) return error
  // "UNIQUE constraint failed: users.email"; a trigger's RAISE has only its own words.
  const target = error.message.replace(/^.*constraint failed:? ?/i, '')
  return new ConstraintError(KINDS[error.code] ?? 'other', target, { cause: error })
}
