// Order reads: one by its id, and lists of fifty as JSON, as a page and as a fragment.
import { OPEN_FILTER } from '../../src/schemas/orders/status.ts'
import type { Facts } from '../request-data.ts'
import { get, type Headers } from '../requests.ts'
import { type ComparedRequest, cycle, type Workload, type WorkloadData } from '../workload.ts'

const FRAGMENT = { 'hx-request': 'true', 'hx-request-type': 'partial' }

/** Another cursor each time, so that no cached result applies. */
interface List {
  name: string
  bare: string
  /** Queries of the real server and of the baseline, pairwise. */
  queries: [hemline: string, bare: string][]
}

const cursorOf = (values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url')

const listsOf = (facts: Facts): List[] => [
  {
    name: 'plain',
    bare: 'newest',
    queries: facts.places.map(({ id, date }) => [
      `cursor=${cursorOf(['orders -createdAt', date, id])}`,
      `date=${date}&id=${id}`,
    ]),
  },
  {
    name: 'open',
    bare: 'open',
    queries: facts.openPlaces.map(({ id, due }) => [
      `status=${OPEN_FILTER.status}&sort=deadline&cursor=${cursorOf(['orders deadline', due, id])}`,
      `due=${due}&id=${id}`,
    ]),
  },
  {
    name: 'by status',
    bare: 'status',
    queries: ['completed', 'ready', 'in_progress', 'cancelled'].map((status) => [
      `status=${status}`,
      `status=${status}`,
    ]),
  },
]

export async function orderWorkloads(ground: WorkloadData): Promise<Workload[]> {
  const { facts, owner } = ground
  const works: Workload[] = [one(facts, owner.program, 32), one(facts, owner.program, 1)]
  for (const list of listsOf(facts)) {
    works.push(asJson(list, owner.program))
    works.push(...(await asPages(ground, list)))
  }
  works.push(searched('JSON', facts, '/api/orders', owner.program))
  works.push(searched('page', facts, '/admin/orders', owner.browser))
  works.push(searched('fragment', facts, '/admin/orders', { ...owner.browser, ...FRAGMENT }))
  return works
}

const one = ({ ids }: Facts, headers: Headers, connections: number): Workload => ({
  name: `order by id, JSON${connections === 1 ? ', 1 connection' : ''}`,
  connections,
  hemline: { next: cycle(ids.map((id) => get(`/api/orders/${id}`, headers))) },
  against: { server: 'bare', promised: 0.7, next: cycle(ids.map((id) => get(`/order/${id}`))) },
  questions: ids.map((id) => ({ hemline: `/api/orders/${id}`, bare: `/order/${id}` })),
})

const questionsOf = ({ bare, queries }: List): ComparedRequest[] =>
  queries.map(([ours, theirs]) => ({
    hemline: `/api/orders?${ours}`,
    bare: `/list/${bare}?${theirs}`,
  }))

const asJson = (list: List, headers: Headers): Workload => ({
  name: `list ${list.name}, JSON`,
  questions: questionsOf(list),
  hemline: { next: cycle(questionsOf(list).map(({ hemline }) => get(hemline, headers))) },
  against: {
    server: 'bare',
    promised: 0.7,
    next: cycle(questionsOf(list).map(({ bare }) => get(bare))),
  },
})

async function asPages({ owner, ask, keep }: WorkloadData, list: List): Promise<Workload[]> {
  const { name, bare, queries } = list
  const first = `/admin/orders?${queries[0]?.[0]}`
  const kinds = [
    { kind: 'page', promised: 0.5, headers: { ...owner.browser } },
    { kind: 'fragment', promised: 0.6, headers: { ...owner.browser, ...FRAGMENT } },
  ]
  const works: Workload[] = []
  for (const { kind, promised, headers } of kinds) {
    await keep(`${bare}-${kind}`, (await ask(first, headers)).body)
    const hemline = { next: cycle(queries.map(([q]) => get(`/admin/orders?${q}`, headers))) }
    const same = queries.map(([, query]) => get(`/page/${bare}-${kind}/${bare}?${query}`))
    works.push({
      name: `list ${name}, ${kind}`,
      hemline,
      questions: questionsOf(list),
      against: { server: 'bare', promised, next: cycle(same) },
    })
  }
  const compressed = { ...owner.browser, 'accept-encoding': 'gzip, deflate, br' }
  const asBrowsers = queries.map(([query]) => get(`/admin/orders?${query}`, compressed))
  works.push({ name: `list ${name}, page, compressed`, hemline: { next: cycle(asBrowsers) } })
  return works
}

const searched = (kind: string, { words }: Facts, path: string, headers: Headers): Workload => ({
  name: `list searched, ${kind}`,
  hemline: {
    next: cycle(words.map((word) => get(`${path}?search=${encodeURIComponent(word)}`, headers))),
  },
})
