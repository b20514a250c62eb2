// Progress line of a command: updated in place in a terminal, repeated now and then in a log.

export const say = (value: number) => value.toLocaleString('en')

/** Interval in milliseconds: a log should not get many lines. */
const EVERY_MS = { terminal: 200, log: 5_000 }

export class ProgressLine {
  readonly #output: NodeJS.WriteStream
  #shown = performance.now()
  #isDirty = false

  constructor(output: NodeJS.WriteStream = process.stderr) {
    this.#output = output
  }

  show(line: () => string): void {
    const { isTTY } = this.#output
    const now = performance.now()
    if (now - this.#shown < (isTTY ? EVERY_MS.terminal : EVERY_MS.log)) return
    this.#shown = now
    this.#isDirty = true
    this.#output.write(isTTY ? `\r\x1b[K${line()}` : `${line()}\n`)
  }

  end(): void {
    if (this.#output.isTTY && this.#isDirty) this.#output.write('\r\x1b[K')
    this.#isDirty = false
  }
}
