// Unit of work inside a shared SQLite transaction.
import type { Transaction } from '../database.ts'
import { MisuseError } from '../errors.ts'
import type { Sql } from '../sql.ts'
import type { StatementCache } from './statements.ts'

/**
 * The transaction of one job. A failed statement ends it, even if the job catches the error: PostgreSQL does the same,
 * and services must behave alike on both.
 */
export class UnitOfWork implements Transaction {
  readonly concurrent = false
  #finished = false
  failure: { error: unknown } | null = null
  readonly #statements: StatementCache

  constructor(statements: StatementCache) {
    this.#statements = statements
  }

  // Properties and not methods: a Change copies them, so they are called without their object.
  readonly all = async <Row>(query: Sql) => this.#use(() => this.#statements.all<Row>(query))
  readonly get = async <Row>(query: Sql) => this.#use(() => this.#statements.get<Row>(query))
  readonly run = async (query: Sql) => this.#use(() => this.#statements.run(query))

  finish(): void {
    this.#finished = true
  }

  #use<Result>(call: () => Result): Result {
    if (this.failure !== null) throw failedBefore(this.failure.error)
    if (this.#finished) throw finishedBefore()
    try {
      return call()
    } catch (error) {
      this.failure = { error }
      throw error
    }
  }
}

const finishedBefore = () =>
  new MisuseError('This transaction is over: it was used after its work had ended')

const failedBefore = (cause: unknown) =>
  new MisuseError('A statement of this transaction failed: let its error through', { cause })

/**
 * Awaits a job that calls only its transaction. Statements are synchronous, so it settles within the microtasks;
 * anything slower would block all other writers. Call it from a microtask: only then does nextTick run after all of
 * them.
 */
export function settleImmediately<Result>(promise: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    let settled = false
    const settling = <Outcome>(then: (outcome: Outcome) => void) => {
      return (outcome: Outcome) => {
        settled = true
        then(outcome)
      }
    }
    promise.then(settling(resolve), settling(reject))
    process.nextTick(() => {
      if (!settled) reject(foreignAwait())
    })
  })
}

function foreignAwait(): MisuseError {
  return new MisuseError(
    'Inside a transaction only its own calls may be awaited; this work awaited something else' +
      ' (a file, the network, a timer, an image, another write) and was undone',
  )
}
