// Pictures are drawn in a process of its own. What decodes a file that anybody may have made can then neither read the
// shop's memory nor end the shop; and what it takes is given back when it ends, some time after the last picture.
import { type ChildProcess, fork } from 'node:child_process'
import { extname } from 'node:path'

/** A picture as it came: its bytes, or the path of the file that holds them. */
export type Source = Uint8Array | string

/** What comes of each kind of picture. */
export interface Drawn {
  photo: { display: Buffer; thumbnail: Buffer; width: number; height: number }
  logo: { bytes: Buffer; width: number; height: number }
}

export interface Job<Kind extends keyof Drawn> {
  kind: Kind
  source: Source
  /** Which decoder has to open it, as the image library calls them. */
  decoder: string
}

/** What goes to the process, and what it answers. */
export interface Task {
  id: number
  job: Job<'photo'> | Job<'logo'>
}
export type Answer = { id: number; drawn: unknown } | { id: number; error: string }

/** Why a picture could not be drawn: mostly in the words of the image library. */
export class DrawingError extends Error {
  override readonly name = 'DrawingError'
}

/** Photos often come one after the other: only the first one should wait for a start. */
const IDLE_MS = 20_000

// The C library otherwise keeps for each thread what it once needed, and V8 has little to do here.
const MEMORY = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
}
const FLAGS = ['--expose-gc', '--max-semi-space-size=1', '--v8-pool-size=1']

interface Waiting {
  resolve: (drawn: unknown) => void
  reject: (error: Error) => void
}

export class DrawingProcess {
  readonly #child = start()
  readonly #waiting = new Map<number, Waiting>()
  readonly #idle: NodeJS.Timeout
  #last = 0

  /** @param gone called when it takes no more pictures, maybe more than once */
  constructor(
    private readonly gone: () => void,
    idleMs = IDLE_MS,
  ) {
    this.#idle = setTimeout(() => this.#leave(), idleMs).unref()
    this.#child.on('message', (answer: Answer) => this.#settle(answer))
    this.#child.on('error', (error) => this.#lost(error))
    this.#child.on('exit', (code, signal) => this.#lost(endOf(code, signal)))
    this.#rest()
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** How many pictures are being drawn. */
  get underWay(): number {
    return this.#waiting.size
  }

  /** @throws DrawingError when it is the picture's fault */
  draw(job: Task['job']): Promise<unknown> {
    const id = ++this.#last
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      // A program that has nothing else to do must not end before the answer.
      this.#child.ref()
      this.#child.channel?.ref()
      this.#child.send({ id, job })
    })
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if ('error' in answer) waiting?.reject(new DrawingError(answer.error))
    else waiting?.resolve(answer.drawn)
    if (this.#waiting.size === 0) this.#rest()
  }

  #rest(): void {
    this.#idle.refresh()
    this.#child.unref()
    this.#child.channel?.unref()
  }

  #leave(): void {
    if (this.#waiting.size > 0) return
    this.gone()
    this.#child.disconnect()
  }

  #lost(error: Error): void {
    clearTimeout(this.#idle)
    this.gone()
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}

/** A picture that is too much for the decoder ends it by a signal; a program that cannot be loaded ends by itself. */
function endOf(code: number | null, signal: string | null): Error {
  const reason = `The process that draws ended with ${signal ?? code}`
  return signal ? new DrawingError(reason) : new Error(reason)
}

function start(): ChildProcess {
  // The same file as TypeScript in development and as JavaScript when built.
  const script = new URL(`./drawing-process${extname(import.meta.url)}`, import.meta.url)
  const loader = script.pathname.endsWith('.ts') ? ['--import', 'tsx'] : []
  // None of the shop's secrets; Windows starts nothing without its own folder.
  const { PATH, SystemRoot } = process.env
  return fork(script, {
    execArgv: [...loader, ...FLAGS],
    env: { PATH, SystemRoot, ...MEMORY },
    serialization: 'advanced',
  })
}

let running: DrawingProcess | undefined

/** Starts the process, when a picture is on its way. */
export function prepareDrawing(): DrawingProcess {
  if (running) return running
  const started = new DrawingProcess(() => {
    if (running === started) running = undefined
  })
  running = started
  return started
}

/** @throws DrawingError when the picture cannot be opened, also when it ended the process; other errors are ours */
export const draw = <Kind extends keyof Drawn>(job: Job<Kind>): Promise<Drawn[Kind]> =>
  prepareDrawing().draw(job as Task['job']) as Promise<Drawn[Kind]>
