// Supervisor of `npm start`: restarts a crashed server. This process loads nothing of the shop, so that it stays small
// and cannot fail with it.
import { type ChildProcess, spawn } from 'node:child_process'
import { hostname } from 'node:os'
import { Restarts } from './restart-backoff.ts'
import { GRACE_OF_ALL_MS, type ServerReport, STOP, SUPERVISED } from './shutdown.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** npm repeats the signal that the terminal has sent to all: only a later one asks for an immediate exit. */
const ECHO_MS = 1_000
/** The server and its workers exit before that. */
const LONGEST_STOP_MS = GRACE_OF_ALL_MS + 2_000

/** Runs Node with these arguments until asked to stop; exits with its exit code. */
export function supervise(args: string[]): void {
  const supervisor = new Supervisor(args)
  for (const signal of SIGNALS) process.on(signal, () => supervisor.stop())
  // No child outlives this process.
  process.on('exit', () => supervisor.kill())
  supervisor.start()
}

class Supervisor {
  readonly #args: string[]
  readonly #restarts = new Restarts()
  #server: ChildProcess | undefined
  #born = 0
  #isOpen = false
  /** Port of the first server: with PORT=0, later ones reuse it. */
  #port: number | undefined
  #fault: string | undefined
  #stoppedAt: number | undefined

  constructor(args: string[]) {
    this.#args = args
  }

  start(): void {
    this.#born = Date.now()
    this.#isOpen = false
    this.#fault = undefined
    const port = this.#port === undefined ? {} : { PORT: String(this.#port) }
    this.#server = spawn(process.execPath, this.#args, {
      env: { ...process.env, ...port, [SUPERVISED]: 'true' },
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    })
    this.#server.on('message', (told: ServerReport) => this.#hear(told))
    // The message could not be sent because it is ending; or it could not be started, which nothing else reports.
    this.#server.on('error', (error) => {
      if (this.#server?.pid === undefined) throw error
    })
    this.#server.on('exit', (code, signal) => this.#ended(code, signal))
  }

  #hear({ port, fault }: ServerReport): void {
    if (fault !== undefined) this.#fault = fault
    if (port === undefined) return
    this.#isOpen = true
    this.#port = port
  }

  stop(): void {
    this.#stoppedAt ??= Date.now()
    if (Date.now() - this.#stoppedAt > ECHO_MS) process.exit(1)
    setTimeout(() => process.exit(1), LONGEST_STOP_MS)
    if (this.#server?.exitCode !== null || this.#server.signalCode !== null) process.exit(0)
    // A starting server has no requests, and does not listen to messages yet.
    if (this.#isOpen) this.#server.send(STOP)
    else this.#server.kill()
  }

  kill(): void {
    this.#server?.kill('SIGKILL')
  }

  #ended(code: number | null, signal: NodeJS.Signals | null): void {
    if (this.#stoppedAt !== undefined) process.exit(this.#isOpen ? (code ?? 1) : 0)
    // The server itself was asked to stop.
    if (code === 0) process.exit(0)
    if (this.#port === undefined) this.#couldNotBegin(code, signal)
    else this.#again(code, signal)
  }

  /** A bad setting is not retried, and the server has printed the reason. */
  #couldNotBegin(code: number | null, signal: NodeJS.Signals | null): void {
    if (signal) say({ signal }, 'the server ended before it was open')
    process.exit(code ?? 1)
  }

  #again(code: number | null, signal: NodeJS.Signals | null): void {
    const pause = this.#restarts.pause(Date.now() - this.#born)
    const fault = this.#fault && { fault: this.#fault }
    say({ code, signal, ...fault, pause }, 'the server ended, another one is started')
    setTimeout(() => this.start(), pause)
  }
}

/** A line in the format of the server's log. */
function say(facts: object, msg: string): void {
  if (process.env.LOG_LEVEL === 'silent') return
  const line = {
    level: 60,
    time: Date.now(),
    pid: process.pid,
    hostname: hostname(),
    ...facts,
    msg,
  }
  console.log(JSON.stringify(line))
}
