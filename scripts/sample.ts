// `npm run sample`: fills an empty shop with sample data. `npm run sample -- --orders 100000` makes a large one.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, ConfigError, loadConfig } from '../src/config/index.ts'
import { openDatabase } from '../src/db/open.ts'
import { needsSetup } from '../src/services/access/setup.ts'
import { runCommand } from './command.ts'
import { ProgressLine, say } from './progress.ts'
import { makeShop } from './sample/new-shop.ts'
import { makeShopOnServer } from './sample/new-shop-on-server.ts'
import type { Outcome, SampleParameters } from './sample/parameters.ts'
import { fillShop } from './sample/shop.ts'

const HELP = `Usage: npm run sample -- [--orders <number>]

Fills the shop in DATA_DIR with invented customers, employees, orders, payments and photos.
A shop that has data of its own is left alone; a sample shop grows to the number of orders asked for.

  --orders <number>   how many orders there should be, 180 unless given (up to 5000000)
  --photos <number>   how many of them get two photos, 12 unless given
  --seed <number>     another seed makes other people and orders, 1 unless given
`

/** Up to this number orders are created by the services; above, rows are inserted. */
const MOST_BY_SERVICES = 2_000

const text = (byDefault: string) => ({ type: 'string', default: byDefault }) as const
const options = { orders: text('180'), photos: text('12'), seed: text('1') }

runCommand({ help: HELP, options }, async (values) => {
  const wanted = {
    orders: number('--orders', values.orders, 1, 5_000_000),
    photographed: number('--photos', values.photos, 0, 100),
    seed: number('--seed', values.seed, 1, 2 ** 31),
  }
  const config = loadConfig(process.env)
  const { adminEmail: email, adminPassword: password } = config
  const line = new ProgressLine()
  const outcome = await fill(config, {
    ...wanted,
    byRows: wanted.orders > MOST_BY_SERVICES,
    now: new Date(),
    owner: email && password ? { email, password } : null,
    progress: progressOn(line),
  }).finally(() => line.end())
  report(outcome, config.databaseUrl ? 'the PostgreSQL database' : config.dataDir, password)
  return 0
})

async function fill(config: Config, wanted: SampleParameters): Promise<Outcome> {
  const { dataDir, databaseUrl } = config
  const file = join(dataDir, 'hemline.db')
  if (wanted.byRows && databaseUrl === null && !existsSync(file)) return makeShop(file, wanted)
  const db = await openDatabase(config)
  try {
    const isNew = databaseUrl !== null && (await needsSetup(db))
    if (!wanted.byRows || !isNew) return await fillShop(db, wanted)
  } finally {
    await db.close()
  }
  return makeShopOnServer(databaseUrl, dataDir, wanted)
}

function number(name: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (text && Number.isInteger(value) && value >= least && value <= most) return value
  throw new ConfigError(`${name} must be a whole number from ${least} to ${most}, not "${text}".`)
}

/** Called for each batch; the line shows some of them. */
function progressOn(line: ProgressLine): SampleParameters['progress'] {
  const started = performance.now()
  return (what, done, of) =>
    line.show(() => {
      const rate = Math.round(done / ((performance.now() - started) / 1000))
      const speed = what === 'orders' ? `, ${say(rate)} a second` : ''
      return `${say(done)} of ${say(of)} ${what}${speed}`
    })
}

function report(outcome: Outcome, dataDir: string, configured: string | null): void {
  if (outcome.kind === 'kept') {
    console.log(kept(outcome))
    return
  }
  const { orders, seconds, owner } = outcome
  console.log(`Added ${say(orders)} orders to ${dataDir} in ${seconds.toFixed(1)} s.`)
  if (!owner) return
  const secret = configured ? 'the password of ADMIN_PASSWORD' : owner.password
  console.log(`Sign in as ${owner.email} with ${secret}${configured ? '' : ' (shown only now)'}.`)
}

function kept({ orders, own }: Extract<Outcome, { kind: 'kept' }>): string {
  return own
    ? 'This shop has data of its own, so nothing was added. For a sample shop, name an empty folder: DATA_DIR=./sample npm run sample'
    : `This sample shop has ${say(orders)} orders already, so nothing was added. For more: npm run sample -- --orders ${orders * 10}`
}
