// Measures a work and its baseline in turns, so that a busy moment of the machine meets both.
import { commitsOf } from './commits.ts'
import { measure, type Sample } from './load.ts'
import type { Options } from './options.ts'
import type { Server } from './processes.ts'
import type { Asking, Work } from './work.ts'

export interface Figures {
  name: string
  connections: number
  requestsPerSecond: number
  p50: number
  p95: number
  p99: number
  bytes: number
  memoryMb: number
  baseline?: { server: string; requestsPerSecond: number; share: number; promised: number }
  /** For each answered request. */
  commits?: number
}

export interface Stage {
  hemline: Server
  hello: Server
  bare: Server
  dataDir: string
}

export async function compare(stage: Stage, work: Work, options: Options): Promise<Figures> {
  const { connections = 32, against } = work
  const ask = (port: number, { next, status = 200 }: Asking) =>
    measure({ port, next, status, connections, seconds: options.seconds })
  const ours: Sample[] = []
  const theirs: Sample[] = []
  let commits = 0
  for (let round = 0; round < options.rounds; round++) {
    if (against) theirs.push(await ask(stage[against.server].port, against))
    const before = work.writes ? commitsOf(stage.dataDir) : 0
    ours.push(await ask(stage.hemline.port, work.hemline))
    if (work.writes) commits += commitsOf(stage.dataDir) - before
  }
  const sample = medianOf(ours)
  const answers = ours.reduce((sum, each) => sum + each.all, 0)
  return {
    name: work.name,
    connections,
    ...roundedSample(sample),
    memoryMb: Math.round(stage.hemline.memoryMb()),
    ...(against && { baseline: shareOf(sample, medianOf(theirs), against) }),
    ...(work.writes && { commits: rounded(commits / answers, 3) }),
  }
}

/** The sample in the middle, by requests per second. */
function medianOf(samples: Sample[]): Sample {
  const sorted = samples.toSorted((a, b) => a.requestsPerSecond - b.requestsPerSecond)
  return sorted[Math.floor(sorted.length / 2)] as Sample
}

function shareOf(ours: Sample, theirs: Sample, against: NonNullable<Work['against']>) {
  const share = rounded(ours.requestsPerSecond / theirs.requestsPerSecond, 3)
  const { server, promised } = against
  return { server, requestsPerSecond: rounded(theirs.requestsPerSecond, 1), share, promised }
}

const roundedSample = ({ requestsPerSecond, p50, p95, p99, bytes }: Sample) => ({
  requestsPerSecond: rounded(requestsPerSecond, 1),
  p50: rounded(p50, 3),
  p95: rounded(p95, 3),
  p99: rounded(p99, 3),
  bytes: Math.round(bytes),
})

export const rounded = (value: number, decimals: number) => Number(value.toFixed(decimals))
