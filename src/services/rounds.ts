// Work that is asked for more often than it has to be done: whoever asks while a round runs shares the next one.

export class Rounds {
  #running: Promise<void> | undefined
  #next: Promise<void> | undefined

  constructor(private readonly work: () => Promise<void>) {}

  /** Answers when a round is done that began after this call. Rejects as the work does. */
  run(): Promise<void> {
    if (this.#running === undefined) return this.#start()
    const then = () => {
      this.#next = undefined
      return this.#start()
    }
    this.#next ??= this.#running.then(then, then)
    return this.#next
  }

  #start(): Promise<void> {
    const round = this.work().finally(() => {
      this.#running = undefined
    })
    this.#running = round
    return round
  }
}
