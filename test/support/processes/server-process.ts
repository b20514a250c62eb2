// Server as a child process, for tests of crashes and shutdown.
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import { OWNER } from '../app.ts'
import { programOf } from './programs.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
export const PROGRAM = programOf('src/server.ts')

export interface ServerProcess {
  url: string
  pid: number
  /** Ids of the processes that have opened the shop, in order; several with WEB_CONCURRENCY. */
  opened(): number[]
  /** Kills the process as a power cut does. Resolves when it has ended. */
  kill(): Promise<void>
  /** Asks it to stop; resolves to its exit code. */
  stop(): Promise<number | null>
}

/** Starts the server on a free port and a data folder, with OWNER as its owner. */
export async function startServer(
  t: Test,
  dataDir: string,
  env: NodeJS.ProcessEnv = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, PROGRAM, {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      DATA_DIR: dataDir,
      HOST: '127.0.0.1',
      PORT: '0',
      ADMIN_EMAIL: OWNER.email,
      ADMIN_PASSWORD: OWNER.password,
      RATE_LIMIT_STAFF: '1000000',
      LOG_LEVEL: 'info',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal)
    return ended
  }
  t.teardown(() => end('SIGKILL'))
  const pids = new Set<number>()
  child.stdout.on('data', (text) => {
    for (const [, pid] of String(text).matchAll(/"pid":(\d+)[^\n]+Server listening/g)) {
      pids.add(Number(pid))
    }
  })
  return {
    url: await urlOf(child),
    opened: () => [...pids],
    pid: child.pid ?? 0,
    kill: () => end('SIGKILL').then(() => undefined),
    stop: () => end('SIGTERM'),
  }
}

/** The address in the log, once the server listens. */
function urlOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let log = ''
    child.stdout?.on('data', (text) => {
      log += text
      const url = /Server listening at (http:\/\/[\d.:]+)/.exec(log)?.[1]
      if (url !== undefined) resolve(url)
    })
    child.on('exit', (code) => reject(new Error(`The server ended with ${code}:\n${log}`)))
  })
}
