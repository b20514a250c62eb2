// Event stream readers over real connections: one that reconnects, and ones that never read.
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export interface Place {
  /** The server's present address; a restart changes it. */
  url: string
  token: string
}

/** Follows the stream and reconnects with `Last-Event-ID`, as a browser does, until stopped. */
export class Reader {
  readonly ids: number[] = []
  resets = 0
  connections = 0
  readonly #stopping = new AbortController()
  #running: Promise<void> | undefined

  constructor(
    private readonly place: Place,
    /** Number of events after which it disconnects; called for each connection. */
    private readonly patience: () => number,
  ) {}

  get last(): number {
    return this.ids.at(-1) ?? 0
  }

  start(): this {
    this.#running = this.#follow()
    return this
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  async #follow(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.#connection().catch(() => {}) // cut off: by a kill, or by ourselves
      await pause(20)
    }
  }

  async #connection(): Promise<void> {
    const hangingUp = new AbortController()
    const signal = AbortSignal.any([hangingUp.signal, this.#stopping.signal])
    const headers = {
      authorization: `Bearer ${this.place.token}`,
      'last-event-id': String(this.last),
    }
    const answer = await fetch(`${this.place.url}/api/events/stream`, { headers, signal })
    if (!answer.ok || !answer.body) throw new Error(`${answer.status}`)
    this.connections += 1
    let left = this.patience()
    let text = ''
    for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
      text += part
      const frames = text.split('\n\n')
      text = frames.pop() ?? '' // what was cut off in the middle comes again
      for (const frame of frames) if (this.#take(frame)) left -= 1
      if (left <= 0) return hangingUp.abort()
    }
  }

  #take(frame: string): boolean {
    if (frame.startsWith('event: reset')) this.resets += 1
    const id = /^id: (\d+)$/m.exec(frame)?.[1]
    if (id !== undefined) this.ids.push(Number(id))
    return id !== undefined
  }
}

/** A connection that requests the stream; with `reads` it discards data, otherwise it never reads. */
export async function openStream({ url, token }: Place, reads: boolean): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port) })
  socket.on('error', () => {}) // the server ends it when the test is over
  await new Promise((resolve) => socket.once('connect', resolve))
  socket.write(
    `GET /api/events/stream HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${token}\r\n\r\n`,
  )
  if (reads) {
    await new Promise((resolve) => socket.once('data', resolve))
    socket.resume()
  }
  return socket
}
