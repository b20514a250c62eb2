// Scaling of one shop over several processes (WEB_CONCURRENCY).
import type { Figures, Stage } from './compare.ts'
import { measure } from './load.ts'
import type { Options } from './options.ts'
import { startHemline } from './processes.ts'
import type { Workload } from './workload.ts'

export interface WorkerScaling {
  processes: number
  works: Faster[]
}

interface Faster extends Pick<Figures, 'name' | 'requestsPerSecond' | 'p95'> {
  /** Requests per second as a multiple of one process, and its 95th percentile, in milliseconds. */
  times: number
  p95OfOne: number
}

const PROCESSES = 2
const WORKS = ['order by id, JSON', 'list open, page', 'order creation, 32 writers']

export async function measureWorkers(
  { shop, hemline }: Stage,
  works: readonly Workload[],
  options: Options,
): Promise<WorkerScaling> {
  const both = await startHemline(shop, { WEB_CONCURRENCY: String(PROCESSES) })
  try {
    const found: Faster[] = []
    for (const work of works.filter(({ name }) => WORKS.includes(name))) {
      const ask = (port: number) => {
        const { next, status = 200 } = work.hemline
        return measure({ port, next, status, connections: 32, seconds: options.seconds })
      }
      await ask(both.port)
      const rounds: Faster[] = []
      for (let round = 0; round < options.rounds; round++) {
        const one = await ask(hemline.port)
        const { requestsPerSecond, p95 } = await ask(both.port)
        const times = requestsPerSecond / one.requestsPerSecond
        rounds.push({ name: work.name, requestsPerSecond, p95, times, p95OfOne: one.p95 })
      }
      found.push(rounds.sort((a, b) => a.times - b.times)[rounds.length >> 1] as Faster)
    }
    return { processes: PROCESSES, works: found }
  } finally {
    await both.stop()
  }
}
