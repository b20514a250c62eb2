// Group commit on SQLite: waiting writes share one transaction, so that one fsync serves many tablets.
import { setTimeout as pause } from 'node:timers/promises'
import type { Statement } from 'better-sqlite3'
import type { LogNotice, Transaction } from '../database.ts'
import { CommitError, MisuseError, StorageError } from '../errors.ts'
import { FileIdentity } from '../files/identity.ts'
import { Checkpoints } from './checkpoints.ts'
import type { Connection } from './connection.ts'
import { isSqlite, storageReason } from './errors.ts'
import { StatementCache } from './statements.ts'
import { settleImmediately, UnitOfWork } from './unit-of-work.ts'

/** Most jobs of one commit: bounds how long the first waits for the last. */
const MAX_JOBS = 128

/** How long another process may lock the file (its commits, a backup, the sample data) before a write fails. */
const MAX_WAIT_MS = 5_000
/** After contention with another process, commits leave it room for this long. */
const SHARING_MS = 1_000

interface Job {
  work: (tx: Transaction) => Promise<unknown>
  resolve: (result: unknown) => void
  reject: (error: unknown) => void
}

/** Serializes the writes of one connection. Callers are answered after the durable commit. */
export class GroupCommit {
  commits = 0
  writes = 0
  readonly #connection: Connection
  readonly #committed: () => void
  readonly #statements: StatementCache
  readonly #checkpoints: Checkpoints
  readonly #place: FileIdentity
  readonly #command: Record<'begin' | 'commit' | 'savepoint' | 'undo' | 'release', Statement>
  #waiting: Job[] = []
  #busy = false
  #whenIdle: (() => void)[] = []
  #closed = false
  #metOther = -SHARING_MS
  #trouble: string | undefined

  /** @param committed called after each commit, before callers are answered */
  constructor(connection: Connection, committed: () => void) {
    this.#connection = connection
    this.#committed = committed
    this.#statements = new StatementCache(connection)
    this.#checkpoints = new Checkpoints(connection)
    this.#place = new FileIdentity(connection.name)
    // SQLite's own wait would block the event loop: `#begin` waits instead.
    connection.pragma('busy_timeout = 0')
    this.#command = {
      begin: connection.prepare('BEGIN IMMEDIATE'),
      commit: connection.prepare('COMMIT'),
      savepoint: connection.prepare('SAVEPOINT work'),
      undo: connection.prepare('ROLLBACK TO work'),
      release: connection.prepare('RELEASE work'),
    }
  }

  write<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    if (this.#closed) return Promise.reject(new MisuseError('The database is closed'))
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as Job['resolve'], reject })
      this.#wake()
    })
  }

  /** Why the last write failed, as a sentence for the shop; `undefined` if it succeeded. */
  get trouble(): string | undefined {
    return this.#trouble
  }

  notices(tell: LogNotice): void {
    this.#checkpoints.tell = tell
  }

  /** Refuses further jobs; resolves when the last one is answered. */
  async close(): Promise<void> {
    this.#closed = true
    if (this.#busy) await new Promise<void>((resolve) => this.#whenIdle.push(resolve))
    await this.#checkpoints.close()
  }

  #wake(): void {
    if (this.#busy) return
    this.#busy = true
    // In the next iteration of the event loop, so that all requests of this one are in the group.
    setImmediate(() => this.#drain())
  }

  async #drain(): Promise<void> {
    const failure = await this.#begin()
    const jobs = this.#waiting.splice(0, MAX_JOBS)
    if (failure) for (const job of jobs) job.reject(failure)
    else if (await this.#commitTogether(jobs)) await this.#beforeNext()
    this.#busy = false
    if (this.#waiting.length > 0) this.#wake()
    else for (const resolve of this.#whenIdle.splice(0)) resolve()
  }

  /** While another process has the file, retries at random intervals, so that no process starves. */
  async #begin(): Promise<CommitError | undefined> {
    const began = performance.now()
    if (this.#place.isLost()) return this.#failed(new Error(REPLACED), REPLACED)
    for (;;) {
      await null // settledAtOnce() wants to be called from a microtask
      try {
        this.#command.begin.run()
        return undefined
      } catch (error) {
        this.#metOther = performance.now()
        const isBusy = isSqlite(error, 'SQLITE_BUSY')
        if (!isBusy || this.#metOther - began > MAX_WAIT_MS) return this.#failed(error)
        await pause(1 + 3 * Math.random())
      }
    }
  }

  /** Runs after the answers: the checkpoint that the next group must await. */
  async #beforeNext(): Promise<void> {
    await this.#checkpoints.afterCommit()
    if (performance.now() - this.#metOther < SHARING_MS) await pause(2)
  }

  /** @returns true if there was a commit */
  async #commitTogether(jobs: readonly Job[]): Promise<boolean> {
    const answers: (() => void)[] = []
    try {
      for (const job of jobs) answers.push(await this.#attempt(job))
      this.#command.commit.run()
    } catch (error) {
      if (this.#connection.inTransaction) this.#connection.exec('ROLLBACK')
      const failure = this.#failed(error)
      for (const job of jobs) job.reject(failure)
      return false
    }
    this.#trouble = undefined
    this.commits += 1
    this.writes += jobs.length
    this.#committed()
    for (const answer of answers) answer()
    return true
  }

  #failed(error: unknown, reason = storageReason(error)): CommitError {
    this.#trouble = error instanceof StorageError ? error.reason : reason
    return new CommitError(error, this.#trouble)
  }

  /** Runs one job in its savepoint. Throws only if the whole transaction is lost. */
  async #attempt(job: Job): Promise<() => void> {
    const tx = new UnitOfWork(this.#statements)
    this.#command.savepoint.run()
    const outcome = await this.#outcome(job, tx)
    tx.finish()
    // On a full disk SQLite rolls back the whole transaction, earlier jobs included.
    if ('error' in outcome && !this.#connection.inTransaction) throw outcome.error
    if ('error' in outcome) this.#command.undo.run()
    this.#command.release.run()
    if ('error' in outcome) return () => job.reject(outcome.error)
    return () => job.resolve(outcome.result)
  }

  async #outcome(job: Job, tx: UnitOfWork): Promise<{ result: unknown } | { error: unknown }> {
    try {
      const result = await settleImmediately(job.work(tx))
      return tx.failure ?? { result }
    } catch (error) {
      return { error }
    }
  }
}

const REPLACED =
  'The file of the database was moved or replaced while the shop was open. Stop Hemline and start it again.'
