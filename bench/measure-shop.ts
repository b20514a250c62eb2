// All measurements of one shop.
import { openDatabase } from '../src/db/open.ts'
import { compare, type Figures, rounded, type Stage } from './compare.ts'
import { type Export, measureExport } from './export.ts'
import { type Import, measureImport } from './import.ts'
import type { Options } from './options.ts'
import { startBaseline, startHemline } from './processes.ts'
import { factsOf } from './request-data.ts'
import { get, type Headers } from './requests.ts'
import { requireSameAnswers, requireSameEntry } from './same-answers.ts'
import { openShop, type Shop } from './shops.ts'
import { signIn } from './sign-in.ts'
import { measureStart } from './start-time.ts'
import { type FanOut, measureStreams } from './streams.ts'
import { watchMemory } from './watch-memory.ts'
import { measureWorkers, type WorkerScaling } from './worker-scaling.ts'
import { cycle, type Workload, type WorkloadData } from './workload.ts'
import { entryWorkloads, newOrder, newStockOrder } from './workloads/entries.ts'
import { orderWorkloads } from './workloads/orders.ts'
import { pageWorkloads } from './workloads/pages.ts'
import { productWorkloads } from './workloads/products.ts'

export interface ShopFigures {
  engine: Shop['engine']
  orders: number
  /** From process start to the first response, in milliseconds. */
  start: { emptyMs?: number; fullMs: number }
  /** Memory of the server in megabytes: idle, after all reads, and at its peak. */
  memory: { idleMb: number; loadedMb: number; peakMb: number }
  works: Figures[]
  fanOut?: FanOut
  export?: Export
  import?: Import
  several?: WorkerScaling
}

type Report = (figures: Figures) => void

/** @param server where the shop is; `null`: a SQLite file */
export async function measureShop(
  orders: number,
  server: string | null,
  options: Options,
  report: Report,
): Promise<ShopFigures> {
  const emptyMs = server === null ? await measureStart() : undefined
  const shop = await openShop(orders, server)
  try {
    const { start, ...figures } = await measureOpen(shop, options, report)
    return { ...figures, start: { ...(emptyMs !== undefined && { emptyMs }), ...start } }
  } finally {
    await shop.remove()
  }
}

async function measureOpen(shop: Shop, options: Options, report: Report): Promise<ShopFigures> {
  const hemline = await startHemline(shop)
  const hello = await startBaseline('hello', shop.dataDir)
  const bare = shop.engine === 'sqlite' ? await startBaseline('bare', shop.dataDir) : undefined
  try {
    const stage = { shop, hemline, hello, ...(bare && { bare }) }
    return await measureStage(stage, await readFacts(shop), options, report)
  } finally {
    await Promise.all([hemline.stop(), hello.stop(), bare?.stop()])
  }
}

async function readFacts(shop: Shop) {
  const db = await openDatabase(shop)
  try {
    return await factsOf(db)
  } finally {
    await db.close()
  }
}

async function measureStage(
  stage: Stage,
  facts: WorkloadData['facts'],
  options: Options,
  report: Report,
): Promise<ShopFigures> {
  const { shop, hemline, bare } = stage
  const idleMb = Math.round(hemline.memoryMb())
  const most = watchMemory(hemline)
  const owner = await signIn(hemline.port)
  const customer = facts.customers[0] ?? 1
  const ground: WorkloadData = { facts, owner, ...askers(stage) }
  const place = bare && { hemline, bare, dataDir: shop.dataDir }
  // Before ETags are requested: a new order changes the lists.
  for (const order of [newOrder(customer), newStockOrder(customer, facts)]) {
    if (place) await requireSameEntry(place, owner, order)
  }
  const reads = [
    ...baselines(),
    ...(await orderWorkloads(ground)),
    ...(await pageWorkloads(ground)),
    ...productWorkloads(ground),
  ]
  if (place) await requireSameAnswers(place, owner, reads)
  const wanted = ({ name }: { name: string }) =>
    options.only.length === 0 || options.only.some((word) => name.includes(word))
  const works: Figures[] = []
  const run = async (work: Workload) => {
    const found = await compare(stage, work, options)
    works.push(found)
    report(found)
  }
  for (const work of reads.filter(wanted)) await run(work)
  const loadedMb = Math.round(hemline.memoryMb())
  const exported = wanted({ name: 'export' }) ? await measureExport(hemline, owner) : undefined
  const entries = await entryWorkloads(ground)
  for (const work of entries.filter(wanted)) await run(work)
  const peakMb = Math.round(most())
  const streams = wanted({ name: 'streams' })
    ? await measureStreams(hemline.port, owner, customer)
    : undefined
  const imported = wanted({ name: 'import' }) ? await measureImport(shop) : undefined
  const parallel = wanted({ name: 'several' })
    ? await measureWorkers(stage, [...reads, ...entries], options)
    : undefined
  return {
    engine: shop.engine,
    orders: facts.orders,
    start: { fullMs: rounded(hemline.startMs, 0) },
    memory: { idleMb, loadedMb, peakMb },
    works,
    ...(streams && { fanOut: streams }),
    ...(exported && { export: exported }),
    ...(imported && { import: imported }),
    ...(parallel && { several: parallel }),
  }
}

/** Overhead over Fastify alone. */
const baselines = (): Workload[] => [
  {
    name: 'health check',
    hemline: { next: cycle([get('/healthz')]) },
    against: { server: 'hello', promised: 0, next: cycle([get('/')]) },
  },
]

function askers({ hemline, bare }: Stage): Pick<WorkloadData, 'ask' | 'keep'> {
  return {
    ask: async (path: string, headers: Headers) => {
      const answer = await fetch(`http://127.0.0.1:${hemline.port}${path}`, {
        headers: { ...headers, 'accept-encoding': 'identity' },
      })
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
      return { body: await answer.text(), etag: answer.headers.get('etag') }
    },
    keep: async (name: string, page: string) => {
      if (!bare) return
      await fetch(`http://127.0.0.1:${bare.port}/keep/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'text/html' },
        body: page,
      })
    },
  }
}
