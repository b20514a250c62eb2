// Restart backoff: how soon a crashed process is started again.
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 30_000
/** A process that ran this long did not fail at its start. */
const LONG_LIFE_MS = 60_000

export class Restarts {
  #inARow = 0

  /** @param livedMs how long the ended process ran @returns milliseconds to wait */
  pause(livedMs: number): number {
    if (livedMs > LONG_LIFE_MS) this.#inARow = 0
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** this.#inARow, LONGEST_PAUSE_MS)
    this.#inARow += 1
    return pause
  }
}
