// Generates the tables in docs from bench/results/reference.json. `node --import tsx bench/tables.ts` writes them; `npm
// run bench -- --name reference` does so by itself.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Figures } from './compare.ts'
import { ROOT } from './home.ts'
import { REFERENCE, type Results, resultsFile } from './results.ts'

/** By document and name of the place in it. */
const PLACES: [file: string, name: string, lines: (results: Results) => string[]][] = [
  ['README.md', 'budgets', (results) => [...conditions(results), '', ...budgetTable(results)]],
  [
    'docs/performance.md',
    'budgets',
    (results) => [...conditions(results), '', ...budgetTable(results)],
  ],
  ['docs/performance.md', 'works', workTable],
  ['docs/performance.md', 'growth', growthTable],
  ['docs/performance.md', 'processes', processTable],
]

/** Each document with its generated tables. */
export function documentsWith(results: Results): Map<string, string> {
  const texts = new Map<string, string>()
  for (const [file, name, lines] of PLACES) {
    const text = texts.get(file) ?? readFileSync(join(ROOT, file), 'utf8')
    texts.set(file, replaced(text, name, lines(results)))
  }
  return texts
}

export const readReference = (): Results =>
  JSON.parse(readFileSync(resultsFile(REFERENCE), 'utf8')) as Results

export function writeTables(results: Results): void {
  for (const [file, text] of documentsWith(results)) writeFileSync(join(ROOT, file), text)
}

function replaced(text: string, name: string, lines: string[]): string {
  const [begin, end] = [`<!-- bench: ${name} -->`, '<!-- /bench -->']
  const from = text.indexOf(begin)
  const until = text.indexOf(end, from)
  if (from < 0 || until < 0) throw new Error(`There is no place for the table "${name}"`)
  return `${text.slice(0, from)}${begin}\n${lines.join('\n')}\n${text.slice(until)}`
}

const say = (value: number | undefined, decimals = 0) =>
  value === undefined || Number.isNaN(value)
    ? ''
    : value.toLocaleString('en', {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
      })

function conditions({ at, machine, shops }: Results): string[] {
  const largest = say(shops.at(-1)?.orders)
  const [before = 0, after = 0] = machine.load
  const busy =
    Math.max(before, after) > machine.cores
      ? [
          'The machine had other work before or meanwhile: shares by processor time tell more than times.',
        ]
      : []
  return [
    `Measured on ${at.slice(0, 10)} at ${largest} orders, ${machine.cores} cores for server, load and baselines,`,
    `Node ${machine.node.slice(1)}; load of the machine ${before} before and ${after} after.`,
    ...busy,
  ]
}

function budgetTable({ budgets }: Results): string[] {
  const rows = budgets.map(({ what, bound, promised, measured, byCpu, ofBare, unit, met }) => {
    const cpu = byCpu === undefined ? '' : ` (${say(byCpu)} by processor time)`
    const bare = ofBare === undefined ? '' : ` (*bare* itself ${say(ofBare)} ${unit})`
    const found = `${say(measured, measured < 10 ? 2 : 0)} ${unit}${cpu}${bare}`
    return `| ${what} | ${bound} ${say(promised, promised < 1 ? 1 : 0)} ${unit} | ${found} | ${met ? 'yes' : 'no'} |`
  })
  return ['| what | promised | measured | met |', '|---|---|---|---|', ...rows]
}

function workTable({ shops }: Results): string[] {
  const rows = (shops.at(-1)?.works ?? []).map((work) => {
    const { name, requestsPerSecond, p50, p95, p99, cpuMicros, bytes, baseline } = work
    const share = baseline
      ? `${say(baseline.share * 100)} % of ${baseline.server} (${say(baseline.cpuShare * 100)} % by processor time)`
      : ''
    const times = [p50, p95, p99].map((time) => say(time, 2)).join(' | ')
    return `| ${name} | ${say(requestsPerSecond)} | ${times} | ${say(cpuMicros)} | ${say(bytes)} | ${share} |`
  })
  const head =
    '| workload | requests/s | p50 ms | p95 ms | p99 ms | processor µs | bytes | beside |'
  return [head, '|---|---|---|---|---|---|---|---|', ...rows]
}

/**
 * Processor time, because a busy machine hardly changes it; p95, which the budgets limit; and the growth of the
 * response itself, because a larger shop has more to show.
 */
function growthTable({ shops }: Results): string[] {
  const [first] = shops
  const of = (name: string, figure: 'cpuMicros' | 'p95', decimals: number) =>
    shops.map(({ works }) => say(found(works, name)?.[figure], decimals)).join(' | ')
  const rows = (first?.works ?? []).map(({ name, bytes }) => {
    const longer = (found(shops.at(-1)?.works ?? [], name)?.bytes ?? Number.NaN) / bytes
    return `| ${name} | ${of(name, 'cpuMicros', 0)} | ${of(name, 'p95', 2)} | ${say(longer, 1)} |`
  })
  const sizes = (unit: string) => shops.map(({ orders }) => `${unit} at ${say(orders)}`).join(' | ')
  const head = `| workload | ${sizes('µs')} | ${sizes('p95 ms')} | answer, times as long |`
  return [head, `|---${'|---'.repeat(2 * shops.length + 1)}|`, ...rows]
}

function processTable({ shops }: Results): string[] {
  const several = shops.at(-1)?.several
  if (!several) return []
  const { processes, works } = several
  const rows = works.map(({ name, requestsPerSecond, times, p95, p95OfOne }) => {
    const cells = [say(requestsPerSecond), say(times, 2), say(p95, 1), say(p95OfOne, 1)]
    return `| ${name} | ${cells.join(' | ')} |`
  })
  const head = `| ${processes} processes | requests/s | times as many as one | p95 ms | p95 ms of one |`
  return [head, '|---|---|---|---|---|', ...rows]
}

const found = (works: readonly Figures[], name: string) => works.find((work) => work.name === name)

if (import.meta.filename === process.argv[1]) writeTables(readReference())
