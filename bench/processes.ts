// The servers, each a process of its own as in a shop.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { openSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { ROOT } from './shops.ts'

export interface Server {
  port: number
  /** From the start of the process to the first answer, in milliseconds. */
  startMs: number
  /** The memory it holds now, in megabytes. */
  memoryMb(): number
  /** The processor time it has used so far, in microseconds; NaN where the system does not say. */
  cpuMicros(): number
  stop(): Promise<void>
}

/** Starts the built server as `npm start` does, with its usual log going to a file. */
export const startHemline = (dataDir: string) =>
  start(['dist/server.js'], dataDir, '/healthz', {
    DATA_DIR: dataDir,
    NODE_ENV: 'production',
    // The load of a whole town comes from one address and one person.
    RATE_LIMIT_ANONYMOUS: '1000000',
    RATE_LIMIT_STAFF: '1000000',
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
    memoryMb: () => memoryOf(child),
    cpuMicros: () => cpuOf(child),
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

/** In megabytes; 0 where no `ps` can tell. */
function memoryOf({ pid }: ChildProcess): number {
  try {
    return (
      Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024
    )
  } catch {
    return 0
  }
}

/** Of all its threads; Linux counts it to the nanosecond. */
function cpuOf({ pid }: ChildProcess): number {
  try {
    const threads = readdirSync(`/proc/${pid}/task`)
    const used = (thread: string) =>
      Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ', 1)[0])
    return threads.reduce((sum, thread) => sum + used(thread), 0) / 1000
  } catch {
    return Number.NaN
  }
}
