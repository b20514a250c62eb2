// Everything that is measured on one shop.
import { openDatabase } from '../src/db/open.ts'
import { compare, type Figures, rounded, type Stage } from './compare.ts'
import { type Export, exportAll } from './export.ts'
import { factsOf } from './facts.ts'
import type { Options } from './options.ts'
import { signIn } from './people.ts'
import { startBaseline, startHemline } from './processes.ts'
import { get, type Headers } from './requests.ts'
import { requireSameAnswers, requireSameEntry } from './same-answers.ts'
import { type Several, several } from './several.ts'
import { openShop, type Shop } from './shops.ts'
import { startOfEmpty } from './starts.ts'
import { type FanOut, fanOut } from './streams.ts'
import { watchMemory } from './watch-memory.ts'
import { type Ground, inTurn, type Work } from './work.ts'
import { entryWorks } from './works/entries.ts'
import { orderWorks } from './works/orders.ts'
import { pageWorks } from './works/pages.ts'

export interface ShopFigures {
  engine: Shop['engine']
  orders: number
  /** From the start of the process to the first answer, in milliseconds. */
  start: { emptyMs?: number; fullMs: number }
  /** Of the server, in megabytes: before anything was asked, after all reading, and the most it held at work. */
  memory: { idleMb: number; loadedMb: number; peakMb: number }
  works: Figures[]
  fanOut?: FanOut
  export?: Export
  several?: Several
}

type Report = (figures: Figures) => void

/** @param server where the shop is; null: a SQLite file */
export async function measureShop(
  orders: number,
  server: string | null,
  options: Options,
  report: Report,
): Promise<ShopFigures> {
  const emptyMs = server === null ? await startOfEmpty() : undefined
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
  facts: Ground['facts'],
  options: Options,
  report: Report,
): Promise<ShopFigures> {
  const { shop, hemline, bare } = stage
  const idleMb = Math.round(hemline.memoryMb())
  const most = watchMemory(hemline)
  const owner = await signIn(hemline.port)
  const customer = facts.customers[0] ?? 1
  const ground: Ground = { facts, owner, ...askers(stage) }
  const place = bare && { hemline, bare, dataDir: shop.dataDir }
  // Before tags are asked for: a new order makes another list.
  if (place) await requireSameEntry(place, owner, customer)
  const reads = [...baselines(), ...(await orderWorks(ground)), ...(await pageWorks(ground))]
  if (place) await requireSameAnswers(place, owner, reads)
  const wanted = ({ name }: { name: string }) =>
    options.only.length === 0 || options.only.some((word) => name.includes(word))
  const works: Figures[] = []
  const run = async (work: Work) => {
    const found = await compare(stage, work, options)
    works.push(found)
    report(found)
  }
  for (const work of reads.filter(wanted)) await run(work)
  const loadedMb = Math.round(hemline.memoryMb())
  const exported = wanted({ name: 'export' }) ? await exportAll(hemline, owner) : undefined
  const entries = await entryWorks(ground)
  for (const work of entries.filter(wanted)) await run(work)
  const peakMb = Math.round(most())
  const streams = wanted({ name: 'streams' })
    ? await fanOut(hemline.port, owner, customer)
    : undefined
  const parallel = wanted({ name: 'several' })
    ? await several(stage, [...reads, ...entries], options)
    : undefined
  return {
    engine: shop.engine,
    orders: facts.orders,
    start: { fullMs: rounded(hemline.startMs, 0) },
    memory: { idleMb, loadedMb, peakMb },
    works,
    ...(streams && { fanOut: streams }),
    ...(exported && { export: exported }),
    ...(parallel && { several: parallel }),
  }
}

/** How far the server is from Fastify alone, before anything is done. */
const baselines = (): Work[] => [
  {
    name: 'health check',
    hemline: { next: inTurn([get('/healthz')]) },
    against: { server: 'hello', promised: 0, next: inTurn([get('/')]) },
  },
]

function askers({ hemline, bare }: Stage): Pick<Ground, 'ask' | 'keep'> {
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
