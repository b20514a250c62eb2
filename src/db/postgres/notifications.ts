// Notifications between processes on one database: LISTEN and NOTIFY on one connection of each.
import pg from 'pg'
import { connectionOptions } from './pool.ts'

const CHANNEL = 'hemline'
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000

/** Sent after the commit: in the transaction, NOTIFY would serialize all commits. Listeners also poll. */
export class Notifications {
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

  /** Calls `heard` for each notification of another process, and after each reconnection. */
  listen(heard: () => void): void {
    this.#heard = heard
    void this.#connect()
  }

  /** Notifies the other processes; they find missed notifications by polling. */
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
    const client = new pg.Client({
      ...connectionOptions(this.#url),
      connectionTimeoutMillis: 5_000,
    })
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
