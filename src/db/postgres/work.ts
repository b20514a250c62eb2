// One transaction on a PostgreSQL connection: its statements run one after another, and the first failure ends it.
import type pg from 'pg'
import type { Transaction } from '../database.ts'
import { MisuseError } from '../errors.ts'
import type { Sql } from '../sql.ts'
import { type Queryable, runOn } from './statements.ts'

export class PostgresWork implements Transaction {
  readonly concurrent = true
  #over: unknown = null
  #last: Promise<unknown> = Promise.resolve()
  /** The first statement that failed, or null. */
  failure: { error: unknown } | null = null
  readonly #client: Queryable

  constructor(client: Queryable) {
    this.#client = client
  }

  // Properties and not methods: a Change copies them, so they are called without their object.
  readonly all = async <Row>(query: Sql) => (await this.#use(query)).rows as Row[]
  readonly get = async <Row>(query: Sql) => (await this.#use(query)).rows[0] as Row | undefined
  readonly run = async (query: Sql) => (await this.#use(query)).rowCount ?? 0

  /** Answers when the statements under way are done; no further ones are taken. */
  async finish(): Promise<void> {
    this.#over ??= new MisuseError('This transaction is over: it was used after its work had ended')
    await this.#last
  }

  /** A connection takes one statement at a time, and a work may ask several at once. */
  #use(query: Sql): Promise<pg.QueryResult> {
    const turn = this.#last.then(() => this.#runNow(query))
    this.#last = turn.catch(() => undefined)
    return turn
  }

  async #runNow(query: Sql): Promise<pg.QueryResult> {
    if (this.#over !== null) throw this.#over
    try {
      return await runOn(this.#client, query)
    } catch (error) {
      this.failure = { error }
      const message = 'A statement of this transaction failed: let its error through'
      this.#over = new MisuseError(message, { cause: error })
      throw error
    }
  }
}
