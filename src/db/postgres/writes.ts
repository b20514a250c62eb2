// PostgreSQL writes: waiting jobs share a serializable transaction, retried after conflicts.
import type pg from 'pg'
import type { Transaction, WriteOptions } from '../database.ts'
import { CommitError, ConstraintError } from '../errors.ts'
import { isBusy, isConnectionLost } from './errors.ts'
import {
  commitTogether,
  type GroupOptions,
  isTransient,
  type Job,
  type Outcome,
} from './group-transaction.ts'

/**
 * The server keeps 64 savepoints of a transaction in memory; more slow it down for everybody
 * (https://www.postgresql.org/docs/15/subxacts.html).
 */
const MAX_JOBS = 60
/** After this many attempts the database is overloaded: the request is refused and may be retried. */
const MAX_ATTEMPTS = 12
/** A server that is not back after three quarters of a second is not waited for. */
const MAX_ATTEMPTS_LOST = 5
/** Then each job is tried alone: one that always fails must not take others with it. */
const MAX_GROUP_ATTEMPTS = 3
/** How long after a conflict transactions are serialized by a lock. */
const SERIALIZE_MS = 1_000
/** A slower job (an import, a lock of another process) does not keep the next ones waiting. */
const SLOW_MS = 250

export class Writes {
  commits = 0
  writes = 0
  retries = 0
  readonly #pool: pg.Pool
  #waiting: Job[] = []
  /** Transactions in progress; a second one starts only while all wait for a slow job. */
  #lanes = 0
  #slow = 0
  #cautiousUntil = 0

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  write<Result>(work: (tx: Transaction) => Promise<Result>, options?: WriteOptions) {
    return new Promise<Result>((resolve, reject) => {
      const job: Job = { work, resolve: resolve as Job['resolve'], reject }
      if (options?.alone) return void this.#finish([job], unwatched)
      this.#waiting.push(job)
      this.#wake()
    })
  }

  #wake(): void {
    if (this.#slow < this.#lanes || this.#lanes >= this.#pool.options.max) return
    this.#lanes += 1
    // In the next iteration of the event loop, so that all requests of this one are in the group.
    setImmediate(async () => {
      const next = () => this.#waiting.splice(0, MAX_JOBS)
      for (let jobs = next(); jobs.length > 0; jobs = next()) await this.#finish(jobs, this.#watch)
      this.#lanes -= 1
    })
  }

  readonly #watch = async (attempt: Promise<Outcome>): Promise<Outcome> => {
    let slow = 0
    const timer = setTimeout(() => {
      slow = 1
      this.#slow += 1
      if (this.#waiting.length > 0) this.#wake()
    }, SLOW_MS)
    try {
      return await attempt
    } finally {
      clearTimeout(timer)
      this.#slow -= slow
    }
  }

  async #finish(jobs: Job[], watch: GroupOptions['watch']): Promise<void> {
    let left = jobs
    for (let tries = 1; left.length > 0; tries++) {
      if (tries > MAX_GROUP_ATTEMPTS && left.length > 1) {
        for (const job of left) await this.#finish([job], watch)
        return
      }
      left = await this.#attempt(left, tries, watch)
    }
  }

  /** Returns the jobs to retry. */
  async #attempt(jobs: Job[], tries: number, watch: GroupOptions['watch']): Promise<Job[]> {
    const client = await this.#pool.connect().catch((error: unknown) => new CommitError(error))
    if (client instanceof CommitError) return refuse(jobs, client)
    const inTurn = tries > 1 || performance.now() < this.#cautiousUntil
    try {
      const settled = await commitTogether(client, jobs, { inTurn, watch })
      client.release()
      this.commits += 1
      this.writes += settled.length
      this.#waiting.unshift(...jobs.slice(settled.length))
      return settled.flatMap((one, at) => settleOrRetry(jobs[at] as Job, one, tries))
    } catch (error) {
      // A failed connection does not return to the pool.
      client.release(isConnectionLost(error) || error instanceof CommitError)
      return await this.#again(jobs, tries, error)
    }
  }

  async #again(jobs: Job[], tries: number, error: unknown): Promise<Job[]> {
    const gone = isConnectionLost(error)
    if (!isTransient(error) || tries >= (gone ? MAX_ATTEMPTS_LOST : MAX_ATTEMPTS)) {
      return refuse(jobs, error instanceof CommitError ? error : new CommitError(error))
    }
    this.retries += 1
    if (gone) await pause(tries)
    else this.#cautiousUntil = performance.now() + SERIALIZE_MS
    return jobs
  }
}

const unwatched: GroupOptions['watch'] = (attempt) => attempt

function refuse(jobs: readonly Job[], error: CommitError): Job[] {
  for (const job of jobs) job.reject(error)
  return []
}

/** Settles a job, or returns it for a retry. */
function settleOrRetry(job: Job, settled: Outcome, tries: number): Job[] {
  if ('result' in settled) job.resolve(settled.result)
  // A concurrent job may have inserted the same row: a second look finds it and reports it.
  else if (tries === 1 && isDuplicate(settled.error)) return [job]
  else job.reject(isBusy(settled.error) ? new CommitError(settled.error) : settled.error)
  return []
}

const isDuplicate = (error: unknown) => error instanceof ConstraintError && error.kind === 'unique'

/** Backoff while a server restarts or fails over: 50 ms, 100 ms, ... up to a second. */
function pause(tries: number): Promise<void> {
  const ms = Math.min(50 * 2 ** (tries - 1), 1_000)
  return new Promise((resolve) => setTimeout(resolve, ms))
}
