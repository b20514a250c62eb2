// A short line in front of costly work: a few at a time, some waiting, and no line without end.
import type { Refusal } from './refusal.ts'

export class Turns {
  #running = 0
  readonly #waiting: (() => void)[] = []

  /** At most `places` pieces of work run at a time and `line` wait; one more is refused with `busy()`. */
  constructor(
    private readonly places: number,
    private readonly line: number,
    private readonly busy: () => Refusal,
  ) {}

  /** Runs `work` when its turn comes. */
  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running < this.places) this.#running++
    else await this.#wait()
    try {
      return await work()
    } finally {
      this.#leave()
    }
  }

  #wait(): Promise<void> {
    if (this.#waiting.length >= this.line) throw this.busy()
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Hands the place straight to the next in line, so that no newcomer slips in between. */
  #leave(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#running--
  }
}
