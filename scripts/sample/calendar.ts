// Calendar of the sample plan. Times are seconds from today's midnight in the shop, so that planning is arithmetic;
// stored values are timestamps.
import { addDays, endOfDay, startOfDay, today } from '../../src/lib/time/shop-time.ts'

export const DAY = 86_400
export const HOUR = 3_600
const OPENS = 9 * HOUR
const CLOSES = 18 * HOUR + HOUR / 2

interface ShopDay {
  text: string
  /** Milliseconds since 1970. */
  start: number
  /** RFC 3339 in UTC. */
  end: string
  isSunday: boolean
}

export class Calendar {
  /** Seconds since today's midnight. */
  readonly now: number
  readonly #today: string
  readonly #days = new Map<number, ShopDay>()

  constructor(
    readonly timeZone: string,
    now: Date,
  ) {
    this.#today = today(timeZone, now)
    this.now = Math.floor((now.getTime() - this.#day(0).start) / 1000)
  }

  /** '2026-11-21' for a number of days from today. */
  day(offset: number): string {
    return this.#day(offset).text
  }

  /** RFC 3339 in UTC. */
  moment(seconds: number): string {
    const offset = Math.floor(seconds / DAY)
    const start = this.#day(offset).start
    return new Date(start + (seconds - offset * DAY) * 1000).toISOString()
  }

  /** The end of a day, when its deadlines are missed. */
  endOf(offset: number): string {
    return this.#day(offset).end
  }

  isSunday(offset: number): boolean {
    return this.#day(offset).isSunday
  }

  /** Moved into opening hours; closed on Sundays. */
  open(seconds: number): number {
    const offset = Math.floor(seconds / DAY)
    const share = (seconds - offset * DAY) / DAY
    const day = this.isSunday(offset) ? offset + 1 : offset
    return Math.floor(day * DAY + OPENS + share * (CLOSES - OPENS))
  }

  #day(offset: number): ShopDay {
    let day = this.#days.get(offset)
    if (!day) {
      const text = addDays(this.#today, offset)
      const start = Date.parse(startOfDay(text, this.timeZone))
      const isSunday = new Date(text).getUTCDay() === 0
      day = { text, start, end: endOfDay(text, this.timeZone), isSunday }
      this.#days.set(offset, day)
    }
    return day
  }
}

export class OpenTime {
  readonly #days: number[] = []
  readonly #total: number

  constructor(calendar: Calendar, days: number) {
    for (let offset = -days; offset < 0; offset++) {
      if (!calendar.isSunday(offset)) this.#days.push(offset)
    }
    const before = this.#days.length * (CLOSES - OPENS)
    const sinceOpening = Math.min(calendar.now, CLOSES) - OPENS
    const openToday = !calendar.isSunday(0) && sinceOpening > 0
    if (openToday) this.#days.push(0)
    this.#total = before + (openToday ? sinceOpening : 0)
  }

  at(share: number): number {
    const seconds = Math.min(Math.floor(share * this.#total), this.#total - 1)
    const day = this.#days[Math.floor(seconds / (CLOSES - OPENS))] ?? 0
    return day * DAY + OPENS + (seconds % (CLOSES - OPENS))
  }
}
