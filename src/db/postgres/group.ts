// Works that share one transaction, each in a savepoint of its own: one COMMIT, and one wait for the disk, for all.
import type pg from 'pg'
import type { Transaction } from '../database.ts'
import { CommitError } from '../errors.ts'
import { isConflict, isGone } from './errors.ts'
import { commit } from './statements.ts'
import { PostgresWork } from './work.ts'

export interface Job {
  work: (tx: Transaction) => Promise<unknown>
  resolve: (result: unknown) => void
  reject: (error: unknown) => void
}

/** What a work came to. */
export type Settled = { result: unknown } | { error: unknown }

export interface Way {
  /** Waits until no other transaction that takes turns is under way. */
  inTurn: boolean
  /** Hears of each work, and passes on what it comes to. */
  watch: (attempt: Promise<Settled>) => Promise<Settled>
}

/**
 * No further work is begun after so long: what the first of them locked, others wait for, in all processes. One second
 * is a tenth of what they wait at most.
 */
const LONGEST_MS = 1_000

const BEGIN = 'BEGIN ISOLATION LEVEL SERIALIZABLE'
/** Before the transaction looks at any row: LOCK TABLE takes no snapshot, so it sees what the one before it left. */
const TURN = 'LOCK TABLE write_turns IN EXCLUSIVE MODE'
const SAVE = 'SAVEPOINT work'
const NEXT = `RELEASE ${SAVE}; ${SAVE}`
const UNDO = `ROLLBACK TO ${SAVE}`

/**
 * Does the works one after another and answers what each came to, once it is durable. One that fails is undone alone;
 * when it takes long, the last ones are not begun and not answered.
 * Throws what ended the transaction for all: nothing of it was saved, unless it is a CommitError of a lost connection.
 */
export async function commitTogether(
  client: pg.PoolClient,
  jobs: readonly Job[],
  { inTurn, watch }: Way,
): Promise<Settled[]> {
  const lost = lossOf(client)
  try {
    await client.query([BEGIN, ...(inTurn ? [TURN] : []), SAVE].join('; '))
    const settled: Settled[] = []
    const until = performance.now() + LONGEST_MS
    for (const job of jobs) {
      if (settled.length > 0 && performance.now() > until) break
      settled.push(await watch(attempt(client, job, lost.promise)))
    }
    await committed(client)
    return settled
  } catch (error) {
    if (!isGone(error)) await client.query('ROLLBACK').catch(() => undefined)
    throw error
  } finally {
    lost.forget()
  }
}

/** Throws only when the whole transaction is lost. */
async function attempt(client: pg.PoolClient, job: Job, lost: Promise<never>): Promise<Settled> {
  const tx = new PostgresWork(client)
  try {
    const result = await Promise.race([job.work(tx), lost])
    await tx.finish()
    if (tx.failure) throw tx.failure.error
    // Not waited for: the statements of the next work are sent right behind it, and fail if it does.
    client.query(NEXT).catch(() => undefined)
    return { result }
  } catch (thrown) {
    await tx.finish()
    // What ended the transaction counts, whatever the work made of it.
    const cause = tx.failure && isPassing(tx.failure.error) ? tx.failure.error : thrown
    if (isPassing(cause)) throw cause
    await client.query(UNDO)
    return { error: cause }
  }
}

/** When the connection is lost here nobody knows whether the commit happened, so the works are not done again. */
async function committed(client: pg.PoolClient): Promise<void> {
  try {
    await commit(client)
  } catch (error) {
    throw isConflict(error) ? error : new CommitError(error)
  }
}

/** The same works may succeed in another transaction, or on another connection. */
export const isPassing = (error: unknown) => isConflict(error) || isGone(error)

/** Rejects when the connection goes away: a work that awaits something else would not hear of it. */
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
