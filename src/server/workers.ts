// Worker supervisor (WEB_CONCURRENCY): starts workers, replaces crashed ones, relays their messages and stops them. It
// opens no shop itself.
import cluster, { type Address, type Worker } from 'node:cluster'
import { once } from 'node:events'
import closeWithGrace from 'close-with-grace'
import { type Logger, pino } from 'pino'
import type { Config } from '../config/index.ts'
import { WorkerError } from './errors.ts'
import { Restarts } from './restart-backoff.ts'
import { GRACE_OF_ALL_MS, STOP } from './shutdown.ts'
import { stopWhenTold, supervisedSignals, tellSupervisor } from './supervised.ts'

/**
 * Resolves when all workers listen. The first one starts alone: it creates or migrates the database, and logs the
 * address.
 * @throws WorkerError if one cannot be started
 */
export async function runWorkers(config: Config): Promise<void> {
  const log = pino({ level: config.logLevel })
  cluster.on('message', passOn)
  const workers = new Workers(log)
  const grace = closeWithGrace({ delay: GRACE_OF_ALL_MS, skip: supervisedSignals() }, ({ err }) => {
    if (err) tellSupervisor({ fault: String(err) })
    return workers.stop()
  })
  stopWhenTold(grace.close)
  process.on('exit', killHungWorkers)
  tellSupervisor({ port: await workers.open() })
  await Promise.all(Array.from({ length: config.webConcurrency - 1 }, () => workers.open()))
  workers.replaceCrashed()
}

const all = (): Worker[] => Object.values(cluster.workers ?? {}).filter((worker) => !!worker)

/** A worker that has not ended by now hangs, for example on a log nobody reads: none outlives this process. */
function killHungWorkers(): void {
  for (const worker of all()) worker.process.kill('SIGKILL')
}

function passOn(from: Worker, message: unknown): void {
  for (const worker of all()) if (worker !== from) tell(worker, message as object)
}

/** A worker that is ending needs no message. */
function tell(worker: Worker, message: object | string): void {
  if (worker.isConnected()) worker.send(message, undefined, undefined, () => undefined)
}

class Workers {
  #stopping = false
  readonly #restarts = new Restarts()
  readonly #open = new WeakSet<Worker>()

  constructor(private readonly log: Logger) {
    cluster.on('listening', (worker) => this.#open.add(worker))
  }

  /** Starts a worker; resolves to its port when it listens. */
  async open(): Promise<number | undefined> {
    const worker = cluster.fork()
    const ended = once(worker, 'exit').then(() => {
      if (!this.#stopping) throw new WorkerError()
    })
    const listening = await Promise.race([once(worker, 'listening'), ended])
    return (listening?.[0] as Address | undefined)?.port
  }

  /** Call after all have started: a worker that crashes earlier failed at its start. */
  replaceCrashed(): void {
    for (const worker of all()) this.#replaceAtItsEnd(worker)
  }

  #replaceAtItsEnd(worker: Worker): void {
    const born = Date.now()
    worker.once('exit', (code, signal) => {
      if (this.#stopping) return
      const { pid } = worker.process
      const pause = this.#restarts.pause(Date.now() - born)
      this.log.error({ worker: pid, code, signal, pause }, 'a worker ended, another one is started')
      setTimeout(() => this.#replace(), pause)
    })
  }

  #replace(): void {
    if (!this.#stopping) this.#replaceAtItsEnd(cluster.fork())
  }

  /** Lets all finish their requests. Throws if one did not exit cleanly. */
  async stop(): Promise<void> {
    this.#stopping = true
    const ends = await Promise.all(all().map((worker) => this.#endsWell(worker)))
    const bad = ends.filter((endsWell) => !endsWell)
    if (bad.length > 0) throw new Error(`${bad.length} of ${ends.length} workers did not end well`)
  }

  async #endsWell(worker: Worker): Promise<boolean> {
    const ended = once(worker, 'exit')
    const isOpen = this.#open.has(worker)
    // A starting worker has no requests, and does not listen to messages yet.
    if (isOpen) tell(worker, STOP)
    else worker.process.kill()
    const [code] = await ended
    return !isOpen || code === 0
  }
}
