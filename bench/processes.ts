// Server processes: the built server and the baselines.
import { type ChildProcess, spawn } from 'node:child_process'
import { openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Home, ROOT } from './home.ts'
import { cpuOf, memoryOf } from './process-tree.ts'

export interface Server {
  port: number
  /** From process start to the first response, in milliseconds. */
  startMs: number
  /** Present memory with child processes, in megabytes; NaN where the system does not report it. */
  memoryMb(): number
  /** Processor time of all processes so far, in microseconds; NaN where the system does not report it. */
  cpuMicros(): number
  signal(name: NodeJS.Signals): void
  stop(): Promise<void>
}

/** Starts the built server as `npm start` does, with its log in a file. */
export const startHemline = ({ dataDir, databaseUrl }: Home, settings: NodeJS.ProcessEnv = {}) =>
  start(['--max-semi-space-size=4', '--v8-pool-size=1', 'dist/server.js'], dataDir, '/healthz', {
    DATA_DIR: dataDir,
    ...(databaseUrl !== null && { DATABASE_URL: databaseUrl }),
    NODE_ENV: 'production',
    // All load comes from one address and one user.
    RATE_LIMIT_ANONYMOUS: '1000000',
    RATE_LIMIT_STAFF: '1000000',
    RATE_LIMIT_STOREFRONT: '1000000',
    ...settings,
  })

/** Starts a baseline of bench/servers. */
export const startBaseline = (name: 'hello' | 'bare', dataDir: string) =>
  start(['--import', 'tsx', `bench/servers/${name}.ts`], dataDir, '/', { DATA_DIR: dataDir })

async function start(
  args: string[],
  dataDir: string,
  path: string,
  env: NodeJS.ProcessEnv,
): Promise<Server> {
  const log = join(dataDir, `${args.at(-1)?.replaceAll('/', '-')}.log`)
  const output = openSync(log, 'w')
  const begun = performance.now()
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', ...env },
    stdio: ['ignore', output, output],
  })
  const gone = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  const port = await portOf(child, log)
  await fetch(`http://127.0.0.1:${port}${path}`)
  return {
    port,
    startMs: performance.now() - begun,
    memoryMb: () => memoryOf(child.pid as number),
    cpuMicros: () => cpuOf(child.pid as number),
    signal: (name) => void child.kill(name),
    stop: () => {
      child.kill('SIGTERM')
      return gone
    },
  }
}

async function portOf(child: ChildProcess, log: string): Promise<number> {
  while (child.exitCode === null) {
    const port = /Server listening at http:\/\/127\.0\.0\.1:(\d+)/.exec(readFileSync(log, 'utf8'))
    if (port) return Number(port[1])
    await pause(5)
  }
  throw new Error(`A server did not start:\n${readFileSync(log, 'utf8')}`)
}
