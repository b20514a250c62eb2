// The table on the screen.
import type { Baseline, Figures } from './compare.ts'
import type { ShopFigures } from './measure-shop.ts'

const say = (value: number, decimals = 0) =>
  value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })

const HEAD = [
  'req/s',
  'p50 ms',
  'p95 ms',
  'p99 ms',
  'bytes',
  'cpu µs',
  'MB',
  'of',
  'req/s',
  'cpu',
  'promised',
]

export const headLine = (): string => line('work', HEAD)

export function workLine(figures: Figures): string {
  const { requestsPerSecond, p50, p95, p99, bytes, cpuMicros, memoryMb, baseline, commits } =
    figures
  const extra = commits === undefined ? '' : `  ${say(commits, 2)} commits an order`
  const times = [p50, p95, p99].map((time) => say(time, 2))
  const cells = [say(requestsPerSecond), ...times, say(bytes), say(cpuMicros), say(memoryMb)]
  return line(figures.name, [...cells, ...(baseline ? shares(baseline) : [])]) + extra
}

const shares = ({ server, share, cpuShare, promised }: Baseline) => [
  server,
  percent(share),
  percent(cpuShare),
  promised ? percent(promised) : '',
]

const percent = (share: number) => `${say(share * 100)} %`

const WIDTHS = [8, 8, 8, 8, 9, 8, 6, 7, 8, 7, 9]

const line = (name: string, cells: string[]) =>
  name.padEnd(32) + cells.map((cell, at) => cell.padStart(WIDTHS[at] ?? 8)).join('')

export function shopLine(shop: ShopFigures): string {
  const facts = [`start to first answer ${say(shop.startMs)} ms`]
  facts.push(`most memory ${say(shop.memoryMb)} MB`)
  const { fanOut, export: exported } = shop
  if (fanOut)
    facts.push(`${fanOut.streams} streams hear in ${say(fanOut.p50)} ms (${say(fanOut.worst)} ms)`)
  if (exported)
    facts.push(
      `CSV of ${say(exported.megabytes)} MB in ${say(exported.seconds, 1)} s at ${say(exported.memoryMb)} MB`,
    )
  return facts.join('; ')
}

/** How the 95th percentile grows from the smallest shop to the largest. */
export function growth(shops: readonly ShopFigures[]): string[] {
  const [first] = shops
  if (!first || shops.length < 2) return []
  const columns = shops.map(({ orders }) => `${say(orders)}`.padStart(12)).join('')
  const rows = first.works.map(({ name }) => {
    const times = shops.map(({ works }) => works.find((work) => work.name === name)?.p95 ?? 0)
    const factor = (times.at(-1) ?? 0) / (times[0] ?? 1)
    const cells = times.map((time) => say(time, 2).padStart(12)).join('')
    return `${name.padEnd(32)}${cells}${`× ${say(factor, 1)}`.padStart(10)}`
  })
  return [`${'p95 ms at orders'.padEnd(32)}${columns}${'growth'.padStart(10)}`, ...rows]
}
