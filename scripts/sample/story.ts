// History of a sample order: status changes and payments, by the probabilities of its age and deadline.
import type { OrderStatus, PaymentKind } from '../../src/schemas/orders/status.ts'
import type { PaymentMethod } from '../../src/schemas/shop/payment-methods.ts'
import { type Calendar, DAY, HOUR } from './calendar.ts'
import type { Random } from './random.ts'

export type Step =
  | { at: number; status: OrderStatus }
  /** `amount` in whole units of the currency. */
  | { at: number; payment: PaymentKind; amount: number; method: PaymentMethod }

export interface Beginning {
  /** Placed and due, in seconds from today's midnight. */
  placed: number
  due: number
  /** Whole units of the currency. */
  total: number
  /** Still open, whatever its deadline. */
  open: boolean
}

const chances = (list: Partial<Record<OrderStatus, number>>) =>
  Object.entries(list).map(([status, weight]) => ({ status: status as OrderStatus, weight }))

/** By days left until the deadline: the first matching line counts. */
const OUTCOMES = [
  { before: -60, chances: chances({ completed: 94, cancelled: 6 }) },
  { before: -14, chances: chances({ completed: 93, cancelled: 6, ready: 1 }) },
  { before: 0, chances: chances({ completed: 87, cancelled: 5, ready: 5, in_progress: 3 }) },
  { before: 3, chances: chances({ ready: 50, in_progress: 35, completed: 10, pending: 5 }) },
  { before: 11, chances: chances({ in_progress: 50, pending: 32, ready: 14, cancelled: 4 }) },
  { before: Infinity, chances: chances({ pending: 62, in_progress: 34, cancelled: 4 }) },
]
const FRESH = chances({ pending: 85, in_progress: 15 })
const BUSY = chances({ in_progress: 50, ready: 32, pending: 18 })

export function story(random: Random, calendar: Calendar, order: Beginning): Step[] {
  const status = outcome(random, calendar, order)
  const moves = movesTo(random, calendar, order, status)
  const payments = paymentsFor(random, calendar, order, moves)
  return [...moves, ...payments].sort((a, b) => a.at - b.at)
}

function outcome(
  random: Random,
  calendar: Calendar,
  { placed, due, open }: Beginning,
): OrderStatus {
  if (open) return random.weighted(BUSY).status
  const left = Math.floor(due / DAY)
  if (calendar.now - placed < DAY && left > 0) return random.weighted(FRESH).status
  const outcome = OUTCOMES.find(({ before }) => left < before)
  return random.weighted(outcome?.chances ?? FRESH).status
}

const WAYS: Record<OrderStatus, readonly OrderStatus[]> = {
  pending: [],
  in_progress: ['in_progress'],
  ready: ['in_progress', 'ready'],
  completed: ['in_progress', 'ready', 'completed'],
  cancelled: ['cancelled'],
}

type Move = Extract<Step, { status: OrderStatus }>

function movesTo(
  random: Random,
  calendar: Calendar,
  order: Beginning,
  status: OrderStatus,
): Move[] {
  const length = order.due - order.placed
  const ready = order.placed + length * (0.6 + random.next() * 0.38)
  const moments: Partial<Record<OrderStatus, number>> = {
    in_progress: order.placed + length * (0.05 + random.next() * 0.35),
    ready,
    completed: ready + random.int(2, 60) * HOUR,
    cancelled: order.placed + length * random.next() * 0.6,
  }
  let last = order.placed
  return WAYS[status].map((next) => {
    last = between(random, last, calendar.open(moments[next] ?? last), calendar.now)
    return { at: last, status: next }
  })
}

/** The wanted time, moved between the previous step and now. */
function between(random: Random, after: number, wanted: number, now: number): number {
  if (wanted > after + 600 && wanted < now) return wanted
  if (wanted <= after + 600 && after + HOUR < now) return after + random.int(900, HOUR)
  return Math.floor(after + (now - after) * (0.2 + random.next() * 0.6))
}

const METHODS: readonly { method: PaymentMethod; weight: number }[] = [
  { method: 'card', weight: 46 },
  { method: 'cash', weight: 30 },
  { method: 'transfer', weight: 19 },
  { method: 'mobile_money', weight: 5 },
]

/** A deposit for larger orders, the rest on collection; cancelled orders are refunded. */
function paymentsFor(
  random: Random,
  calendar: Calendar,
  order: Beginning,
  moves: readonly Move[],
): Step[] {
  const pay = (at: number, payment: PaymentKind, amount: number): Step => {
    const moment = Math.min(Math.max(at, order.placed), calendar.now)
    return { at: moment, payment, amount, method: random.weighted(METHODS).method }
  }
  const deposit = depositOf(random, order.total)
  const steps = deposit > 0 ? [pay(order.placed + random.int(30, 180), 'deposit', deposit)] : []
  const { at, status } = moves.at(-1) ?? { at: order.placed, status: 'pending' }
  const rest = order.total - deposit
  const paysNow = { completed: 0.96, ready: 0.12, in_progress: 0, pending: 0, cancelled: 0 }
  if (rest > 0 && random.chance(paysNow[status])) steps.push(pay(at + 45, 'payment', rest))
  if (status === 'cancelled' && deposit > 0 && random.chance(0.85)) {
    steps.push(pay(at + 300, 'refund', deposit))
  }
  return steps
}

/** Small orders are paid at once or not at all; others have a third to a half, in multiples of five. */
function depositOf(random: Random, total: number): number {
  if (total < 40) return random.chance(0.35) ? total : 0
  if (random.chance(0.2)) return 0
  return Math.max(5, Math.round((total * random.pick([0.3, 0.4, 0.5])) / 5) * 5)
}
