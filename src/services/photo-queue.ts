// A short line in front of the decoder: a photo of 50 megapixels takes 150 MB while it is open, so only a few are
// open at a time, and a line that grows without end would only move the trouble from the processor to the memory.
import { Refusal } from './refusal.ts'

export class PhotoQueue {
  #running = 0
  readonly #waiting: (() => void)[] = []

  /** At most `places` pieces of work run at a time, `line` more wait for their turn in order of arrival. */
  constructor(
    private readonly places: number,
    private readonly line: number,
  ) {}

  /** Runs `work` when its turn comes; refuses at once with 429 when the line is full. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.#turn()
    try {
      return await work()
    } finally {
      this.#leave()
    }
  }

  #turn(): Promise<void> | undefined {
    if (this.#running < this.places) {
      this.#running++
      return undefined
    }
    if (this.#waiting.length >= this.line) throw busy()
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Hands the place straight to the next in line, so that no newcomer slips in between. */
  #leave(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#running--
  }
}

const busy = () =>
  new Refusal(
    'too_many',
    'images_busy',
    'Many photos are being added right now. Nothing was lost: wait a few seconds and add these again.',
    { retryAfter: 5 },
  )
