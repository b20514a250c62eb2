// Result tables for the terminal.
import type { Budget } from './budgets.ts'
import type { Baseline, Figures } from './compare.ts'
import type { ShopFigures } from './measure-shop.ts'

const say = (value: number, decimals = 0) =>
  value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })

const HEAD = [
  ...['req/s', 'p50 ms', 'p95 ms', 'p99 ms', 'bytes', 'cpu µs', 'MB'],
  ...['of', 'req/s', 'cpu', 'promised'],
]

export const headLine = (): string => line('workload', HEAD)

export function workloadLine(figures: Figures): string {
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

const WIDTHS = [8, 9, 10, 10, 9, 9, 6, 7, 8, 7, 9]
const NAME = 40

const line = (name: string, cells: string[], widths = WIDTHS) =>
  name.padEnd(NAME) + cells.map((cell, at) => cell.padStart(widths[at] ?? 10)).join('')

/** Lines about the shop as a whole. */
export function shopLines(shop: ShopFigures): string[] {
  const { start, memory, fanOut, export: csv, import: file, several } = shop
  const empty = start.emptyMs === undefined ? '' : `, ${say(start.emptyMs)} ms of an empty one`
  const { idleMb, loadedMb, peakMb } = memory
  const lines = [
    `start to first answer ${say(start.fullMs)} ms${empty}`,
    `memory ${say(idleMb)} MB idle, ${say(loadedMb)} MB after all reading, ${say(peakMb)} MB at most`,
  ]
  if (csv) {
    const speed = `${say(csv.rowsPerSecond)} rows a second`
    lines.push(
      `CSV of ${say(csv.rows)} orders: ${speed}, ${say(csv.megabytes)} MB, memory from ${say(csv.beforeMb)} to ${say(csv.mostMb)} MB`,
    )
  }
  if (file) {
    const turns = `longest turn ${say(file.longestTurnMs, 1)} ms (${say(file.firstTurnMs, 1)} of the first one in the process, ${say(file.idleTurnMs, 1)} without work)`
    lines.push(
      `import of ${say(file.orders)} orders: ${say(file.seconds, 1)} s; a small request beside it p99 ${say(file.p99, 1)} ms, at worst ${say(file.worst, 1)} ms; ${turns}`,
    )
  }
  if (fanOut) {
    const delay = `${say(fanOut.p50, 1)} ms after the answer (${say(fanOut.worst, 1)} ms at worst)`
    lines.push(
      `${fanOut.streams} streams: all heard ${delay}; ${say(fanOut.eventsPerSecond)} events a second`,
    )
  }
  for (const { name, requestsPerSecond, times, p95, p95OfOne } of several?.works ?? []) {
    lines.push(
      `${several?.processes} processes, ${name}: ${say(requestsPerSecond)} a second, ${say(times, 2)} times as many as one; p95 ${say(p95, 1)} ms, of one ${say(p95OfOne, 1)} ms`,
    )
  }
  return lines
}

/** Growth of a workload from the smallest shop to larger ones: 95th percentile and processor time. */
export function growth(shops: readonly ShopFigures[]): string[] {
  const [first, ...larger] = shops
  if (!first || larger.length === 0) return []
  const widths = shops.map(() => 12)
  const heads = larger.map(({ orders }) => `× ${say(orders)}`)
  const all = [...widths, ...heads.map(() => 14), ...heads.map(() => 14)]
  const rows = first.works.map((work) => {
    const others = shops.map(({ works }) => works.find(({ name }) => name === work.name))
    const times = (figure: 'p95' | 'cpuMicros') =>
      others.slice(1).map((other) => say((other?.[figure] ?? Number.NaN) / work[figure], 1))
    const p95s = others.map((other) => say(other?.p95 ?? Number.NaN, 2))
    return line(work.name, [...p95s, ...times('p95'), ...times('cpuMicros')], all)
  })
  const sizes = shops.map(({ orders }) => say(orders))
  const cpu = larger.map(({ orders }) => `cpu × ${say(orders)}`)
  return [line('p95 ms at orders, and growth', [...sizes, ...heads, ...cpu], all), ...rows]
}

/** The same workloads on both engines. Processor time is the server's, without PostgreSQL's. */
export function engines(files: ShopFigures, server: ShopFigures): string[] {
  const widths = [14, 14, 10, 14, 14]
  const head = ['SQLite req/s', 'PG req/s', 'PG p95 ms', 'SQLite cpu µs', 'PG cpu µs']
  const rows = server.works.map((there) => {
    const here = files.works.find(({ name }) => name === there.name)
    const cells = [
      say(here?.requestsPerSecond ?? Number.NaN),
      say(there.requestsPerSecond),
      say(there.p95, 2),
      say(here?.cpuMicros ?? Number.NaN),
      say(there.cpuMicros),
    ]
    return line(there.name, cells, widths)
  })
  return [line(`both engines, ${say(files.orders)} orders`, head, widths), ...rows]
}

export function budgetLines(budgets: readonly Budget[]): string[] {
  const widths = [22, 12, 12, 10]
  const rows = budgets.map(({ what, bound, promised, measured, byCpu, unit, met }) => {
    const found = say(measured, measured < 10 ? 2 : 0)
    const cpu = byCpu === undefined ? '' : say(byCpu)
    return line(what, [`${bound} ${promised} ${unit}`, found, cpu, met ? 'met' : 'NOT MET'], widths)
  })
  return [line('budgets of the design', ['promised', 'measured', 'by cpu', ''], widths), ...rows]
}
