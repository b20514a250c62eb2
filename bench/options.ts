// Bench options: sizes, rounds, durations, filters.
import { UsageError, type Values } from '../scripts/command.ts'

export interface Options {
  /** Numbers of orders, ascending. */
  sizes: number[]
  /** Measurements of each workload; the median counts. */
  rounds: number
  /** Duration of one measurement. */
  seconds: number
  /** Only workloads whose name contains one of these; empty: all. */
  only: string[]
  /** Name of the file in bench/results, without extension. */
  name: string
  /** A PostgreSQL server to measure on as well; `null`: none. */
  server: string | null
}

export const HELP = `Usage: npm run bench -- [--quick] [--sizes 1000,100000] [--only list,dashboard] [--database <url>]

Measures the built server beside two baselines in the same run (see docs/performance.md).

  --quick            one short round at 1,000 orders: under a minute
  --sizes <numbers>  how many orders the shops have, 1000,100000,1000000 unless given
  --rounds <number>  measurements of each work, 3 unless given; the median counts
  --seconds <number> how long each lasts, 1 unless given
  --only <words>     only works whose name has one of these words
  --database <url>   measures on this PostgreSQL server as well, in databases that are made for the run and dropped
  --name <name>      of the file in bench/results, "latest" unless given
`

const text = { type: 'string' } as const

export const OPTIONS = {
  quick: { type: 'boolean' },
  sizes: text,
  rounds: text,
  seconds: text,
  only: text,
  name: text,
  database: text,
} as const

/** @throws UsageError for an invalid number */
export function readOptions(values: Values<typeof OPTIONS>): Options {
  const quick = values.quick === true
  return {
    sizes: numbers('--sizes', values.sizes ?? (quick ? '1000' : '1000,100000,1000000')),
    rounds: numbers('--rounds', values.rounds ?? (quick ? '1' : '3'))[0] as number,
    seconds: numbers('--seconds', values.seconds ?? (quick ? '0.3' : '1'))[0] as number,
    only: values.only?.split(',') ?? [],
    name: values.name ?? (quick ? 'quick' : 'latest'),
    server: values.database ?? null,
  }
}

function numbers(option: string, text: string): number[] {
  const found = text.split(',').map(Number)
  if (found.every((number) => number > 0)) return found.sort((a, b) => a - b)
  throw new UsageError(`${option} takes numbers above zero, not "${text}".`)
}
