// A large sample shop that is not there yet: made beside its place by two threads, and moved there when it is whole.
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Database } from '../../src/db/database.ts'
import { sql } from '../../src/db/sql.ts'
import { openSqlite } from '../../src/db/sqlite.ts'
import { findSettings } from '../../src/services/settings.ts'
import { hire } from './hiring.ts'
import type { ChainEnd } from './new-chain.ts'
import { NewFile } from './new-file.ts'
import { setUp } from './owner.ts'
import { Plan } from './plan.ts'
import type { NewShop, RowBatch } from './planned-rows.ts'
import { addPhotos } from './shop-photos.ts'
import type { Filled, Wanted } from './wanted.ts'

/** Makes `file`, which must not exist. Whoever ends this before its end leaves no shop, only `file`.sample. */
export async function makeShop(file: string, wanted: Wanted): Promise<Filled> {
  const building = `${file}.sample`
  remove(building)
  const started = performance.now()
  try {
    const { owner, shop } = await opened(building, (db) => begin(db, wanted))
    const newest = await store(building, shop, wanted)
    await opened(building, (db) => addPhotos({ db, wanted }, newest))
    flush(building)
    if (existsSync(file)) throw new Error(`${file} was made meanwhile`)
    renameSync(building, file)
    flush(dirname(file))
    const seconds = (performance.now() - started) / 1000
    return { kind: 'filled', orders: wanted.orders, owner, seconds }
  } finally {
    remove(building)
  }
}

const remove = (file: string) => {
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
}

async function opened<Result>(file: string, work: (db: Database) => Promise<Result>) {
  const db = await openSqlite({ file })
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

/** The shop, its owner and its employees, as the services make them. */
async function begin(db: Database, wanted: Wanted) {
  const { orders, seed, now } = wanted
  const owner = await setUp(db, wanted.owner)
  const { timeZone, currency } = await findSettings(db)
  const size = { orders, seed, now, timeZone }
  const employees = await db.write((tx) => hire(tx, new Plan(size)))
  const end = await db.get<ChainEnd>(sql`
    SELECT event_id AS id, hash FROM event_chain ORDER BY event_id DESC LIMIT 1`)
  const counter = await db.get<{ value: number }>(sql`
    SELECT value FROM counters WHERE name = 'order_number'`)
  if (!end || !counter) throw new Error('The shop has no history to go on from')
  const shop: NewShop = { size, currency, employees, firstNumber: counter.value + 1, end }
  return { owner, shop }
}

/** Stores the batches while the next ones are worked out. */
async function store(building: string, shop: NewShop, wanted: Wanted) {
  const file = new NewFile(building)
  const planner = new Worker(new URL('planning-thread.mjs', import.meta.url), {
    workerData: shop,
    // A batch is young when it is sent: collecting it again and again on the way took a quarter of the time.
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

/** How many batches are worked out before they are asked for. */
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
