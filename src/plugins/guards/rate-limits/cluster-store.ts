// Rate limit store for worker processes (WEB_CONCURRENCY): each process broadcasts its counts twice a second. It admits
// at most half a second of excess, and costs a request nothing.
import type { FastifyRateLimitStore } from '@fastify/rate-limit'
import type { WorkerMessages } from '../../background/worker-messages.ts'

const BROADCAST_MS = 500
/** For one minute; a client with more addresses cannot be counted anyway. */
const MAX_KEYS = 20_000
const TOPIC = 'requests'

interface MinuteCounts {
  minute: number
  counts: [key: string, requests: number][]
}

const isMinuteCounts = (content: unknown): content is MinuteCounts =>
  typeof content === 'object' &&
  content !== null &&
  'minute' in content &&
  'counts' in content &&
  Array.isArray(content.counts)

/** A store of @fastify/rate-limit. All processes count from the same full minute. */
export class ClusterRateLimitStore implements FastifyRateLimitStore {
  #minute = 0
  #all = new Map<string, number>()
  #unsent = new Map<string, number>()
  #timer: NodeJS.Timeout | undefined

  constructor(
    private readonly workerMessages: WorkerMessages,
    private readonly now: () => number = Date.now,
  ) {
    workerMessages.hear(TOPIC, (content) => isMinuteCounts(content) && this.#receive(content))
  }

  incr(
    key: string,
    answer: (error: Error | null, result?: { current: number; ttl: number }) => void,
    windowMs: number,
  ): void {
    const now = this.now()
    this.#startMinute(Math.floor(now / windowMs))
    const current = add(this.#all, key, 1)
    add(this.#unsent, key, 1)
    if (!this.#timer) this.#timer = setTimeout(() => this.#broadcast(), BROADCAST_MS).unref()
    answer(null, { current, ttl: windowMs - (now % windowMs) })
  }

  /** One count for all routes. */
  child(): FastifyRateLimitStore {
    return this
  }

  #startMinute(minute: number): void {
    if (minute === this.#minute) return
    this.#minute = minute
    this.#all.clear()
    this.#unsent.clear()
  }

  #broadcast(): void {
    this.#timer = undefined
    const message: MinuteCounts = { minute: this.#minute, counts: [...this.#unsent] }
    this.#unsent.clear()
    this.workerMessages.tell(TOPIC, message)
  }

  #receive({ minute, counts }: MinuteCounts): void {
    if (minute < this.#minute) return
    this.#startMinute(minute)
    for (const [key, requests] of counts) add(this.#all, key, requests)
  }
}

function add(counts: Map<string, number>, key: string, more: number): number {
  const current = (counts.get(key) ?? 0) + more
  counts.set(key, current)
  const oldest = counts.size > MAX_KEYS ? counts.keys().next() : undefined
  if (oldest && !oldest.done) counts.delete(oldest.value)
  return current
}
