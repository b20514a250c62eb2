// `npm run bench`: measures the built server against its baselines, at several shop sizes.
import { cpus, loadavg, totalmem } from 'node:os'
import { runCommand } from '../scripts/command.ts'
import { budgetsOf } from './budgets.ts'
import { measureShop, type ShopFigures } from './measure-shop.ts'
import { HELP, OPTIONS, type Options, readOptions } from './options.ts'
import { budgetLines, engines, growth, headLine, shopLines, workloadLine } from './report.ts'
import { keepResults, REFERENCE, type Results } from './results.ts'
import { UnequalError } from './same-answers.ts'
import { writeTables } from './tables.ts'

runCommand({ help: HELP, options: OPTIONS }, async (values) => {
  try {
    await run(readOptions(values))
    return 0
  } catch (error) {
    if (!(error instanceof UnequalError)) throw error
    console.error(`\n${error.message}`)
    return 1
  }
})

async function run(options: Options): Promise<void> {
  const at = new Date().toISOString()
  const load = [loadavg()[0]]
  const files: ShopFigures[] = []
  const onServer: ShopFigures[] = []
  for (const orders of options.sizes) {
    const file = await measured(orders, null, options)
    files.push(file)
    if (options.server === null) continue
    const other = await measured(orders, options.server, options)
    onServer.push(other)
    say(engines(file, other))
  }
  load.push(loadavg()[0])
  say(growth(files))
  say(growth(onServer))
  const budgets = budgetsOf(files)
  say(budgetLines(budgets))
  const { server: _secret, ...told } = options
  const results = { at, machine: machine(load), options: told, budgets, shops: files, onServer }
  console.log(`\nWritten to ${keepResults(results)}`)
  if (options.name === REFERENCE) writeTables(results)
}

async function measured(orders: number, server: string | null, options: Options) {
  const engine = server === null ? 'SQLite' : 'PostgreSQL'
  console.log(`\n${orders.toLocaleString('en')} orders, ${engine}\n${headLine()}`)
  const report = (figures: ShopFigures['works'][number]) => console.log(workloadLine(figures))
  const shop = await measureShop(orders, server, options, report)
  for (const line of shopLines(shop)) console.log(line)
  return shop
}

function say(lines: readonly string[]): void {
  if (lines.length > 0) console.log(`\n${lines.join('\n')}`)
}

function machine(load: (number | undefined)[]): Results['machine'] {
  return {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memoryMb: Math.round(totalmem() / 1024 / 1024),
    node: process.version,
    load: load.map((value) => Number(value?.toFixed(1))),
  }
}
