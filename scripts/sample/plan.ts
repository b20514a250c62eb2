// The plan of a sample shop: who orders what when. Pure: the same seed, size and moment give the same plan.
import type { Channel } from '../../src/schemas/order-status.ts'
import { type Discounted, discountOn } from '../../src/services/prices.ts'
import { Calendar, DAY, HOUR, OpenTime } from './calendar.ts'
import { agreed } from './discounts.ts'
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
  /** In seconds from today's midnight, and as it is stored. */
  placed: number
  placedAt: string
  /** A day, or a moment in UTC; and when it is late. */
  deadline: string | null
  dueAt: string | null
  /** Whole units of the currency: all items, and what is left after the discount. */
  subtotal: number
  total: number
  steps: Step[]
}

/** Deadlines of what the workroom is busy with, in days from today. */
const PRESSING = [0, 1, -1, 0, 2, 1, -3, 0, 1, 3, 2, -2, 0, 4, 1, -6] as const
/** The newest orders are too young for them. */
const YOUNGEST = 8

export class Plan {
  readonly calendar: Calendar
  /** How many people a shop of this size knows. */
  readonly customers: number
  readonly #random: Random
  readonly #open: OpenTime

  constructor(private readonly size: PlanSize) {
    this.#random = new Random(size.seed)
    this.calendar = new Calendar(size.timeZone, size.now)
    this.customers = Math.min(Math.max(1, Math.round(size.orders / 3)), 50_000)
    this.#open = new OpenTime(this.calendar, daysOf(size.orders))
  }

  /** When a customer came for the first time. */
  customerSince(customer: number): string {
    const order = Math.ceil((customer * this.size.orders) / this.customers)
    return this.calendar.moment(this.#placed(order))
  }

  /** The order at a position; ask for one after the other, oldest first. */
  order(position: number): PlannedOrder {
    const random = this.#random
    const placed = this.#placed(position + random.next())
    const work = job(random)
    const pressing = this.#pressing(position, placed)
    const promise = this.#promise(pressing ?? Math.floor(placed / DAY) + work.days)
    const prices = agreed(position, work.items)
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

  /** Business grows: the last orders come faster than the first. */
  #placed(position: number): number {
    const share = Math.min(position / this.size.orders, 1)
    return this.#open.at(0.75 * share + 0.25 * (1 - (1 - share) ** 2))
  }

  #pressing(position: number, placed: number): number | undefined {
    const day = PRESSING[this.size.orders - 1 - position - YOUNGEST]
    return day !== undefined && day * DAY > placed ? day : undefined
  }

  /** Mostly a day; now and then an hour for a fitting, or nothing. */
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

  /** Somebody new as often as the plan needs it, otherwise one of those who came before, mostly lately. */
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

/** Five months for a small shop; a hundred thousand orders are the work of five years. */
function daysOf(orders: number): number {
  return Math.min(Math.max(Math.round(150 * Math.sqrt(orders / 180)), 30), 1826)
}
