// Tells open streams that the event log has grown: at once for changes of this process, within half a second for
// those of another.
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { newestEventId } from '../services/event-feed.ts'

const POLL_MS = 500
const TOGETHER_MS = 20

/** Wakes whoever waits for news. It carries no events itself: a reader takes them from the log at its own pace. */
export class Live {
  readonly #waiting = new Set<() => void>()
  #round = 0
  #waking: NodeJS.Timeout | undefined
  #ended = false

  /** Rises each time there may be news; what a reader saw before it read. */
  get round(): number {
    return this.#round
  }

  /** Streams that wait right now. */
  get waiting(): number {
    return this.#waiting.size
  }

  get ended(): boolean {
    return this.#ended
  }

  /** Says that the log may have grown. Many changes in a moment wake the readers once. */
  wake(): void {
    this.#waking ??= setTimeout(() => this.#wakeAll(), TOGETHER_MS)
  }

  #wakeAll(): void {
    clearTimeout(this.#waking)
    this.#waking = undefined
    this.#round += 1
    for (const resolve of [...this.#waiting]) resolve()
  }

  /**
   * Resolves when there may be news since `round`, after `ms`, or at the end. Asking with the round from before
   * reading leaves no gap between reading and waiting.
   * @returns false when the time ran out without any
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

  /** Ends all streams: the program closes. */
  end(): void {
    this.#ended = true
    this.#wakeAll()
  }
}

async function live(app: FastifyInstance) {
  const feed = new Live()
  app.decorate('live', feed)
  let newest = 0
  const poll = setInterval(async () => {
    if (feed.waiting === 0) return
    try {
      const id = await newestEventId(app.db)
      if (id !== newest) feed.wake()
      newest = id
    } catch (error) {
      app.log.warn({ err: error }, 'the event log could not be read')
    }
  }, POLL_MS).unref()

  // Before the server waits for its connections, or an open stream would keep it from closing.
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

export default fp(live, { name: 'live', dependencies: ['database'] })
