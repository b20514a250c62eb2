// Plan of a sample shop: who orders what when. Pure: the same seed, size and time give the same plan.
import type { Channel } from '../../src/schemas/orders/status.ts'
import { type Discounted, discountOn } from '../../src/services/orders/prices/arithmetic.ts'
import { Calendar, DAY, HOUR, OpenTime } from './calendar.ts'
import { withDiscounts } from './discounts.ts'
import type { SampleItem } from './garments.ts'
import { EMPLOYEES } from './names.ts'
import { type Job, job } from './occasions.ts'
import { Random } from './random.ts'
import { type Step, story } from './story.ts'

export interface PlanSize {
  orders: number
  seed: number
  now: Date
  timeZone: string
}

export interface PlannedOrder extends Omit<Job, 'days' | 'items'>, Discounted {
  items: (SampleItem & Discounted)[]
  /** Positions in the lists of people. */
  customer: number
  employee: number | null
  channel: Channel
  /** In seconds from today's midnight, and as stored. */
  placed: number
  placedAt: string
  /** A day, or a timestamp in UTC; and when it is overdue. */
  deadline: string | null
  dueAt: string | null
  /** Whole units of the currency: all items, and after the discount. */
  subtotal: number
  total: number
  steps: Step[]
}

/** Deadlines of orders in progress, in days from today. */
const PRESSING = [0, 1, -1, 0, 2, 1, -3, 0, 1, 3, 2, -2, 0, 4, 1, -6] as const
/** The newest orders are too recent for them. */
const YOUNGEST = 8

export class Plan {
  readonly calendar: Calendar
  readonly customers: number
  readonly #random: Random
  readonly #open: OpenTime

  constructor(private readonly size: PlanSize) {
    this.#random = new Random(size.seed)
    this.calendar = new Calendar(size.timeZone, size.now)
    this.customers = Math.min(Math.max(1, Math.round(size.orders / 3)), 50_000)
    this.#open = new OpenTime(this.calendar, daysOf(size.orders))
  }

  customerSince(customer: number): string {
    const order = Math.ceil((customer * this.size.orders) / this.customers)
    return this.calendar.moment(this.#placed(order))
  }

  /** The order at a position; ask for them in order, oldest first. */
  order(position: number): PlannedOrder {
    const random = this.#random
    const placed = this.#placed(position + random.next())
    const work = job(random)
    const pressing = this.#pressing(position, placed)
    const promise = this.#promise(pressing ?? Math.floor(placed / DAY) + work.days)
    const prices = withDiscounts(position, work.items)
    const total = prices.subtotal - discountOn(prices.subtotal, prices)
    const begun = { placed, due: promise.due, total, open: pressing !== undefined }
    const steps = story(random, this.calendar, begun)
    // Field by field: spreading objects of many shapes takes ten times as long.
    return {
      items: prices.items,
      notes: work.notes,
      internalNotes: work.internalNotes,
      subtotal: prices.subtotal,
      discountKind: prices.discountKind,
      discountValue: prices.discountValue,
      customer: this.#customer(position),
      employee: steps.length > 0 || random.chance(0.6) ? this.#employee() : null,
      channel: random.chance(0.93) ? 'counter' : 'api',
      placed,
      placedAt: this.calendar.moment(placed),
      deadline: promise.deadline,
      dueAt: promise.dueAt,
      total,
      steps,
    }
  }

  /** Orders become more frequent over time. */
  #placed(position: number): number {
    const share = Math.min(position / this.size.orders, 1)
    return this.#open.at(0.75 * share + 0.25 * (1 - (1 - share) ** 2))
  }

  #pressing(position: number, placed: number): number | undefined {
    const day = PRESSING[this.size.orders - 1 - position - YOUNGEST]
    return day !== undefined && day * DAY > placed ? day : undefined
  }

  /** Mostly a day; now and then a time for a fitting, or none. */
  #promise(wanted: number) {
    const day = this.calendar.isSunday(wanted) ? wanted - 1 : wanted
    const kind = this.#random.next()
    if (kind < 0.03) return { due: day * DAY + 18 * HOUR, deadline: null, dueAt: null }
    if (kind < 0.1) {
      const due = day * DAY + this.#random.int(10, 17) * HOUR
      const moment = this.calendar.moment(due)
      return { due, deadline: moment, dueAt: moment }
    }
    const dueAt = this.calendar.endOf(day)
    return { due: day * DAY + 17 * HOUR, deadline: this.calendar.day(day), dueAt }
  }

  /** A new customer as often as the plan needs one, otherwise an earlier one, mostly a recent one. */
  #customer(position: number): number {
    const known = this.#known(position)
    if (known > this.#known(position - 1)) return known - 1
    return known - 1 - Math.floor(this.#random.next() ** 1.3 * known)
  }

  #known(position: number): number {
    if (position < 0) return 0
    return Math.min(this.customers, 1 + Math.floor((position * this.customers) / this.size.orders))
  }

  #employee(): number {
    return Math.min(Math.floor(this.#random.next() ** 1.2 * EMPLOYEES.length), EMPLOYEES.length - 1)
  }
}

/** Five months for a small shop, five years for a hundred thousand orders. */
function daysOf(orders: number): number {
  return Math.min(Math.max(Math.round(150 * Math.sqrt(orders / 180)), 30), 1826)
}
