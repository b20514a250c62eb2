// Live updates: wakes open event streams when the event log has grown. Changes of this process count at once, those of
// others by notification (database, or worker messages), else by polling within half a second.
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { SingleFlight } from '../../lib/concurrency/single-flight.ts'
import { newestEventId } from '../../services/history/feed.ts'
import { completeChain } from '../../services/shared/events/chain.ts'

const POLL_MS = 500
/** Where other processes notify: only for lost notifications. */
const RARE_POLL_MS = 2_000
const TOGETHER_MS = 20
const TOPIC = 'news'

/** Wakes waiting streams. It carries no events: readers take them from the log at their own pace. */
export class Live {
  readonly #waiting = new Set<() => void>()
  #round = 0
  #waking: NodeJS.Timeout | undefined
  #hearing: NodeJS.Timeout | undefined
  #ended = false

  /** @param prepare runs between a change and its readers @param announce notifies the other processes */
  constructor(
    private readonly prepare: () => Promise<void> = async () => undefined,
    private readonly announce: () => void = () => undefined,
  ) {}

  /** Number of the last wake-up; readers note it before they read. */
  get round(): number {
    return this.#round
  }

  get waiting(): number {
    return this.#waiting.size
  }

  get ended(): boolean {
    return this.#ended
  }

  /** Call when the log may have grown. Changes in quick succession wake the readers once. */
  wake(): void {
    this.#waking ??= setTimeout(() => void this.#spread(), TOGETHER_MS)
  }

  async #spread(): Promise<void> {
    this.#waking = undefined
    if (this.#ended) return
    await this.prepare()
    this.announce()
    this.#wakeAll()
  }

  /** As `wake`, for a change that another process has prepared. */
  hear(): void {
    this.#hearing ??= setTimeout(() => this.#wakeAll(), TOGETHER_MS)
  }

  /** Resolves when everything committed before this call is in the feed. */
  upToDate(): Promise<void> {
    return this.prepare()
  }

  #wakeAll(): void {
    clearTimeout(this.#hearing)
    this.#hearing = undefined
    this.#round += 1
    for (const resolve of [...this.#waiting]) resolve()
  }

  /**
   * Resolves on a wake-up after `round`, after `ms` milliseconds, or at the end. A round noted before reading leaves no
   * gap between reading and waiting.
   * @returns false on timeout
   */
  news(round: number, ms: number): Promise<boolean> {
    if (this.#ended || round !== this.#round) return Promise.resolve(true)
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        this.#waiting.delete(done)
        resolve(round !== this.#round)
      }
      const timer = setTimeout(done, ms)
      this.#waiting.add(done)
    })
  }

  end(): void {
    this.#ended = true
    clearTimeout(this.#waking)
    this.#wakeAll()
  }
}

async function live(app: FastifyInstance) {
  const { db, workerMessages } = app
  const chain = new SingleFlight(() => completeChain(db))
  const hash = async () => {
    if (!db.concurrent) return
    await chain.run().catch((err) => app.log.warn({ err }, 'the newest events have no hash yet'))
  }
  const feed = new Live(hash, () => {
    if (db.concurrent) db.announce()
    else workerMessages.tell(TOPIC)
  })
  app.decorate('live', feed)
  db.listen(() => feed.hear())
  workerMessages.hear(TOPIC, () => feed.hear())
  let newest = 0
  const look = async () => {
    // Left by a process that ended between commit and hash.
    if (db.concurrent) await chain.run()
    if (feed.waiting === 0) return
    const id = await newestEventId(db)
    if (id !== newest) feed.hear()
    newest = id
  }
  const poll = setInterval(
    () => {
      look().catch((err) => app.log.warn({ err }, 'the event log could not be read'))
    },
    db.concurrent ? RARE_POLL_MS : POLL_MS,
  ).unref()

  // Before the server waits for its connections, or open streams would keep it from closing.
  app.addHook('preClose', async () => {
    clearInterval(poll)
    feed.end()
  })
}

declare module 'fastify' {
  interface FastifyInstance {
    live: Live
  }
}

export default fp(live, { name: 'live', dependencies: ['database', 'worker-messages'] })
