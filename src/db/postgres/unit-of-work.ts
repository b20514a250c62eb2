// Unit of work inside a shared PostgreSQL transaction: statements run in order, and the first failure ends it.
import type { Transaction } from '../database.ts'
import { MisuseError } from '../errors.ts'
import type { Sql } from '../sql.ts'
import { type Queryable, runOn } from './statements.ts'

export class PostgresUnitOfWork implements Transaction {
  readonly concurrent = true
  #over: unknown = null
  #last: Promise<unknown> = Promise.resolve()
  failure: { error: unknown } | null = null
  readonly #client: Queryable

  constructor(client: Queryable) {
    this.#client = client
  }

  // Properties and not methods: a Change copies them, so they are called without their object.
  readonly all = async <Row>(query: Sql) => (await this.#use(query)).rows as Row[]
  readonly get = async <Row>(query: Sql) => (await this.#use(query)).rows[0] as Row | undefined
  readonly run = async (query: Sql) => (await this.#use(query)).rowCount ?? 0

  /** Resolves when the statements in progress are done; refuses further ones. */
  async finish(): Promise<void> {
    this.#over ??= new MisuseError('This transaction is over: it was used after its work had ended')
    await this.#last
  }

  /** Concurrent statements are pipelined: the connection answers in order. */
  async #use(query: Sql) {
    if (this.#over !== null) throw this.#over
    const answer = runOn(this.#client, query)
    this.#last = answer.catch(() => undefined)
    try {
      return await answer
    } catch (error) {
      throw this.#failed(error)
    }
  }

  /** Statements sent after a failed one fail, too: only the first failure has the reason. */
  #failed(error: unknown): unknown {
    if (this.failure !== null) return this.#over
    this.failure = { error }
    const message = 'A statement of this transaction failed: let its error through'
    this.#over = new MisuseError(message, { cause: error })
    return error
  }
}
