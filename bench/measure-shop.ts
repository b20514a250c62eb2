// Everything that is measured on one shop.
import { compare, type Figures, rounded, type Stage } from './compare.ts'
import { type Export, exportAll } from './export.ts'
import { factsOf } from './facts.ts'
import type { Options } from './options.ts'
import { signIn } from './people.ts'
import { startBaseline, startHemline } from './processes.ts'
import { get, type Headers } from './requests.ts'
import { openShop } from './shops.ts'
import { type FanOut, fanOut } from './streams.ts'
import { type Ground, inTurn, type Work } from './work.ts'
import { entryWorks } from './works/entries.ts'
import { orderWorks } from './works/orders.ts'
import { pageWorks } from './works/pages.ts'

export interface ShopFigures {
  orders: number
  startMs: number
  works: Figures[]
  fanOut?: FanOut
  export?: Export
  /** The most memory after any work, in megabytes. */
  memoryMb: number
}

type Report = (figures: Figures) => void

export async function measureShop(
  orders: number,
  options: Options,
  report: Report,
): Promise<ShopFigures> {
  const { dataDir, remove } = await openShop(orders)
  const facts = factsOf(dataDir)
  const hemline = await startHemline(dataDir)
  const hello = await startBaseline('hello', dataDir)
  const bare = await startBaseline('bare', dataDir)
  const stage = { hemline, hello, bare, dataDir }
  try {
    return await measureStage(stage, facts.orders, options, report)
  } finally {
    await Promise.all([hemline.stop(), hello.stop(), bare.stop()])
    remove()
  }
}

async function measureStage(stage: Stage, orders: number, options: Options, report: Report) {
  const { hemline, dataDir } = stage
  const owner = await signIn(hemline.port)
  const ground: Ground = { facts: factsOf(dataDir), owner, ...askers(stage) }
  const wanted = ({ name }: { name: string }) =>
    options.only.length === 0 || options.only.some((word) => name.includes(word))
  const works = [...baselines(), ...(await orderWorks(ground)), ...(await pageWorks(ground))]
  const figures: Figures[] = []
  const run = async (work: Work) => {
    const found = await compare(stage, work, options)
    figures.push(found)
    report(found)
  }
  for (const work of works.filter(wanted)) await run(work)
  const exported = wanted({ name: 'export' }) ? await exportAll(hemline, owner) : undefined
  for (const work of (await entryWorks(ground)).filter(wanted)) await run(work)
  const streams = wanted({ name: 'streams' })
    ? await fanOut(hemline.port, owner, ground.facts.customers[0] ?? 1)
    : undefined
  return {
    orders,
    startMs: rounded(hemline.startMs, 0),
    works: figures,
    ...(streams && { fanOut: streams }),
    ...(exported && { export: exported }),
    memoryMb: Math.max(0, ...figures.map(({ memoryMb }) => memoryMb)),
  }
}

/** How *bare* stands to *hello* on this machine. */
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
      await fetch(`http://127.0.0.1:${bare.port}/keep/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'text/html' },
        body: page,
      })
    },
  }
}
