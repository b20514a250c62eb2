// `npm run move -- --from sqlite:FILE --to postgres://...`: carries a whole shop into another database.
import { parseArgs } from 'node:util'
import { OpenError } from '../src/db/errors.ts'
import { compareShops, moveShop } from './move/move.ts'
import { Meter, say } from './move/progress.ts'
import type { Proof } from './move/proof.ts'

const HELP = `Usage: npm run move -- --from <database> --to <database> [--while-open | --compare]

Carries everything of a shop into an empty database, and proves that both hold the same. The source is not changed.
Stop the shop first: a shop that is written to meanwhile is not moved.

  <database>     sqlite:FILE, such as sqlite:./data/hemline.db, or postgres://user:password@host:5432/database
  --while-open   copies the shop as it was at the start, also while people work in it: for a rehearsal
  --compare      carries nothing, compares two databases that are there
`

const stop = new AbortController()

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      'while-open': { type: 'boolean', default: false },
      compare: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  })
  const { from, to, compare } = values
  if (values.help || !from || !to) {
    console.log(HELP)
    return values.help ? 0 : 1
  }
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort())
  let meter = new Meter(0, process.stderr)
  const begin = (rows: number) => {
    meter = new Meter(rows, process.stderr)
    return (what: string, done: number) => meter.add(what, done)
  }
  const wanted = { from, to, whileOpen: values['while-open'], begin, signal: stop.signal }
  const proof = await (compare ? compareShops(wanted) : moveShop(wanted)).finally(() => meter.end())
  return report(proof, meter.seconds, compare)
}

/** @returns the exit code */
function report({ tables, facts, differences }: Proof, seconds: number, compare: boolean): number {
  for (const { table, rows, digests } of tables) {
    console.log(`${table.padEnd(18)} ${say(rows).padStart(12)} rows  sha256 ${digests.source}`)
  }
  for (const [name, value] of facts) console.log(`${name}: ${value}`)
  if (differences.length > 0) {
    for (const difference of differences) console.error(difference)
    const kept = compare ? '' : ' Nothing was kept in the target.'
    console.error(`The two databases do not hold the same shop.${kept}`)
    return 1
  }
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const what = compare ? 'Both hold the same shop' : 'Moved, and both hold the same shop'
  console.log(`${what}: ${say(rows)} rows in ${seconds.toFixed(1)} s.`)
  return 0
}

main()
  .then((code) => {
    process.exitCode = code
  })
  .catch((error: unknown) => {
    if (stop.signal.aborted) console.error('Stopped. Nothing was kept in the target.')
    else console.error(isExpected(error) ? error.message.replace('DATABASE_URL: ', '') : error)
    process.exitCode = stop.signal.aborted ? 130 : 1
  })

/** What a person can put right: a wrong option, a database that cannot be opened or is not empty. */
function isExpected(error: unknown): error is Error {
  if (error instanceof OpenError) return true
  return error instanceof TypeError && 'code' in error && /PARSE_ARGS/.test(String(error.code))
}
