// Single flight: callers that ask while a run is going on share the next run.

export class SingleFlight {
  #running: Promise<void> | undefined
  #next: Promise<void> | undefined

  constructor(private readonly work: () => Promise<void>) {}

  /** Resolves after a run that began after this call. Rejects if that run fails. */
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
