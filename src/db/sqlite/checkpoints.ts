// WAL checkpoints in a worker thread, so that no request waits for them (docs/adr/0008).
import { Worker } from 'node:worker_threads'
import type { Statement } from 'better-sqlite3'
import type { LogNotice } from '../database.ts'
import type { Connection } from './connection.ts'

export interface Limits {
  /** Pages not yet in the file that start a checkpoint. */
  step: number
  /** Pages at which the log restarts: under constant load that blocks the next commit. */
  most: number
  /** Milliseconds without a commit after which a grown log is truncated. */
  idleMs: number
}

/** SQLite's default step; 32 MB of log. */
const LIMITS: Limits = { step: 1_000, most: 8_192, idleMs: 2_000 }
/** How long a restart may wait for a reader of the log (a backup): meanwhile nobody writes. */
const BUSY_MS = 50

/** PASSIVE blocks nobody; RESTART lets the next commit begin the log anew; TRUNCATE also empties its file. */
type Mode = 'PASSIVE' | 'RESTART' | 'TRUNCATE'

/** Safe with several processes on one file: SQLite lets one at a time checkpoint. */
export class Checkpoints {
  /** Receives failed checkpoints: nothing is lost, but the disk needs attention. */
  tell: LogNotice = () => undefined
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

  /** @param connection the writer; its automatic checkpoints are turned off */
  constructor(connection: Connection, limits = LIMITS) {
    this.#connection = connection
    this.#limits = limits
    this.#restartAt = limits.most
    connection.pragma('wal_autocheckpoint = 0')
    // A log that grew during a long read is shortened when it restarts.
    connection.pragma(`journal_size_limit = ${limits.most * 4096}`)
    this.#state = connection
      .prepare<[], [number, number, number]>('PRAGMA wal_checkpoint(NOOP)')
      .raw()
  }

  /** Call after each commit, outside of transactions. The next commit must await the promise. */
  afterCommit(): Promise<void> | undefined {
    if (this.#lost) return undefined
    this.#expectIdle()
    const { step, most } = this.#limits
    const { pages, waiting } = this.#log()
    if (pages < most) this.#restartAt = most
    if (pages >= this.#restartAt) {
      // If a long reader prevents the restart, the log may grow, and not every commit has to wait.
      this.#restartAt = pages + most
      return this.#run('RESTART')
    }
    if (waiting >= step && this.#rounds.length === 0) void this.#run('PASSIVE')
    return undefined
  }

  /** Resolves when the thread has ended; whoever closes the file checkpoints the rest. */
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
      // Commits are safe: the next one tries again.
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

  /** Never rejects: the log is safe, and the next checkpoint copies it. */
  #run(mode: Mode): Promise<void> {
    return new Promise((resolve) => {
      this.#rounds.push(resolve)
      this.#thread ??= this.#start()
      // Keeps the process alive until the answer.
      this.#thread.ref()
      this.#thread.postMessage(mode)
    })
  }

  /** Started with the first checkpoint: small shops and most tests never need it. */
  #start(): Worker {
    const thread = new Worker(new URL('./checkpoint-thread.js', import.meta.url), {
      workerData: { file: this.#connection.name, busyMs: BUSY_MS },
      resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
      execArgv: [],
    })
    thread.on('message', (error: Error | null) => {
      if (error) this.#failed(error)
      this.#rounds.shift()?.()
      // `close` waits for the thread's end, also if an answer arrives meanwhile.
      if (this.#rounds.length === 0 && !this.#closed) thread.unref()
    })
    thread.on('error', (error) => this.#failed(error))
    thread.on('exit', () => this.#gone())
    return thread
  }

  /** Without the thread commits checkpoint themselves, as SQLite does by default. */
  #gone(): void {
    this.#lost = true
    if (!this.#closed) this.#connection.pragma(`wal_autocheckpoint = ${this.#limits.step}`)
    for (const resolve of this.#rounds.splice(0)) resolve()
  }

  #failed(error: unknown): void {
    this.tell('the write-ahead log could not be copied into the database file', error)
  }
}
