// Memory and processor time of a server with its child processes: workers, and photo drawing.
import { readdirSync, readFileSync } from 'node:fs'

/** Resident megabytes; NaN where the system does not report them. */
export function memoryOf(pid: number): number {
  const all = [pid, ...descendants(pid)].map(statusOf)
  const sum = (name: string) =>
    all.reduce((kilobytes, status) => kilobytes + (field(status, name) ?? 0), 0)
  // Files, above all Node itself, are in memory once for all processes.
  const files = Math.max(...all.map((status) => field(status, 'RssFile') ?? 0))
  const kilobytes = sum('RssAnon') + sum('RssShmem') + files
  return kilobytes > 0 ? kilobytes / 1024 : Number.NaN
}

/** Processor time so far, in microseconds; NaN where the system does not report it. */
export function cpuOf(pid: number): number {
  const micros = [pid, ...descendants(pid)].reduce((sum, each) => sum + ownCpu(each), 0)
  return micros > 0 ? micros : Number.NaN
}

/** All threads; Linux counts nanoseconds. */
function ownCpu(pid: number): number {
  return threadsOf(pid).reduce((sum, thread) => {
    const nanoseconds = Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ', 1)[0])
    return sum + nanoseconds / 1000
  }, 0)
}

function descendants(pid: number): number[] {
  const children = threadsOf(pid).flatMap((thread) =>
    read(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  )
  return children.flatMap((child) => [child, ...descendants(child)])
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return []
  }
}

const statusOf = (pid: number) => read(`/proc/${pid}/status`)

function field(status: string, name: string): number | undefined {
  const line = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)
  return line ? Number(line[1]) : undefined
}

/** Empty for a process that has ended, or on another system. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
