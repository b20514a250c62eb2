// Counts the requests of a minute over all processes of this program (WEB_CONCURRENCY) without asking anybody for
// each: every process tells the others what it has let in, twice a second. So it lets through what comes within half a
// second too much at most, and costs a request nothing.
import type { FastifyRateLimitStore } from '@fastify/rate-limit'
import type { Neighbours } from './neighbours.ts'

const TOLD_EVERY_MS = 500
/** Of one minute: whoever comes from more addresses cannot be counted anyway. */
const MOST_KEYS = 20_000
const TOPIC = 'requests'

interface Told {
  minute: number
  counts: [key: string, requests: number][]
}

/** A store of @fastify/rate-limit. All processes count from the same full minute. */
export class CountedTogether implements FastifyRateLimitStore {
  #minute = 0
  #all = new Map<string, number>()
  #untold = new Map<string, number>()
  #telling: NodeJS.Timeout | undefined

  constructor(
    private readonly neighbours: Neighbours,
    private readonly now: () => number = Date.now,
  ) {
    neighbours.hear(TOPIC, (told: Told) => this.#hear(told))
  }

  incr(
    key: string,
    answer: (error: Error | null, result?: { current: number; ttl: number }) => void,
    windowMs: number,
  ): void {
    const now = this.now()
    this.#turnTo(Math.floor(now / windowMs))
    const current = add(this.#all, key, 1)
    add(this.#untold, key, 1)
    if (!this.#telling) this.#telling = setTimeout(() => this.#tell(), TOLD_EVERY_MS).unref()
    answer(null, { current, ttl: windowMs - (now % windowMs) })
  }

  /** One count for all routes. */
  child(): FastifyRateLimitStore {
    return this
  }

  #turnTo(minute: number): void {
    if (minute === this.#minute) return
    this.#minute = minute
    this.#all.clear()
    this.#untold.clear()
  }

  #tell(): void {
    this.#telling = undefined
    const told: Told = { minute: this.#minute, counts: [...this.#untold] }
    this.#untold.clear()
    this.neighbours.tell(TOPIC, told)
  }

  #hear({ minute, counts }: Told): void {
    if (minute < this.#minute) return
    this.#turnTo(minute)
    for (const [key, requests] of counts) add(this.#all, key, requests)
  }
}

function add(counts: Map<string, number>, key: string, more: number): number {
  const current = (counts.get(key) ?? 0) + more
  counts.set(key, current)
  const oldest = counts.size > MOST_KEYS ? counts.keys().next() : undefined
  if (oldest && !oldest.done) counts.delete(oldest.value)
  return current
}
