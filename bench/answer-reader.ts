// HTTP/1.1 response reader: finds where each response ends, with minimal parsing.

export interface Answer {
  status: number
  /** Bytes of head and body on the wire. */
  bytes: number
}

const HEAD_END = Buffer.from('\r\n\r\n')

export class AnswerReader {
  #held: Buffer = Buffer.alloc(0)
  #status = 0
  #bytes = 0
  /** Remaining bytes of the body or chunk; -1 while a head is read. */
  #left = -1
  #chunked = false
  readonly #onAnswer: (answer: Answer) => void

  constructor(onAnswer: (answer: Answer) => void) {
    this.#onAnswer = onAnswer
  }

  take(chunk: Buffer): void {
    this.#bytes += chunk.length
    // Most responses come in one piece; the rest of a long body only needs counting.
    if (this.#left > chunk.length && !this.#chunked) {
      this.#left -= chunk.length
      return
    }
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk])
    while (this.#step()) {}
  }

  /** Reads one head, body or chunk; false if more bytes are needed. */
  #step(): boolean {
    if (this.#left < 0) return this.#head()
    return this.#chunked ? this.#chunk() : this.#body()
  }

  #head(): boolean {
    const end = this.#held.indexOf(HEAD_END)
    if (end < 0) return false
    const head = this.#held.toString('latin1', 0, end).toLowerCase()
    this.#held = this.#held.subarray(end + 4)
    this.#status = Number(head.slice(9, 12))
    this.#chunked = head.includes('\r\ntransfer-encoding: chunked')
    const length = /\r\ncontent-length: (\d+)/.exec(head)?.[1]
    this.#left = Number(length ?? 0)
    if (!this.#chunked && this.#left === 0) this.#done()
    return true
  }

  #body(): boolean {
    if (this.#held.length < this.#left) {
      this.#left -= this.#held.length
      this.#held = this.#held.subarray(this.#held.length)
      return false
    }
    this.#held = this.#held.subarray(this.#left)
    this.#done()
    return this.#held.length > 0
  }

  #chunk(): boolean {
    const end = this.#held.indexOf('\r\n')
    if (end < 0) return false
    const size = Number.parseInt(this.#held.toString('latin1', 0, end), 16)
    if (this.#held.length < end + 2 + size + 2) return false
    this.#held = this.#held.subarray(end + 2 + size + 2)
    if (size === 0) this.#done()
    return this.#held.length > 0
  }

  #done(): void {
    const answer = { status: this.#status, bytes: this.#bytes }
    this.#left = -1
    this.#bytes = 0
    this.#onAnswer(answer)
  }
}
