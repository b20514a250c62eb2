// Days in the shop's time zone; timestamps in UTC.
import { Temporal } from 'temporal-polyfill'
import { BoundedCache } from '../cache/bounded-cache.ts'
import { memoize } from '../cache/memoize.ts'
import { invalid } from '../errors/refusal.ts'
import { isMoment, storedMoment } from './timestamps.ts'

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text)

/** The day of a timestamp in the time zone: '2026-11-21'. */
export const dayOf = (moment: string, timeZone: string): string => calendarOf(timeZone)(moment)

const calendarOf = memoize((timeZone: string) => {
  // Swedish dates are in ISO form.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  return memoize((moment: string) => format.format(new Date(moment)))
})

/** Needed by every row of a list, so it is computed once a day. */
export function today(timeZone: string, now = new Date()): string {
  const at = now.getTime()
  const known = todays.get(timeZone)
  if (known && at >= known.from && at <= known.until) return known.day
  const day = dayOf(now.toISOString(), timeZone)
  const from = Date.parse(startOfDay(day, timeZone))
  todays.set(timeZone, { day, from, until: Date.parse(endOfDay(day, timeZone)) })
  return day
}

const todays = new BoundedCache<string, { day: string; from: number; until: number }>(100)

/** addDays('2026-11-30', 1) is '2026-12-01'. */
export const addDays = (day: string, days: number): string => daysLater(`${day} ${days}`)

const daysLater = memoize((days: string) => {
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

const starts = memoize((place: string) => {
  const [timeZone = '', day = ''] = place.split(' ')
  return utc(Temporal.PlainDate.from(day).toZonedDateTime(timeZone))
})

/** The last millisecond of a day, in UTC, also on days of a clock change. */
export const endOfDay = (day: string, timeZone: string): string => ends(`${timeZone} ${day}`)

const ends = memoize((place: string) => {
  const [timeZone = '', day = ''] = place.split(' ')
  const next = Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(timeZone)
  return utc(next.subtract({ milliseconds: 1 }))
})

const utc = (time: Temporal.ZonedDateTime) => storedMoment(time.epochMilliseconds)

/** The timestamp after which a deadline is missed: the end of its day, or itself. */
export function dueAt(deadline: string, timeZone: string): string {
  return isDay(deadline) ? endOfDay(deadline, timeZone) : new Date(deadline).toISOString()
}

/**
 * A deadline for storage: a day stays a day, a timestamp becomes UTC, blank becomes `null`.
 * @throws Refusal `invalid_input` if it is neither
 */
export function parseDeadline(text: string | null | undefined): string | null {
  if (!text) return null
  try {
    const deadline = isDay(text)
      ? Temporal.PlainDate.from(text, { overflow: 'reject' }).toString()
      : parseMoment(text)
    if (/^(19|2\d)/.test(deadline)) return deadline
    throw new RangeError('A year that nobody means, such as 0026')
  } catch {
    throw invalid({
      pointer: '/deadline',
      code: 'deadline',
      detail:
        'Write the due date as a day, such as 2026-12-01, or a moment, such as 2026-12-01T15:00:00Z.',
    })
  }
}

function parseMoment(text: string): string {
  if (isMoment(text)) return storedMoment(text)
  throw new RangeError('Not RFC 3339')
}

/** The timestamp in UTC of a local date and time ('2026-12-01T15:00'). */
export function momentIn(local: string, timeZone: string): string {
  try {
    return utc(Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone))
  } catch {
    return local // what is no time is refused where the deadline is checked
  }
}

/** The time of day of a timestamp in the time zone: '15:00'. */
export const timeOf = (moment: string, timeZone: string): string =>
  Temporal.Instant.from(moment)
    .toZonedDateTimeISO(timeZone)
    .toPlainTime()
    .toString({ smallestUnit: 'minute' })
