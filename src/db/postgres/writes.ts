// Writes on PostgreSQL: works that wait share a serializable transaction, done again when another got in its way.
import type pg from 'pg'
import type { Transaction, WriteOptions } from '../database.ts'
import { CommitError, ConstraintError } from '../errors.ts'
import { isBusy, isGone } from './errors.ts'
import { commitTogether, isPassing, type Job, type Settled, type Way } from './group.ts'

/**
 * The most works of one transaction: the server keeps 64 savepoints of each in memory, and with more of them it slows
 * down for everybody (https://www.postgresql.org/docs/15/subxacts.html has the reason).
 */
const MOST_WORKS = 60
/** Past this many tries the shop is busier than its database: the request is refused and may be sent again. */
const MOST_TRIES = 12
/** A server that does not come back meanwhile (three quarters of a second) is not waited for. */
const MOST_TRIES_GONE = 5
/** Then each is tried alone: one that always fails must not take the others with it. */
const MOST_TRIES_TOGETHER = 3
/** How long after a conflict transactions take turns from the start. */
const CAUTIOUS_MS = 1_000
/** A work that takes longer (an import, a lock that another process holds) does not keep the next ones waiting. */
const SLOW_MS = 250

export class Writes {
  commits = 0
  writes = 0
  /** Transactions that were done again because another got in their way. */
  retries = 0
  readonly #pool: pg.Pool
  #waiting: Job[] = []
  /** Transactions under way; another one only where all of them hang at a slow work. */
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
    // After the current turn of the event loop, so that all requests it brought are in the group.
    setImmediate(async () => {
      const next = () => this.#waiting.splice(0, MOST_WORKS)
      for (let jobs = next(); jobs.length > 0; jobs = next()) await this.#finish(jobs, this.#watch)
      this.#lanes -= 1
    })
  }

  readonly #watch = async (attempt: Promise<Settled>): Promise<Settled> => {
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

  /** Does works together until each is answered. */
  async #finish(jobs: Job[], watch: Way['watch']): Promise<void> {
    let left = jobs
    for (let tries = 1; left.length > 0; tries++) {
      if (tries > MOST_TRIES_TOGETHER && left.length > 1) {
        for (const job of left) await this.#finish([job], watch)
        return
      }
      left = await this.#attempt(left, tries, watch)
    }
  }

  /** Answers what is to be done again. */
  async #attempt(jobs: Job[], tries: number, watch: Way['watch']): Promise<Job[]> {
    const client = await this.#pool.connect().catch((error: unknown) => new CommitError(error))
    if (client instanceof CommitError) return refuse(jobs, client)
    const inTurn = tries > 1 || performance.now() < this.#cautiousUntil
    try {
      const settled = await commitTogether(client, jobs, { inTurn, watch })
      client.release()
      this.commits += 1
      this.writes += settled.length
      this.#waiting.unshift(...jobs.slice(settled.length))
      return settled.flatMap((one, at) => again(jobs[at] as Job, one, tries))
    } catch (error) {
      // A connection that failed us is not lent again.
      client.release(isGone(error) || error instanceof CommitError)
      return await this.#again(jobs, tries, error)
    }
  }

  async #again(jobs: Job[], tries: number, error: unknown): Promise<Job[]> {
    const gone = isGone(error)
    if (!isPassing(error) || tries >= (gone ? MOST_TRIES_GONE : MOST_TRIES)) {
      return refuse(jobs, error instanceof CommitError ? error : new CommitError(error))
    }
    this.retries += 1
    if (gone) await pause(tries)
    else this.#cautiousUntil = performance.now() + CAUTIOUS_MS
    return jobs
  }
}

const unwatched: Way['watch'] = (attempt) => attempt

function refuse(jobs: readonly Job[], error: CommitError): Job[] {
  for (const job of jobs) job.reject(error)
  return []
}

/** Answers a work; or nobody, where it is to be done again. */
function again(job: Job, settled: Settled, tries: number): Job[] {
  if ('result' in settled) job.resolve(settled.result)
  // Another work may have brought the same at this moment: whoever looks again finds it, and can say so.
  else if (tries === 1 && isDouble(settled.error)) return [job]
  else job.reject(isBusy(settled.error) ? new CommitError(settled.error) : settled.error)
  return []
}

const isDouble = (error: unknown) => error instanceof ConstraintError && error.kind === 'unique'

/** A server that restarts or hands over takes its time: 50 ms, 100 ms, ... up to a second. */
function pause(tries: number): Promise<void> {
  const ms = Math.min(50 * 2 ** (tries - 1), 1_000)
  return new Promise((resolve) => setTimeout(resolve, ms))
}
