// `npm run move -- --from sqlite:FILE --to postgres://...`: copies a whole shop into another database.
import { OpenError } from '../src/db/errors.ts'
import { runCommand, UsageError } from './command.ts'
import { compareShops, moveShop } from './move/move.ts'
import { ProgressMeter } from './move/progress.ts'
import type { Verification } from './move/verification.ts'
import { say } from './progress.ts'

const HELP = `Usage: npm run move -- --from <database> --to <database> [--while-open | --compare]

Carries everything of a shop into an empty database, and proves that both hold the same. The source is not changed.
Stop the shop first: a shop that is written to meanwhile is not moved.

  <database>     sqlite:FILE, such as sqlite:./data/hemline.db, or postgres://user:password@host:5432/database
  --while-open   copies the shop as it was at the start, also while people work in it: for a rehearsal
  --compare      carries nothing, compares two databases that are there
`

const stop = new AbortController()

const text = { type: 'string' } as const
const flag = { type: 'boolean', default: false } as const
const options = { from: text, to: text, 'while-open': flag, compare: flag }

runCommand({ help: HELP, options }, async (values) => {
  const { from, to, compare = false, 'while-open': whileOpen = false } = values
  if (!from || !to) throw new UsageError('Both --from and --to are needed. See --help.')
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort())
  let meter = new ProgressMeter(0, process.stderr)
  const begin = (rows: number) => {
    meter = new ProgressMeter(rows, process.stderr)
    return (what: string, done: number) => meter.add(what, done)
  }
  const wanted = { from, to, whileOpen, begin, signal: stop.signal }
  try {
    const proof = await (compare ? compareShops(wanted) : moveShop(wanted))
    meter.end()
    return report(proof, meter.seconds, compare)
  } catch (error) {
    meter.end()
    if (!stop.signal.aborted) throw inPlainWords(error)
    console.error('Stopped. Nothing was kept in the target.')
    return 130
  }
})

/** The address came from an option, not from the variable that the engine's message names. */
function inPlainWords(error: unknown): unknown {
  if (error instanceof OpenError) error.message = error.message.replace('DATABASE_URL: ', '')
  return error
}

/** @returns the exit code */
function report(
  { tables, facts, differences }: Verification,
  seconds: number,
  compare: boolean,
): number {
  for (const { table, rows, digests } of tables) {
    console.log(`${table.padEnd(18)} ${say(rows).padStart(12)} rows  sha256 ${digests.source}`)
  }
  for (const [name, value] of facts) console.log(`${name}: ${value}`)
  if (differences.length > 0) {
    for (const difference of differences) console.error(difference)
    const kept = compare ? '' : ' Nothing was kept in the target.'
    console.error(`The two databases differ.${kept}`)
    return 1
  }
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const what = compare ? 'Both databases are the same' : 'Moved, and both databases are the same'
  console.log(`${what}: ${say(rows)} rows in ${seconds.toFixed(1)} s.`)
  return 0
}
