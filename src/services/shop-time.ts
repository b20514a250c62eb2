// Days are counted in the shop's time zone; moments are kept in UTC.
import { Temporal } from 'temporal-polyfill'
import { invalid } from './refusal.ts'
import { remembering } from './remembering.ts'

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text)

/** The day that a moment falls on in the time zone: '2026-11-21'. */
export function dayOf(moment: string, timeZone: string): string {
  let days = daysIn.get(timeZone)
  if (!days) {
    // Sweden writes dates the ISO way.
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
    days = remembering((known: string) => format.format(new Date(known)))
    daysIn.set(timeZone, days)
  }
  return days(moment)
}

const daysIn = new Map<string, (moment: string) => string>()

/** Asked for by every row of a list, so the day is looked up once and holds until it ends. */
export function today(timeZone: string, now = new Date()): string {
  const at = now.getTime()
  const known = todays.get(timeZone)
  if (known && at >= known.from && at <= known.until) return known.day
  const day = dayOf(now.toISOString(), timeZone)
  const from = Date.parse(startOfDay(day, timeZone))
  todays.set(timeZone, { day, from, until: Date.parse(endOfDay(day, timeZone)) })
  return day
}

const todays = new Map<string, { day: string; from: number; until: number }>()

/** The day some days later: addDays('2026-11-30', 1) is '2026-12-01'. */
export const addDays = (day: string, days: number): string => later(`${day} ${days}`)

const later = remembering((days: string) => {
  const [day = '', count] = days.split(' ')
  return Temporal.PlainDate.from(day)
    .add({ days: Number(count) })
    .toString()
})

/** Whole days from one day to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string) =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

/** The first moment of a day, in UTC. */
export const startOfDay = (day: string, timeZone: string): string => starts(`${timeZone} ${day}`)

const starts = remembering((place: string) => {
  const [timeZone = '', day = ''] = place.split(' ')
  return utc(Temporal.PlainDate.from(day).toZonedDateTime(timeZone))
})

/** The last millisecond of a day, in UTC: right also on the days when the clocks change. */
export const endOfDay = (day: string, timeZone: string): string => ends(`${timeZone} ${day}`)

const ends = remembering((place: string) => {
  const [timeZone = '', day = ''] = place.split(' ')
  const next = Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(timeZone)
  return utc(next.subtract({ milliseconds: 1 }))
})

/** Kept to years of four digits: only those sort as text. */
const utc = (time: Temporal.ZonedDateTime | Temporal.Instant) =>
  new Date(Math.min(Math.max(time.epochMilliseconds, EARLIEST), LATEST)).toISOString()

const EARLIEST = Date.parse('0000-01-01T00:00:00.000Z')
const LATEST = Date.parse('9999-12-31T23:59:59.999Z')

/** The moment after which a deadline is missed: the end of a day, or the moment itself. */
export function dueAt(deadline: string, timeZone: string): string {
  return isDay(deadline) ? endOfDay(deadline, timeZone) : new Date(deadline).toISOString()
}

/**
 * A deadline as it is stored: a day stays a day, a moment becomes UTC, a blank becomes null.
 * @throws Refusal `invalid_input` for what is neither
 */
export function parseDeadline(text: string | null | undefined): string | null {
  if (!text) return null
  try {
    const deadline = isDay(text)
      ? Temporal.PlainDate.from(text, { overflow: 'reject' }).toString()
      : utc(Temporal.Instant.from(text))
    if (/^(19|2\d)/.test(deadline)) return deadline
    throw new RangeError('A year that nobody means, such as 0026')
  } catch {
    throw invalid({
      pointer: '/deadline',
      code: 'deadline',
      detail:
        'Write the deadline as a day, such as 2026-12-01, or a moment, such as 2026-12-01T15:00:00Z.',
    })
  }
}

/** The moment of a local date and time ('2026-12-01T15:00') in a time zone, in UTC. */
export function momentIn(local: string, timeZone: string): string {
  try {
    return utc(Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone))
  } catch {
    return local // what is no time is refused where the deadline is checked
  }
}

/** The time of day of a moment in a time zone: '15:00'. */
export const timeOf = (moment: string, timeZone: string): string =>
  Temporal.Instant.from(moment)
    .toZonedDateTimeISO(timeZone)
    .toPlainTime()
    .toString({ smallestUnit: 'minute' })
