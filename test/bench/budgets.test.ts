// Bench budgets: the report compares measurements with the budgets of the design.
import t from 'tap'
import { budgetsOf } from '../../bench/budgets.ts'
import type { Figures } from '../../bench/compare.ts'
import type { ShopFigures } from '../../bench/measure-shop.ts'

const work = (name: string, more: Partial<Figures> = {}): Figures => ({
  name,
  connections: 32,
  requestsPerSecond: 1_000,
  p50: 1,
  p95: 2,
  p99: 3,
  bytes: 1_000,
  memoryMb: 100,
  cpuMicros: 300,
  ...more,
})

const BARE = { server: 'bare', requestsPerSecond: 1, cpuMicros: 1, promised: 0.7 }
const of = (share: number, cpuShare = share, p95 = 1) => ({
  baseline: { ...BARE, share, cpuShare, p95 },
})

const shop = (orders: number, works: Figures[]): ShopFigures => ({
  engine: 'sqlite',
  orders,
  start: { emptyMs: 700, fullMs: 1_200 },
  memory: { idleMb: 100, loadedMb: 140, peakMb: 190 },
  works,
})

const budgetFor = (shops: ShopFigures[], what: RegExp) =>
  budgetsOf(shops).find((budget) => what.test(budget.what))

t.test('of several workloads the slowest counts', (t) => {
  const shops = [
    shop(1_000, [work('list plain, JSON', of(0.9)), work('list open, JSON', of(0.6, 0.8))]),
  ]
  t.match(budgetFor(shops, /lists as JSON/), { promised: 70, measured: 60, byCpu: 80, met: false })
  t.match(budgetFor([shop(1_000, [work('list plain, JSON', of(0.9))])], /as JSON/), { met: true })
  t.end()
})

t.test(
  'of several shop sizes the largest counts, and growth is measured from the smallest',
  (t) => {
    const shops = [1, 2.5].map((p95, at) => shop(1_000 ** (at + 1), [work('dashboard', { p95 })]))
    t.match(budgetFor(shops, /dashboard: p95/), { measured: 2.5, met: true })
    t.match(budgetFor(shops, /smallest shop/), { measured: 2.5, promised: 2, met: false })
    t.notOk(budgetFor(shops.slice(1), /smallest shop/), 'one shop has not grown')
    t.end()
  },
)

t.test('the time of a list is shown beside the time of the baseline', (t) => {
  const works = [
    work('list open, page', { p95: 30, ...of(0.9, 0.9, 20) }),
    work('list plain, page', { p95: 25, ...of(0.9, 0.9, 21) }),
    work('dashboard', { p95: 40 }),
  ]
  t.match(budgetFor([shop(1_000, works)], /dashboard: p95/), {
    measured: 40,
    ofBare: 21,
    met: false,
  })
  t.equal(budgetFor([shop(1_000, [work('dashboard')])], /dashboard: p95/)?.ofBare, undefined)
  t.end()
})

t.test('a budget without a measurement is not reported as met', (t) => {
  const shops = [shop(1_000, [])]
  t.notOk(budgetFor(shops, /order by id/))
  t.notOk(budgetFor(shops, /CSV/))
  t.match(budgetFor(shops, /full database/), { promised: 1_000, measured: 1_200, met: false })
  t.match(budgetFor(shops, /empty database/), { measured: 700, met: true })
  t.end()
})
