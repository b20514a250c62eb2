// Progress line of a move: how far it is, and when it will be done.
import { ProgressLine, say } from '../progress.ts'

/** Counts rows against the total to be read. */
export class ProgressMeter {
  readonly #started = performance.now()
  readonly #total: number
  readonly #line: ProgressLine
  #done = 0

  /** @param total rows in all; a table counts as often as it is read */
  constructor(total: number, output: NodeJS.WriteStream) {
    this.#total = total
    this.#line = new ProgressLine(output)
  }

  /** @param what the step and its table */
  add(what: string, rows: number): void {
    this.#done += rows
    this.#line.show(() => this.#words(what))
  }

  end(): void {
    this.#line.end()
  }

  get seconds(): number {
    return (performance.now() - this.#started) / 1000
  }

  #words(what: string): string {
    const rate = this.#done / this.seconds
    const rest = Math.ceil((this.#total - this.#done) / rate)
    const line = `${what}: ${say(this.#done)} of ${say(this.#total)} rows`
    return `${line}, ${say(Math.round(rate))} a second, about ${rest} s left`
  }
}
