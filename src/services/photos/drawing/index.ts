// Decodes and resizes uploads in a child process: a malicious file can neither read the shop's memory nor crash it, and
// the memory is freed when the process ends, shortly after the last photo.
import { type ChildProcess, fork } from 'node:child_process'
import { extname } from 'node:path'

export type Source = Uint8Array | string

export interface Drawn {
  photo: { display: Buffer; thumbnail: Buffer; width: number; height: number }
  logo: { bytes: Buffer; width: number; height: number }
  avatar: { bytes: Buffer }
}

export interface Job<Kind extends keyof Drawn> {
  kind: Kind
  source: Source
  /** The decoder that must open it, by the image library's name. */
  decoder: string
}

export interface Task {
  id: number
  job: Job<'photo'> | Job<'logo'> | Job<'avatar'>
}
export type Answer = { id: number; drawn: unknown } | { id: number; error: string }

/** The file could not be decoded; the message is mostly the image library's. */
export class DrawingError extends Error {
  override readonly name = 'DrawingError'
}

/** The process was killed during the job, mostly because the machine ran out of memory. */
export class DrawingKilledError extends Error {
  override readonly name = 'DrawingKilledError'
}

/** Photos often come in a row: only the first should wait for a process start. */
const IDLE_MS = 20_000

// glibc otherwise keeps freed memory for each thread; V8 needs little here.
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

  /** @param gone called once the process accepts no more jobs, possibly more than once */
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

  get underWay(): number {
    return this.#waiting.size
  }

  /** @throws DrawingError if the file is at fault, DrawingKilledError if it may be */
  draw(job: Task['job']): Promise<unknown> {
    const id = ++this.#last
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      // Keeps an otherwise idle program alive until the reply.
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

/** Out of memory and decoder crashes end by a signal; a script that fails to load, by an exit code. */
function endOf(code: number | null, signal: string | null): Error {
  const reason = `The process that draws ended with ${signal ?? code}`
  return signal ? new DrawingKilledError(reason) : new Error(reason)
}

function start(): ChildProcess {
  const script = new URL(`./drawing-process${extname(import.meta.url)}`, import.meta.url)
  const loader = script.pathname.endsWith('.ts') ? ['--import', 'tsx'] : []
  // No secrets in the environment of the child; Windows needs SystemRoot to start a process.
  const { PATH, SystemRoot } = process.env
  return fork(script, {
    execArgv: [...loader, ...FLAGS],
    env: { PATH, SystemRoot, ...MEMORY },
    serialization: 'advanced',
  })
}

let running: DrawingProcess | undefined

export function prepareDrawing(): DrawingProcess {
  if (running) return running
  const started = new DrawingProcess(() => {
    if (running === started) running = undefined
  })
  running = started
  return started
}

/** @throws DrawingError if the file can't be opened, DrawingKilledError; other errors are bugs */
export const draw = <Kind extends keyof Drawn>(job: Job<Kind>): Promise<Drawn[Kind]> =>
  prepareDrawing().draw(job as Task['job']) as Promise<Drawn[Kind]>
