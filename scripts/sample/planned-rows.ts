// All rows of a new shop in batches, with the ids that an empty database will assign. Nothing is read back, so this
// runs beside the thread that stores them.
import { customerEvents, customerRows } from './customer-rows.ts'
import { type ChainEnd, NewChain } from './new-chain.ts'
import { eventRows } from './order-events.ts'
import { coursesOf, headRows, itemRows, paymentRows } from './order-rows.ts'
import { customers, type SampleCustomer } from './people.ts'
import { Plan, type PlannedOrder, type PlanSize } from './plan.ts'
import type { PackedRows, Rows } from './rows.ts'

export interface NewShop {
  size: PlanSize
  currency: string
  employees: readonly number[]
  firstNumber: number
  /** Where the hash chain continues. */
  end: ChainEnd
}

export interface RowBatch {
  /** In the order in which they are to be stored. */
  rows: PackedRows[]
  orders: number
  /** The newest orders with their ids. */
  newest: { id: number; order: PlannedOrder }[]
}

/** With batches of a thousand orders the garbage collector took a third of the time. */
const BATCH = 250
/** Candidates for photos. */
const NEWEST = 200

export function* plannedRows(shop: NewShop): Generator<RowBatch> {
  const plan = new Plan(shop.size)
  const chain = new NewChain(shop.end)
  yield* customerBatches(plan, shop.size.seed, chain)
  yield* orderBatches(plan, shop, chain)
}

function* customerBatches(plan: Plan, seed: number, chain: NewChain): Generator<RowBatch> {
  let people: (SampleCustomer & { id: number; at: string })[] = []
  let id = 0
  for (const customer of customers(seed, plan.customers)) {
    people.push({ ...customer, id: id + 1, at: plan.customerSince(id) })
    id += 1
    if (people.length < BATCH && id < plan.customers) continue
    const since = people.map(({ at }) => at)
    const events = customerEvents(people)
    const rows = [customerRows(people, since), events, chain.next(events)]
    yield { rows: rows.map(packed), orders: 0, newest: [] }
    people = []
  }
}

function* orderBatches(plan: Plan, shop: NewShop, chain: NewChain): Generator<RowBatch> {
  const { size, currency, employees, firstNumber } = shop
  const customerId = (position: number) => position + 1
  let items = 0
  for (let from = 0; from < size.orders; from += BATCH) {
    const count = Math.min(BATCH, size.orders - from)
    const orders = Array.from({ length: count }, (_, at) => plan.order(from + at))
    const batch = { plan, orders, customerId, employees, currency }
    const ids = orders.map((_, at) => from + at + 1)
    const courses = coursesOf(batch)
    const first = firstNumber + from
    const itemsOf = itemRows(batch, ids)
    const itemIds = Array.from({ length: itemsOf.count }, (_, at) => items + at + 1).values()
    items += itemsOf.count
    const events = eventRows(batch, courses, { ids, itemIds, first })
    const rows = [
      headRows(batch, courses, first),
      itemsOf,
      paymentRows(batch, courses, ids),
      events,
      chain.next(events),
    ]
    const isLast = from + count >= size.orders
    const newest = isLast ? orders.map((order, at) => ({ id: ids[at] ?? 0, order })) : []
    yield { rows: rows.map(packed), orders: count, newest: newest.slice(-NEWEST) }
  }
}

const packed = ({ head, width, values }: Rows): PackedRows => ({ head, width, values })
