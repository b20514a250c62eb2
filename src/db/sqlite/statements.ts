// Prepared statement cache of one SQLite connection; errors are translated.
import SqliteDatabase from 'better-sqlite3'
import { BoundedCache } from '../../lib/cache/bounded-cache.ts'
import { ConstraintError, type ConstraintKind, StorageError } from '../errors.ts'
import { type Sql, textOf } from '../sql.ts'
import { bindable } from '../values.ts'
import { storageReason } from './errors.ts'
import { type RowOf, rowsOf } from './rows.ts'

/** Texts vary with the filters of a list. */
const LIMIT = 250

interface Prepared {
  statement: SqliteDatabase.Statement<unknown[], unknown[]>
  rowOf: RowOf
}

export class StatementCache {
  readonly #connection: SqliteDatabase.Database
  readonly #prepared = new BoundedCache<string, Prepared>(LIMIT)

  constructor(connection: SqliteDatabase.Database) {
    this.#connection = connection
  }

  all<Row>(query: Sql): Row[] {
    return translateErrors(() => {
      const { statement, rowOf } = this.#prepare(query)
      return statement.all(query.values.map(bindable)).map(rowOf) as Row[]
    })
  }

  get<Row>(query: Sql): Row | undefined {
    return translateErrors(() => {
      const { statement, rowOf } = this.#prepare(query)
      const values = statement.get(query.values.map(bindable))
      return values && (rowOf(values) as Row)
    })
  }

  run(query: Sql): number {
    return translateErrors(
      () => this.#prepare(query).statement.run(query.values.map(bindable)).changes,
    )
  }

  #prepare(query: Sql): Prepared {
    const text = textOf(query)
    return this.#prepared.get(text) ?? this.#prepared.set(text, this.#compile(text))
  }

  #compile(text: string): Prepared {
    const statement = this.#connection.prepare<unknown[], unknown[]>(text)
    if (statement.reader) statement.raw()
    return { statement, rowOf: rowsOf(statement.reader ? statement.columns() : []) }
  }
}

const KINDS: Record<string, ConstraintKind> = {
  SQLITE_CONSTRAINT_UNIQUE: 'unique',
  SQLITE_CONSTRAINT_PRIMARYKEY: 'unique',
  SQLITE_CONSTRAINT_FOREIGNKEY: 'foreign_key',
  SQLITE_CONSTRAINT_CHECK: 'check',
  SQLITE_CONSTRAINT_NOTNULL: 'not_null',
}

function translateErrors<Result>(use: () => Result): Result {
  try {
    return use()
  } catch (error) {
    throw translateError(error)
  }
}

function translateError(error: unknown): unknown {
  if (!(error instanceof SqliteDatabase.SqliteError)) return error
  const reason = storageReason(error)
  if (reason !== undefined) return new StorageError(error, reason)
  if (!error.code.startsWith('SQLITE_CONSTRAINT')) return error
  // "UNIQUE constraint failed: users.email"; a trigger's RAISE has only its own message.
  const target = error.message.replace(/^.*constraint failed:? ?/i, '')
  return new ConstraintError(KINDS[error.code] ?? 'other', target, { cause: error })
}
