// Tells open streams that the event log has grown: at once for changes of this process; for those of another as soon
// as it announces them, through the database or on one machine directly, and where it cannot, within half a second.
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { completeChain } from '../services/event-chain.ts'
import { newestEventId } from '../services/event-feed.ts'
import { Rounds } from '../services/rounds.ts'

const POLL_MS = 500
/** Where other processes announce what they do: only for what was not heard. */
const RARE_POLL_MS = 2_000
const TOGETHER_MS = 20
const TOPIC = 'news'

/** Wakes whoever waits for news. It carries no events itself: a reader takes them from the log at its own pace. */
export class Live {
  readonly #waiting = new Set<() => void>()
  #round = 0
  #waking: NodeJS.Timeout | undefined
  #hearing: NodeJS.Timeout | undefined
  #ended = false

  /**
   * @param prepare what is to be done between a change and its readers
   * @param announce tells the other processes
   */
  constructor(
    private readonly prepare: () => Promise<void> = async () => undefined,
    private readonly announce: () => void = () => undefined,
  ) {}

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
    this.#waking ??= setTimeout(() => void this.#spread(), TOGETHER_MS)
  }

  async #spread(): Promise<void> {
    this.#waking = undefined
    if (this.#ended) return
    await this.prepare()
    this.announce()
    this.#wakeAll()
  }

  /** The same, said by another process: there is nothing left to do before the readers look. */
  hear(): void {
    this.#hearing ??= setTimeout(() => this.#wakeAll(), TOGETHER_MS)
  }

  /** Answers when all that was committed before this call is in the feed. */
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
    clearTimeout(this.#waking)
    this.#wakeAll()
  }
}

async function live(app: FastifyInstance) {
  const { db, neighbours } = app
  const chain = new Rounds(() => completeChain(db))
  const hash = async () => {
    if (!db.concurrent) return
    await chain.run().catch((err) => app.log.warn({ err }, 'the newest events have no hash yet'))
  }
  const feed = new Live(hash, () => {
    if (db.concurrent) db.announce()
    else neighbours.tell(TOPIC)
  })
  app.decorate('live', feed)
  db.listen(() => feed.hear())
  neighbours.hear(TOPIC, () => feed.hear())
  let newest = 0
  const look = async () => {
    // What a process left behind that ended between its commit and the hash.
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

export default fp(live, { name: 'live', dependencies: ['database', 'neighbours'] })
