// Word between the processes on one database, by LISTEN and NOTIFY on one connection of each.
import pg from 'pg'
import { reached } from './pool.ts'

const CHANNEL = 'hemline'
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000

/**
 * A word is sent after a commit and never in its transaction: the server lets only one transaction at a time commit
 * with a NOTIFY in it. Words can be lost while the connection is cut, so whoever listens also looks by itself.
 */
export class Signals {
  readonly #url: string
  readonly #self = crypto.randomUUID()
  #heard: (() => void) | undefined
  #client: pg.Client | undefined
  #pause = FIRST_PAUSE_MS
  #again: NodeJS.Timeout | undefined
  #sent: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(url: string) {
    this.#url = url
  }

  /** Calls `heard` for each word of another process, and after each cut: there may have been some. */
  listen(heard: () => void): void {
    this.#heard = heard
    void this.#connect()
  }

  /** Tells the other processes. What is not sent while the connection is cut, they find by looking. */
  announce(): void {
    this.#sent = this.#sent
      .then(() => this.#client?.query('SELECT pg_notify($1, $2)', [CHANNEL, this.#self]))
      .catch(() => undefined)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#again)
    await this.#sent
    await this.#client?.end().catch(() => undefined)
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({ ...reached(this.#url), connectionTimeoutMillis: 5_000 })
    client.on('error', () => undefined)
    client.on('end', () => this.#lost(client))
    client.on('notification', ({ payload }) => {
      if (payload !== this.#self) this.#heard?.()
    })
    try {
      await client.connect()
      await client.query(`LISTEN ${CHANNEL}`)
    } catch {
      await client.end().catch(() => undefined)
      this.#tryAgain()
      return
    }
    if (this.#closed) return void client.end().catch(() => undefined)
    this.#client = client
    this.#pause = FIRST_PAUSE_MS
    this.#heard?.()
  }

  #lost(client: pg.Client): void {
    if (this.#client !== client) return
    this.#client = undefined
    this.#tryAgain()
  }

  #tryAgain(): void {
    if (this.#closed) return
    clearTimeout(this.#again)
    this.#again = setTimeout(() => void this.#connect(), this.#pause).unref()
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS)
  }
}
