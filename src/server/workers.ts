// WEB_CONCURRENCY: this process opens no shop of its own. It starts the workers, puts a new one in the place of one
// that died, passes on what they tell each other, and stops them together.
import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import closeWithGrace from 'close-with-grace'
import { type Logger, pino } from 'pino'
import type { Config } from '../config.ts'
import { WorkerError } from './errors.ts'
import { GRACE_OF_ALL_MS, STOP } from './stopping.ts'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 30_000
/** Whoever lived so long did not die of its start. */
const LONG_LIFE_MS = 60_000

/**
 * Starts the workers; resolves when all of them are open. One is started first: it makes or migrates the database,
 * and says where the shop is open. Throws a WorkerError when one of them cannot be started.
 */
export async function runWorkers(config: Config): Promise<void> {
  const log = pino({ level: config.logLevel })
  cluster.on('message', passOn)
  const workers = new Workers(log)
  closeWithGrace({ delay: GRACE_OF_ALL_MS }, () => workers.stop())
  process.on('exit', endTheRest)
  await workers.open()
  await Promise.all(Array.from({ length: config.webConcurrency - 1 }, () => workers.open()))
  workers.replaceTheDead()
}

const all = (): Worker[] => Object.values(cluster.workers ?? {}).filter((worker) => !!worker)

/** Who has not ended by now hangs, such as one whose log nobody reads: none goes on without this process. */
function endTheRest(): void {
  for (const worker of all()) worker.process.kill('SIGKILL')
}

function passOn(from: Worker, message: unknown): void {
  for (const worker of all()) if (worker !== from) tell(worker, message as object)
}

/** A worker that ends at this moment needs to be told nothing any more. */
function tell(worker: Worker, message: object | string): void {
  if (worker.isConnected()) worker.send(message, undefined, undefined, () => undefined)
}

class Workers {
  #stopping = false
  #deathsInARow = 0
  readonly #open = new WeakSet<Worker>()

  constructor(private readonly log: Logger) {
    cluster.on('listening', (worker) => this.#open.add(worker))
  }

  /** Starts one and answers when it listens. */
  async open(): Promise<void> {
    const worker = cluster.fork()
    const ended = once(worker, 'exit').then(() => {
      if (!this.#stopping) throw new WorkerError()
    })
    await Promise.race([once(worker, 'listening'), ended])
  }

  /** From now on: what dies before, dies of its start. */
  replaceTheDead(): void {
    for (const worker of all()) this.#replaceAtItsEnd(worker)
  }

  #replaceAtItsEnd(worker: Worker): void {
    const born = Date.now()
    worker.once('exit', (code, signal) => {
      if (this.#stopping) return
      const { pid } = worker.process
      this.#deathsInARow = Date.now() - born > LONG_LIFE_MS ? 0 : this.#deathsInARow + 1
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** this.#deathsInARow, LONGEST_PAUSE_MS)
      this.log.error({ worker: pid, code, signal, pause }, 'a worker ended, another one is started')
      setTimeout(() => this.#replace(), pause)
    })
  }

  #replace(): void {
    if (!this.#stopping) this.#replaceAtItsEnd(cluster.fork())
  }

  /** Lets all of them finish what is under way. Throws when one did not end well. */
  async stop(): Promise<void> {
    this.#stopping = true
    const ends = await Promise.all(all().map((worker) => this.#endsWell(worker)))
    const bad = ends.filter((endsWell) => !endsWell)
    if (bad.length > 0) throw new Error(`${bad.length} of ${ends.length} workers did not end well`)
  }

  async #endsWell(worker: Worker): Promise<boolean> {
    const ended = once(worker, 'exit')
    const isOpen = this.#open.has(worker)
    // One that is still starting has nothing to finish, and does not listen to us yet.
    if (isOpen) tell(worker, STOP)
    else worker.process.kill()
    const [code] = await ended
    return !isOpen || code === 0
  }
}
