// Group commit: works that wait share one transaction, so that one fsync serves many tablets.
import type { Database as Connection, Statement } from 'better-sqlite3'
import type { Transaction } from './database.ts'
import { CommitError, MisuseError } from './errors.ts'
import { Statements } from './statements.ts'
import { OpenWork, settledAtOnce } from './work.ts'

/** The most works that share a commit: bounds how long the first of them waits for the last. */
const MOST_WORKS = 128

interface Job {
  work: (tx: Transaction) => Promise<unknown>
  resolve: (result: unknown) => void
  reject: (error: unknown) => void
}

/** Serialises the writes of one connection. Nobody is answered before the commit that holds their work. */
export class GroupCommit {
  commits = 0
  writes = 0
  readonly #connection: Connection
  readonly #statements: Statements
  readonly #command: Record<'begin' | 'commit' | 'savepoint' | 'undo' | 'release', Statement>
  #waiting: Job[] = []
  #busy = false
  #whenIdle: (() => void)[] = []
  #closed = false

  constructor(connection: Connection) {
    this.#connection = connection
    this.#statements = new Statements(connection)
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

  /** Takes no more works and answers when the last one has been answered. */
  async close(): Promise<void> {
    this.#closed = true
    if (this.#busy) await new Promise<void>((resolve) => this.#whenIdle.push(resolve))
  }

  #wake(): void {
    if (this.#busy) return
    this.#busy = true
    // After the current turn of the event loop, so that all requests it brought are in the group.
    setImmediate(() => this.#drain())
  }

  async #drain(): Promise<void> {
    await null // settledAtOnce() wants to be called from a microtask
    await this.#commitTogether(this.#waiting.splice(0, MOST_WORKS))
    this.#busy = false
    if (this.#waiting.length > 0) this.#wake()
    else for (const resolve of this.#whenIdle.splice(0)) resolve()
  }

  async #commitTogether(jobs: readonly Job[]): Promise<void> {
    const answers: (() => void)[] = []
    try {
      this.#command.begin.run()
      for (const job of jobs) answers.push(await this.#attempt(job))
      this.#command.commit.run()
    } catch (error) {
      if (this.#connection.inTransaction) this.#connection.exec('ROLLBACK')
      const failure = new CommitError(error)
      for (const job of jobs) job.reject(failure)
      return
    }
    this.commits += 1
    this.writes += jobs.length
    for (const answer of answers) answer()
  }

  /** Runs one work in its savepoint. Throws only when the whole transaction is lost. */
  async #attempt(job: Job): Promise<() => void> {
    const tx = new OpenWork(this.#statements)
    this.#command.savepoint.run()
    const outcome = await this.#outcome(job, tx)
    tx.finish()
    // SQLite gives the whole transaction up when the disk is full, and with it all works before.
    if ('error' in outcome && !this.#connection.inTransaction) throw outcome.error
    if ('error' in outcome) this.#command.undo.run()
    this.#command.release.run()
    if ('error' in outcome) return () => job.reject(outcome.error)
    return () => job.resolve(outcome.result)
  }

  async #outcome(job: Job, tx: OpenWork): Promise<{ result: unknown } | { error: unknown }> {
    try {
      const result = await settledAtOnce(job.work(tx))
      return tx.failure ?? { result }
    } catch (error) {
      return { error }
    }
  }
}
