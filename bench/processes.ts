// The servers, each a process of its own as in a shop.
import { type ChildProcess, spawn } from 'node:child_process'
import { openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { cpuOf, memoryOf } from './process-tree.ts'
import { ROOT } from './shops.ts'

export interface Server {
  port: number
  /** From the start of the process to the first answer, in milliseconds. */
  startMs: number
  /** What it holds now, with the processes it has started, in megabytes; NaN where the system does not say. */
  memoryMb(): number
  /** The processor time that all of them have used so far, in microseconds; NaN where the system does not say. */
  cpuMicros(): number
  stop(): Promise<void>
}

/** Where a shop is kept: its folder and, on PostgreSQL, its database. */
export interface Home {
  dataDir: string
  databaseUrl: string | null
}

/** Starts the built server as `npm start` does, with its usual log going to a file. */
export const startHemline = ({ dataDir, databaseUrl }: Home, settings: NodeJS.ProcessEnv = {}) =>
  start(['--max-semi-space-size=4', '--v8-pool-size=1', 'dist/server.js'], dataDir, '/healthz', {
    DATA_DIR: dataDir,
    ...(databaseUrl !== null && { DATABASE_URL: databaseUrl }),
    NODE_ENV: 'production',
    // The load of a whole town comes from one address and one person.
    RATE_LIMIT_ANONYMOUS: '1000000',
    RATE_LIMIT_STAFF: '1000000',
    ...settings,
  })

/** Starts one of the baselines in bench/servers. */
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
