// Checkpoints beside the writer: what a commit appended to the write-ahead log is copied into the file by another
// thread, so that no request waits for it (docs/adr/0008).
import { Worker } from 'node:worker_threads'
import type { Statement } from 'better-sqlite3'
import type { Connection } from './connection.ts'
import type { Tell } from './database.ts'

export interface Limits {
  /** So many pages that are not in the file yet are worth a round. */
  step: number
  /** At so many pages the log is begun anew: under a constant load that takes a pause between two commits. */
  most: number
  /** After so long without a commit nobody is in the way, and a log that grew is emptied. */
  idleMs: number
}

/** SQLite's own step; 32 MB of log. */
const LIMITS: Limits = { step: 1_000, most: 8_192, idleMs: 2_000 }
/** How long a pause may wait for somebody who still reads the log (a backup): meanwhile nobody writes. */
const BUSY_MS = 50

/** PASSIVE disturbs nobody; RESTART lets the next commit begin the log anew; TRUNCATE makes its file empty, too. */
type Mode = 'PASSIVE' | 'RESTART' | 'TRUNCATE'

/** Several processes may do this to one file: SQLite lets one at a time, and the others find it done. */
export class Checkpoints {
  /** Where it is said when a round fails: nothing is lost then, but somebody has to look after the disk. */
  tell: Tell = () => undefined
  readonly #connection: Connection
  readonly #limits: Limits
  /** `[busy, pages of the log, of them in the file]`; changes nothing. */
  readonly #state: Statement<[], [number, number, number]>
  #thread: Worker | undefined
  #rounds: (() => void)[] = []
  #restartAt: number
  #idle: NodeJS.Timeout | undefined
  #closed = false
  #lost = false

  /** @param connection the one that writes; its commits leave the log alone from now on */
  constructor(connection: Connection, limits = LIMITS) {
    this.#connection = connection
    this.#limits = limits
    this.#restartAt = limits.most
    connection.pragma('wal_autocheckpoint = 0')
    // A log that a long reader made grow gives its room back when it is begun anew.
    connection.pragma(`journal_size_limit = ${limits.most * 4096}`)
    this.#state = connection
      .prepare<[], [number, number, number]>('PRAGMA wal_checkpoint(NOOP)')
      .raw()
  }

  /** To be called after each commit, outside of transactions. The next one has to wait for a promise it answers. */
  afterCommit(): Promise<void> | undefined {
    if (this.#lost) return undefined
    this.#expectIdle()
    const { step, most } = this.#limits
    const { pages, waiting } = this.#log()
    if (pages < most) this.#restartAt = most
    if (pages >= this.#restartAt) {
      // Where a long reader keeps the log from being begun anew, it may grow, and not every commit has to wait.
      this.#restartAt = pages + most
      return this.#run('RESTART')
    }
    if (waiting >= step && this.#rounds.length === 0) void this.#run('PASSIVE')
    return undefined
  }

  /** Answers when the thread is gone; what is left in the log is for whoever closes the file. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#idle)
    const thread = this.#thread
    if (!thread || this.#lost) return
    const gone = new Promise<void>((resolve) => thread.once('exit', () => resolve()))
    thread.ref()
    thread.postMessage('close')
    await gone
  }

  #log(): { pages: number; waiting: number } {
    try {
      const [, pages = 0, copied = 0] = this.#state.get() ?? []
      return { pages, waiting: pages - copied }
    } catch (error) {
      // What was committed is safe: the next commit looks again.
      this.#failed(error)
      return { pages: 0, waiting: 0 }
    }
  }

  #expectIdle(): void {
    if (this.#idle) this.#idle.refresh()
    else this.#idle = setTimeout(() => this.#afterIdle(), this.#limits.idleMs).unref()
  }

  #afterIdle(): void {
    if (this.#closed || this.#lost) return
    if (this.#log().pages >= this.#limits.step) void this.#run('TRUNCATE')
  }

  /** Never rejects: the log is safe where it is, and the next round copies it. */
  #run(mode: Mode): Promise<void> {
    return new Promise((resolve) => {
      this.#rounds.push(resolve)
      this.#thread ??= this.#start()
      // A program that has nothing else to do must not end before the answer.
      this.#thread.ref()
      this.#thread.postMessage(mode)
    })
  }

  /** With the first round only: most days of a small shop, and most tests, do without. */
  #start(): Worker {
    const thread = new Worker(new URL('./checkpoint-thread.js', import.meta.url), {
      workerData: { file: this.#connection.name, busyMs: BUSY_MS },
      resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
      execArgv: [],
    })
    thread.on('message', (error: Error | null) => {
      if (error) this.#failed(error)
      this.#rounds.shift()?.()
      // Closing waits for the end of the thread, also when the answer to a round comes in between.
      if (this.#rounds.length === 0 && !this.#closed) thread.unref()
    })
    thread.on('error', (error) => this.#failed(error))
    thread.on('exit', () => this.#gone())
    return thread
  }

  /** Without the thread commits do it themselves again, as SQLite would. */
  #gone(): void {
    this.#lost = true
    if (!this.#closed) this.#connection.pragma(`wal_autocheckpoint = ${this.#limits.step}`)
    for (const resolve of this.#rounds.splice(0)) resolve()
  }

  #failed(error: unknown): void {
    this.tell('the write-ahead log could not be copied into the database file', error)
  }
}
