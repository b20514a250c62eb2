// Budgets of the design compared with measurements. What was not measured is left out, and never counts as met.
import type { Figures } from './compare.ts'
import type { ShopFigures } from './measure-shop.ts'

export interface Budget {
  what: string
  bound: 'at least' | 'at most'
  promised: number
  measured: number
  /** The same ratio by processor time, which a busy machine hardly changes. */
  byCpu?: number
  /** Processor time of *bare* for the same workloads. */
  ofBare?: number
  unit: '%' | 'ms' | 'MB' | 'KB' | 'times' | 'commits'
  met: boolean
}

type Rule = (shops: readonly ShopFigures[]) => Omit<Budget, 'met'> | undefined

const LISTS = /^(list|dashboard|customer search|workload)/

/** The worst workload of the largest shop that has this figure. */
function worst(
  what: string,
  works: RegExp,
  budget: Pick<Budget, 'bound' | 'promised' | 'unit'>,
  figure: (work: Figures, smallest: ShopFigures) => number | undefined,
): Rule {
  return (shops) => {
    const [smallest, largest] = [shops[0], shops.at(-1)]
    const figures = largest?.works
      .filter(({ name }) => works.test(name))
      .map((work) => figure(work, smallest as ShopFigures))
      .filter((value) => value !== undefined)
    if (!figures?.length) return undefined
    const worstOf = budget.bound === 'at least' ? Math.min : Math.max
    return { what, ...budget, measured: worstOf(...figures) }
  }
}

function share(what: string, works: RegExp, promised: number): Rule {
  const of = (figure: 'share' | 'cpuShare') =>
    worst(what, works, { bound: 'at least', promised, unit: '%' }, ({ baseline }) =>
      baseline ? baseline[figure] * 100 : undefined,
    )
  return (shops) => {
    const budget = of('share')(shops)
    return budget && { ...budget, byCpu: of('cpuShare')(shops)?.measured ?? Number.NaN }
  }
}

const most = (
  what: string,
  works: RegExp,
  promised: number,
  unit: Budget['unit'],
  figure: Parameters<typeof worst>[3],
) => worst(what, works, { bound: 'at most', promised, unit }, figure)

/** Figures of the largest shop as a whole. */
const ofShop =
  (
    what: string,
    promised: number,
    unit: Budget['unit'],
    figure: (shop: ShopFigures) => number | undefined,
  ): Rule =>
  (shops) => {
    const measured = shops.at(-1) && figure(shops.at(-1) as ShopFigures)
    return measured === undefined ? undefined : { what, bound: 'at most', promised, measured, unit }
  }

const p95Growth = ({ name, p95 }: Figures, smallest: ShopFigures) => {
  const before = smallest.works.find((work) => work.name === name)?.p95
  return before === undefined ? undefined : p95 / before
}

const p95OfLists: Rule = (shops) => {
  const of = (figure: Parameters<typeof worst>[3]) =>
    most('lists, search, dashboard: p95', LISTS, 10, 'ms', figure)(shops)
  const budget = of(({ p95 }) => p95)
  return budget && { ...budget, ofBare: of(({ baseline }) => bareP95(baseline))?.measured }
}

const bareP95 = (baseline: Figures['baseline']) =>
  baseline?.server === 'bare' ? baseline.p95 : undefined

const RULES: Rule[] = [
  share('order by id, of bare', /^order by id, JSON$/, 70),
  share('lists as JSON, of bare', /^list .*, JSON$/, 70),
  share('lists as a page, of bare', /^list .*, page$/, 50),
  share('lists as a fragment, of bare', /^list .*, fragment$/, 60),
  share('unchanged list, of hello', /^unchanged list/, 40),
  share('order creation by 32, of bare', /^order creation, 32/, 60),
  share('order with stock by 32, of bare', /^order with stock, 32/, 60),
  share('products as JSON, of bare', /^product .*, JSON$/, 60),
  most(
    'commits for each order, 32 writers',
    /32 writers/,
    0.2,
    'commits',
    ({ commits }) => commits,
  ),
  p95OfLists,
  most('... of that in the smallest shop', LISTS, 2, 'times', p95Growth),
  most('one connection, JSON: p50', /JSON, 1 conn/, 0.5, 'ms', ({ p50 }) => p50),
  most('one connection, a page: p50', /page, 1 conn/, 1, 'ms', ({ p50 }) => p50),
  most('HTML of a warm visit', /page, compressed$/, 14, 'KB', ({ bytes }) => bytes / 1024),
  ofShop('start, empty database', 1_000, 'ms', ({ start }) => start.emptyMs),
  ofShop('start, full database', 1_000, 'ms', ({ start }) => start.fullMs),
  ofShop('memory after all reading', 150, 'MB', ({ memory }) => memory.loadedMb),
  ofShop('memory at most, with photos', 150, 'MB', ({ memory }) => memory.peakMb),
  ofShop('small request beside an import: p99', 50, 'ms', (shop) => shop.import?.p99),
  ofShop('longest turn of an import', 20, 'ms', (shop) => shop.import?.longestTurnMs),
  ofShop('memory while all orders go out as CSV', 150, 'MB', (shop) => shop.export?.mostMb),
]

/** @param shops of one engine, smallest first */
export function budgetsOf(shops: readonly ShopFigures[]): Budget[] {
  const several = shops.length > 1
  return RULES.map((rule) => rule(shops))
    .filter((budget) => budget !== undefined)
    .filter(({ unit }) => unit !== 'times' || several)
    .map((budget) => ({ ...budget, met: isMet(budget) }))
}

const isMet = ({ bound, promised, measured }: Omit<Budget, 'met'>) =>
  bound === 'at least' ? measured >= promised : measured <= promised
