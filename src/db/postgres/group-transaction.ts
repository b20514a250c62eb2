// Group commit on PostgreSQL: jobs share one transaction, each in a savepoint, with one COMMIT and one disk flush.
import type pg from 'pg'
import type { Transaction } from '../database.ts'
import { CommitError } from '../errors.ts'
import { isConflict, isConnectionLost } from './errors.ts'
import { commit } from './statements.ts'
import { PostgresUnitOfWork } from './unit-of-work.ts'

export interface Job {
  work: (tx: Transaction) => Promise<unknown>
  resolve: (result: unknown) => void
  reject: (error: unknown) => void
}

export type Outcome = { result: unknown } | { error: unknown }

export interface GroupOptions {
  /** Waits until no other transaction with this option is in progress. */
  inTurn: boolean
  watch: (attempt: Promise<Outcome>) => Promise<Outcome>
}

/** No further job begins after this time: others wait for the locks, ten times as long at most. */
const LONGEST_MS = 1_000

const BEGIN = 'BEGIN ISOLATION LEVEL SERIALIZABLE'
/** Before the first snapshot, which then sees what the previous transaction committed. */
const LOCK_TURN = 'LOCK TABLE write_turns IN EXCLUSIVE MODE'
const SAVE = 'SAVEPOINT work'
const NEXT = `RELEASE ${SAVE}; ${SAVE}`
const UNDO = `ROLLBACK TO ${SAVE}`

/**
 * Runs jobs one after another and returns their outcomes once durable. A job that fails is rolled back alone; after
 * LONGEST_MS the remaining ones are not begun and have no outcome. Throws what ended the whole transaction: nothing was
 * saved, unless it is the CommitError of a lost connection.
 */
export async function commitTogether(
  client: pg.PoolClient,
  jobs: readonly Job[],
  { inTurn, watch }: GroupOptions,
): Promise<Outcome[]> {
  const lost = lossOf(client)
  try {
    await client.query([BEGIN, ...(inTurn ? [LOCK_TURN] : []), SAVE].join('; '))
    const settled: Outcome[] = []
    const until = performance.now() + LONGEST_MS
    for (const job of jobs) {
      if (settled.length > 0 && performance.now() > until) break
      settled.push(await watch(attempt(client, job, lost.promise)))
    }
    await commitOrLose(client)
    return settled
  } catch (error) {
    if (!isConnectionLost(error)) await client.query('ROLLBACK').catch(() => undefined)
    throw error
  } finally {
    lost.forget()
  }
}

/** Throws only if the whole transaction is lost. */
async function attempt(client: pg.PoolClient, job: Job, lost: Promise<never>): Promise<Outcome> {
  const tx = new PostgresUnitOfWork(client)
  try {
    const result = await Promise.race([job.work(tx), lost])
    await tx.finish()
    if (tx.failure) throw tx.failure.error
    // Not awaited: the next job's statements are sent right behind it, and fail if it does.
    client.query(NEXT).catch(() => undefined)
    return { result }
  } catch (thrown) {
    await tx.finish()
    // What ended the transaction counts, whatever the job threw because of it.
    const cause = tx.failure && isTransient(tx.failure.error) ? tx.failure.error : thrown
    if (isTransient(cause)) throw cause
    await client.query(UNDO)
    return { error: cause }
  }
}

/** If the connection is lost here, the commit may have happened, so jobs are not retried. */
async function commitOrLose(client: pg.PoolClient): Promise<void> {
  try {
    await commit(client)
  } catch (error) {
    throw isConflict(error) ? error : new CommitError(error)
  }
}

/** The same jobs may succeed in another transaction or on another connection. */
export const isTransient = (error: unknown) => isConflict(error) || isConnectionLost(error)

/** Rejects when the connection is lost: a job that awaits something else would not notice. */
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
