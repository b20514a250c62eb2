// One line that says how far a move is, and when it will be done.

export const say = (value: number) => value.toLocaleString('en')

/** How often the line is written: a log is no place for many. */
const EVERY_MS = { terminal: 200, log: 5_000 }

/** Counts rows against all that have to be read. */
export class Meter {
  readonly #started = performance.now()
  readonly #total: number
  readonly #output: NodeJS.WriteStream
  #done = 0
  #shown = performance.now()

  /** @param total rows in all; each table counts as often as it is read */
  constructor(total: number, output: NodeJS.WriteStream) {
    this.#total = total
    this.#output = output
  }

  /** @param what what is done, and with which table */
  add(what: string, rows: number): void {
    this.#done += rows
    const now = performance.now()
    const { isTTY } = this.#output
    if (now - this.#shown < (isTTY ? EVERY_MS.terminal : EVERY_MS.log)) return
    this.#shown = now
    this.#output.write(isTTY ? `\r\x1b[K${this.#line(what)}` : `${this.#line(what)}\n`)
  }

  /** Takes the line away again. */
  end(): void {
    if (this.#output.isTTY) this.#output.write('\r\x1b[K')
  }

  get seconds(): number {
    return (performance.now() - this.#started) / 1000
  }

  #line(what: string): string {
    const rate = this.#done / this.seconds
    const rest = Math.ceil((this.#total - this.#done) / rate)
    const line = `${what}: ${say(this.#done)} of ${say(this.#total)} rows`
    return `${line}, ${say(Math.round(rate))} a second, about ${rest} s left`
  }
}
