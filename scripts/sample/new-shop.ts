// Large new sample shop: built by two threads beside its place, and renamed when complete.
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Database } from '../../src/db/database.ts'
import { releaseLog } from '../../src/db/files/log-owner.ts'
import { sql } from '../../src/db/sql.ts'
import { openSqlite } from '../../src/db/sqlite/engine.ts'
import { upgradeSearchColumns } from '../../src/services/shared/search/upgrade.ts'
import { findSettings } from '../../src/services/shop/settings/read.ts'
import { hire } from './hiring.ts'
import type { ChainEnd } from './new-chain.ts'
import { NewFile } from './new-file.ts'
import { setUp } from './owner.ts'
import type { Filled, SampleParameters } from './parameters.ts'
import { Plan } from './plan.ts'
import type { NewShop, RowBatch } from './planned-rows.ts'
import { addPhotos } from './shop-photos.ts'
import { moveGoods } from './stock-history.ts'
import { stockShop } from './stock-shop.ts'

/** Creates `file`, which must not exist. An interrupted run leaves only `file`.sample. */
export async function makeShop(file: string, wanted: SampleParameters): Promise<Filled> {
  const building = `${file}.sample`
  remove(building)
  const started = performance.now()
  try {
    const { owner, shop } = await opened(building, (db) => begin(db, wanted))
    const newest = await store(building, shop, wanted)
    await opened(building, async (db) => {
      await addPhotos({ db, wanted }, newest)
      await moveGoods(db, wanted)
      await upgradeSearchColumns(db)
    })
    flush(building)
    if (existsSync(file)) throw new Error(`${file} was made meanwhile`)
    renameSync(building, file)
    releaseLog(building)
    flush(dirname(file))
    const seconds = (performance.now() - started) / 1000
    return { kind: 'filled', orders: wanted.orders, owner, seconds }
  } finally {
    remove(building)
  }
}

const remove = (file: string) => {
  for (const end of ['', '-wal', '-shm', '-owner']) rmSync(`${file}${end}`, { force: true })
}

async function opened<Result>(file: string, work: (db: Database) => Promise<Result>) {
  const db = await openSqlite({ file })
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

/** Shop, owner and employees, created by the services. */
async function begin(db: Database, wanted: SampleParameters) {
  const { orders, seed, now } = wanted
  const owner = await setUp(db, wanted.owner)
  const { timeZone, currency } = await findSettings(db)
  const size = { orders, seed, now, timeZone }
  const plan = new Plan(size)
  const employees = await db.write((tx) => hire(tx, plan))
  await stockShop(db, wanted, plan.customerSince(0))
  const end = await db.get<ChainEnd>(sql`
    SELECT event_id AS id, hash FROM event_chain ORDER BY event_id DESC LIMIT 1`)
  const counter = await db.get<{ value: number }>(sql`
    SELECT value FROM counters WHERE name = 'order_number'`)
  if (!end || !counter) throw new Error('The shop has no history to go on from')
  const shop: NewShop = { size, currency, employees, firstNumber: counter.value + 1, end }
  return { owner, shop }
}

/** Stores batches while the next ones are computed. */
async function store(building: string, shop: NewShop, wanted: SampleParameters) {
  const file = new NewFile(building)
  const planner = new Worker(new URL('planning-thread.mjs', import.meta.url), {
    workerData: shop,
    // Batches live briefly: repeated collections of the young generation took a quarter of the time.
    resourceLimits: { maxYoungGenerationSizeMb: 64 },
  })
  try {
    let stored = 0
    let newest: RowBatch['newest'] = []
    for await (const batch of batchesOf(planner)) {
      for (const rows of batch.rows) file.insert(rows)
      newest = batch.newest
      stored += batch.orders
      wanted.progress('orders', stored, wanted.orders)
    }
    file.finish(stored)
    return newest
  } finally {
    await planner.terminate()
    file.close()
  }
}

/** Number of batches computed in advance. */
const AHEAD = 3

async function* batchesOf(planner: Worker): AsyncGenerator<RowBatch> {
  const answers: ((batch: RowBatch | null) => void)[] = []
  const failures: ((error: Error) => void)[] = []
  planner.on('message', (batch) => answers.shift()?.(batch))
  planner.on('error', (error) => {
    for (const fail of failures) fail(error)
  })
  const ask = () =>
    new Promise<RowBatch | null>((resolve, reject) => {
      answers.push(resolve)
      failures.push(reject)
      planner.postMessage('next')
    })
  const asked = Array.from({ length: AHEAD }, ask)
  for (;;) {
    const batch = await asked.shift()
    if (!batch) return
    asked.push(ask())
    yield batch
  }
}

function flush(path: string): void {
  const opened = openSync(path, 'r')
  try {
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
}
