// Group commit: works that wait share one transaction, so that one fsync serves many tablets.
import { setTimeout as pause } from 'node:timers/promises'
import SqliteDatabase, { type Statement } from 'better-sqlite3'
import { Checkpoints } from './checkpoints.ts'
import type { Connection } from './connection.ts'
import type { Tell, Transaction } from './database.ts'
import { CommitError, MisuseError } from './errors.ts'
import { Statements } from './statements.ts'
import { OpenWork, settledAtOnce } from './work.ts'

/** The most works that share a commit: bounds how long the first of them waits for the last. */
const MOST_WORKS = 128

/** How long another process may keep the file (its own commits, a backup, the sample data) before a write fails. */
const MOST_WAIT_MS = 5_000
/** How long after it met another process one makes room for it between two commits. */
const SHARING_MS = 1_000

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
  readonly #committed: () => void
  readonly #statements: Statements
  readonly #checkpoints: Checkpoints
  readonly #command: Record<'begin' | 'commit' | 'savepoint' | 'undo' | 'release', Statement>
  #waiting: Job[] = []
  #busy = false
  #whenIdle: (() => void)[] = []
  #closed = false
  #metOther = -SHARING_MS

  /** @param committed hears of each commit, before anybody is answered */
  constructor(connection: Connection, committed: () => void) {
    this.#connection = connection
    this.#committed = committed
    this.#statements = new Statements(connection)
    this.#checkpoints = new Checkpoints(connection)
    // SQLite would wait with everything else standing still: `#begin` does it.
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

  /** Says from now on what the checkpoints met with. */
  notices(tell: Tell): void {
    this.#checkpoints.tell = tell
  }

  /** Takes no more works and answers when the last one has been answered. */
  async close(): Promise<void> {
    this.#closed = true
    if (this.#busy) await new Promise<void>((resolve) => this.#whenIdle.push(resolve))
    await this.#checkpoints.close()
  }

  #wake(): void {
    if (this.#busy) return
    this.#busy = true
    // After the current turn of the event loop, so that all requests it brought are in the group.
    setImmediate(() => this.#drain())
  }

  async #drain(): Promise<void> {
    const failure = await this.#begin()
    const jobs = this.#waiting.splice(0, MOST_WORKS)
    if (failure) for (const job of jobs) job.reject(failure)
    else if (await this.#commitTogether(jobs)) await this.#beforeNext()
    this.#busy = false
    if (this.#waiting.length > 0) this.#wake()
    else for (const resolve of this.#whenIdle.splice(0)) resolve()
  }

  /**
   * Takes the file for writing. Of several processes one has it at a time; the others ask again every few
   * milliseconds, each after another while, so that none comes too late for ever.
   */
  async #begin(): Promise<CommitError | undefined> {
    const began = performance.now()
    for (;;) {
      await null // settledAtOnce() wants to be called from a microtask
      try {
        this.#command.begin.run()
        return undefined
      } catch (error) {
        this.#metOther = performance.now()
        if (!isBusy(error) || this.#metOther - began > MOST_WAIT_MS) return new CommitError(error)
        await pause(1 + 3 * Math.random())
      }
    }
  }

  /** After the answers: what the next group has to wait for. */
  async #beforeNext(): Promise<void> {
    await this.#checkpoints.afterCommit()
    if (performance.now() - this.#metOther < SHARING_MS) await pause(2)
  }

  /** Whether there was a commit. */
  async #commitTogether(jobs: readonly Job[]): Promise<boolean> {
    const answers: (() => void)[] = []
    try {
      for (const job of jobs) answers.push(await this.#attempt(job))
      this.#command.commit.run()
    } catch (error) {
      if (this.#connection.inTransaction) this.#connection.exec('ROLLBACK')
      const failure = new CommitError(error)
      for (const job of jobs) job.reject(failure)
      return false
    }
    this.commits += 1
    this.writes += jobs.length
    this.#committed()
    for (const answer of answers) answer()
    return true
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

const isBusy = (error: unknown): boolean =>
  error instanceof SqliteDatabase.SqliteError && error.code.startsWith('SQLITE_BUSY')
