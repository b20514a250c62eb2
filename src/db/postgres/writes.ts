// Writes on PostgreSQL: each work in a serializable transaction of its own, done again when another got in its way.
import type pg from 'pg'
import type { Transaction } from '../database.ts'
import { CommitError, ConstraintError } from '../errors.ts'
import { isBusy, isConflict, isGone } from './errors.ts'
import { commit } from './statements.ts'
import { PostgresWork } from './work.ts'

/** Past this many tries the shop is busier than its database: the request is refused and may be sent again. */
const MOST_TRIES = 12
/** A server that does not come back meanwhile (three quarters of a second) is not waited for. */
const MOST_TRIES_GONE = 5
/** How long after a conflict works take turns from the start. */
const CAUTIOUS_MS = 200

const BEGIN = 'BEGIN ISOLATION LEVEL SERIALIZABLE'
/**
 * Whoever failed waits here for its turn, in the order of coming and before it looks at any row: LOCK TABLE takes no
 * snapshot. So what it then sees is what the one before it left, and works that always meet do not fail for ever.
 */
const BEGIN_IN_TURN = `${BEGIN}; LOCK TABLE write_turns IN EXCLUSIVE MODE`

type Work<Result> = (tx: Transaction) => Promise<Result>
type Outcome<Result> =
  | { done: Result }
  /** The transaction was undone; `again` when the same work may succeed now. */
  | { error: unknown; again: boolean }

export class Writes {
  commits = 0
  writes = 0
  /** Works that were done again because another got in their way. */
  retries = 0
  readonly #pool: pg.Pool
  #cautiousUntil = 0

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  async write<Result>(work: Work<Result>): Promise<Result> {
    let inTurn = performance.now() < this.#cautiousUntil
    for (let tries = 1; ; tries++) {
      const outcome = await this.#attempt(work, inTurn)
      if ('done' in outcome) return outcome.done
      // Another work may have brought the same at this moment: whoever looks again finds it, and can say so.
      const again = outcome.again || (tries === 1 && isDouble(outcome.error))
      if (!again) throw isBusy(outcome.error) ? new CommitError(outcome.error) : outcome.error
      const gone = isGone(outcome.error)
      if (tries >= (gone ? MOST_TRIES_GONE : MOST_TRIES)) throw new CommitError(outcome.error)
      this.retries += 1
      inTurn = true
      if (gone) await pause(tries)
      else this.#cautiousUntil = performance.now() + CAUTIOUS_MS
    }
  }

  async #attempt<Result>(work: Work<Result>, inTurn: boolean): Promise<Outcome<Result>> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw new CommitError(error)
    })
    const lost = lossOf(client)
    const outcome = await transacted(client, work, { inTurn, lost: lost.promise })
    lost.forget()
    // A connection that failed us is not lent again.
    client.release('error' in outcome && isGone(outcome.error))
    this.writes += 1
    if ('done' in outcome) this.commits += 1
    return outcome
  }
}

interface Way {
  inTurn: boolean
  /** Rejects when the connection goes away: a work that awaits something else would not hear of it. */
  lost: Promise<never>
}

async function transacted<Result>(
  client: pg.PoolClient,
  work: Work<Result>,
  { inTurn, lost }: Way,
): Promise<Outcome<Result>> {
  const tx = new PostgresWork(client)
  try {
    await client.query(inTurn ? BEGIN_IN_TURN : BEGIN)
    const done = await Promise.race([work(tx), lost])
    await tx.finish()
    if (tx.failure) throw tx.failure.error
    return await committed(client, done)
  } catch (thrown) {
    await tx.finish()
    // What ended the transaction counts, whatever the work made of it.
    const cause = tx.failure && isPassing(tx.failure.error) ? tx.failure.error : thrown
    await client.query('ROLLBACK').catch(() => undefined)
    return { error: cause, again: isPassing(cause) }
  }
}

/** When the connection is lost here nobody knows whether the commit happened, so the work is not done again. */
async function committed<Result>(client: pg.PoolClient, done: Result): Promise<Outcome<Result>> {
  try {
    await commit(client)
    return { done }
  } catch (error) {
    if (isConflict(error)) throw error
    return { error: new CommitError(error), again: false }
  }
}

const isDouble = (error: unknown) => error instanceof ConstraintError && error.kind === 'unique'

const isPassing = (error: unknown) => isConflict(error) || isGone(error)

function lossOf(client: pg.PoolClient) {
  let forget = () => {}
  const promise = new Promise<never>((_, reject) => {
    const onError = (error: Error) => reject(error)
    client.once('error', onError)
    forget = () => client.removeListener('error', onError)
  })
  promise.catch(() => undefined)
  return { promise, forget }
}

/** A server that restarts or hands over takes its time: 50 ms, 100 ms, ... up to a second. */
function pause(tries: number): Promise<void> {
  const ms = Math.min(50 * 2 ** (tries - 1), 1_000)
  return new Promise((resolve) => setTimeout(resolve, ms))
}
