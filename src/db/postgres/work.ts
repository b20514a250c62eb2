// One work's part of a PostgreSQL transaction: its statements run one after another, and the first failure ends it.
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

  /** What a work asks at once travels at once: the connection answers in the same order. */
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

  /** What was sent after a statement that failed was not done: only the first failure says why. */
  #failed(error: unknown): unknown {
    if (this.failure !== null) return this.#over
    this.failure = { error }
    const message = 'A statement of this transaction failed: let its error through'
    this.#over = new MisuseError(message, { cause: error })
    return error
  }
}
