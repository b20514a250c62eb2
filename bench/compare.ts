// Measures a workload and its baseline alternately, so that other load on the machine affects both.
import { commitsOf } from './commits.ts'
import { measure, type Sample } from './load.ts'
import type { Options } from './options.ts'
import type { Server } from './processes.ts'
import type { Shop } from './shops.ts'
import type { RequestSource, Workload } from './workload.ts'

export interface Figures {
  name: string
  connections: number
  requestsPerSecond: number
  p50: number
  p95: number
  p99: number
  bytes: number
  memoryMb: number
  /** Processor time of the server for each request, in microseconds: stable even on a busy machine. */
  cpuMicros: number
  baseline?: Baseline
  /** For each response. */
  commits?: number
}

export interface Baseline {
  server: string
  requestsPerSecond: number
  cpuMicros: number
  /** In milliseconds. */
  p95: number
  /** Our requests per second divided by the baseline's. */
  share: number
  /** The baseline's processor time for a request divided by ours. */
  cpuShare: number
  promised: number
}

export interface Stage {
  shop: Shop
  hemline: Server
  hello: Server
  /** Runs on SQLite only. */
  bare?: Server
}

export async function compare(stage: Stage, work: Workload, options: Options): Promise<Figures> {
  const { connections = 32 } = work
  const against = work.against && stage[work.against.server] ? work.against : undefined
  const countsCommits = work.writes === true && stage.shop.engine === 'sqlite'
  const committed = () => (countsCommits ? commitsOf(stage.shop.dataDir) : 0)
  const ask = async (server: Server, { next, status = 200 }: RequestSource): Promise<Costed> => {
    const used = server.cpuMicros()
    const { port } = server
    const sample = await measure({ port, next, status, connections, seconds: options.seconds })
    return { ...sample, cpuMicros: (server.cpuMicros() - used) / sample.all }
  }
  // Warm-up: code is compiled meanwhile, on both sides.
  if (against) await ask(stage[against.server] as Server, against)
  await ask(stage.hemline, work.hemline)
  const ours: Costed[] = []
  const theirs: Costed[] = []
  let commits = 0
  for (let round = 0; round < options.rounds; round++) {
    if (against) theirs.push(await ask(stage[against.server] as Server, against))
    const before = committed()
    ours.push(await ask(stage.hemline, work.hemline))
    commits += committed() - before
  }
  const sample = medianOf(ours)
  const answers = ours.reduce((sum, each) => sum + each.all, 0)
  return {
    name: work.name,
    connections,
    ...roundedSample(sample),
    memoryMb: Math.round(stage.hemline.memoryMb()),
    ...(against && { baseline: shareOf(ours, theirs, against) }),
    ...(countsCommits && { commits: rounded(commits / answers, 3) }),
  }
}

type Costed = Sample & { cpuMicros: number }

/** The median sample, by requests per second. */
function medianOf(samples: Costed[]): Costed {
  const sorted = samples.toSorted((a, b) => a.requestsPerSecond - b.requestsPerSecond)
  return sorted[Math.floor(sorted.length / 2)] as Costed
}

/** Median of the ratios of each round, since both sides of a round meet the same conditions. */
function shareOf(
  ours: Costed[],
  theirs: Costed[],
  { server, promised }: NonNullable<Workload['against']>,
): Baseline {
  const middle = medianOf(theirs)
  const shares = (share: (our: Costed, their: Costed) => number) =>
    rounded(median(ours.map((our, round) => share(our, theirs[round] as Costed))), 3)
  return {
    server,
    requestsPerSecond: rounded(middle.requestsPerSecond, 1),
    cpuMicros: rounded(middle.cpuMicros, 1),
    p95: rounded(middle.p95, 3),
    share: shares((our, their) => our.requestsPerSecond / their.requestsPerSecond),
    cpuShare: shares((our, their) => their.cpuMicros / our.cpuMicros),
    promised,
  }
}

const median = (values: number[]) =>
  values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

const roundedSample = ({ requestsPerSecond, p50, p95, p99, bytes, cpuMicros }: Costed) => ({
  cpuMicros: rounded(cpuMicros, 1),
  requestsPerSecond: rounded(requestsPerSecond, 1),
  p50: rounded(p50, 3),
  p95: rounded(p95, 3),
  p99: rounded(p99, 3),
  bytes: Math.round(bytes),
})

export const rounded = (value: number, decimals: number) => Number(value.toFixed(decimals))
