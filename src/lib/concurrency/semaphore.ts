// A semaphore with a bounded queue: limits concurrency, rejects when the queue is full.
import type { Refusal } from '../errors/refusal.ts'

export class Semaphore {
  #running = 0
  readonly #waiting: (() => void)[] = []

  /** @param busy the refusal when the queue is full */
  constructor(
    private readonly limit: number,
    private readonly queueLimit: number,
    private readonly busy: () => Refusal,
  ) {}

  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running < this.limit) this.#running++
    else await this.#enqueue()
    try {
      return await work()
    } finally {
      this.#release()
    }
  }

  #enqueue(): Promise<void> {
    if (this.#waiting.length >= this.queueLimit) throw this.busy()
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Passes the place to the next in the queue directly, so that no newcomer takes it in between. */
  #release(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#running--
  }
}
