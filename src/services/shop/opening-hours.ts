// Opening hours of the shop: stored as whole lists, with answers to "is it open" and "when does it open next".
import type { Reader } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { VersionedCache } from '../../db/versioned-cache.ts'
import type { Awaitable } from '../../lib/concurrency/awaitable.ts'
import { type FieldError, invalid } from '../../lib/errors/refusal.ts'
import { trimToNull } from '../../lib/text/normalize.ts'
import { weekdayOf } from '../../lib/time/calendar.ts'
import { addDays, dayOf, timeOf } from '../../lib/time/shop-time.ts'
import type {
  OpeningException,
  OpeningHours,
  OpeningSpan,
} from '../../schemas/shop/opening-hours.ts'
import type { Change } from '../shared/change.ts'

const hoursCache = new VersionedCache<OpeningHours>()

export const findOpeningHours = (db: Reader): Awaitable<OpeningHours> =>
  hoursCache.get(db, 'opening hours', () => readOpeningHours(db))

async function readOpeningHours(db: Reader): Promise<OpeningHours> {
  const weekly = await db.all<OpeningSpan>(sql`
    SELECT weekday, opens, closes FROM opening_hours ORDER BY weekday, opens`)
  const exceptions = await db.all<OpeningException>(sql`
    SELECT day, opens, closes, note FROM opening_exceptions ORDER BY day`)
  return { weekly, exceptions }
}

/** Replaces both lists. @throws Refusal `invalid_input` naming every wrong span */
export async function storeOpeningHours(change: Change, hours: OpeningHours): Promise<void> {
  const problems = [...weeklyProblems(hours.weekly), ...exceptionProblems(hours.exceptions)]
  if (problems.length > 0) throw invalid(...problems)
  await change.run(sql`DELETE FROM opening_hours`)
  for (const { weekday, opens, closes } of hours.weekly) {
    await change.run(sql`
      INSERT INTO opening_hours (weekday, opens, closes, created_at, updated_at)
      VALUES (${weekday}, ${opens}, ${closes}, ${change.at}, ${change.at})`)
  }
  await change.run(sql`DELETE FROM opening_exceptions`)
  for (const { day, opens, closes, note } of hours.exceptions) {
    await change.run(sql`
      INSERT INTO opening_exceptions (day, opens, closes, note, created_at, updated_at)
      VALUES (${day}, ${opens}, ${closes}, ${trimToNull(note)}, ${change.at}, ${change.at})`)
  }
}

const problem = (pointer: string, detail: string): FieldError => ({
  pointer: `/openingHours${pointer}`,
  code: 'opening_hours',
  detail,
})

function weeklyProblems(spans: readonly OpeningSpan[]): FieldError[] {
  return spans.flatMap((span, at) => {
    if (span.opens >= span.closes) {
      return [
        problem(`/weekly/${at}/closes`, 'The shop closes after it opens. Change one of them.'),
      ]
    }
    const overlaps = spans.some(
      (other, index) => index < at && other.weekday === span.weekday && doOverlap(other, span),
    )
    if (!overlaps) return []
    return [problem(`/weekly/${at}/opens`, 'Two times of this day overlap. Write them as one.')]
  })
}

const doOverlap = (one: OpeningSpan, other: OpeningSpan) =>
  one.opens < other.closes && other.opens < one.closes

function exceptionProblems(exceptions: readonly OpeningException[]): FieldError[] {
  return exceptions.flatMap(({ day, opens, closes }, at) => {
    const pointer = `/exceptions/${at}`
    if (exceptions.some((other, index) => index < at && other.day === day)) {
      return [problem(`${pointer}/day`, 'This day is there twice. Keep one of them.')]
    }
    if ((opens === null) !== (closes === null)) {
      const missing = opens === null ? 'opens' : 'closes'
      const detail = 'Write both times, or none if the shop is closed.'
      return [problem(`${pointer}/${missing}`, detail)]
    }
    if (opens === null || closes === null || opens < closes) return []
    return [problem(`${pointer}/closes`, 'The shop closes after it opens. Change one of them.')]
  })
}

export interface OpeningDay {
  /** '2026-12-01' */
  day: string
  spans: { opens: string; closes: string }[]
  /** Why it differs from other weeks. */
  note: string | null
}

/** Spans of one day, empty if closed. */
export function hoursOn({ weekly, exceptions }: OpeningHours, day: string): OpeningDay {
  const exception = exceptions.find((other) => other.day === day)
  if (exception) {
    const { opens, closes, note = null } = exception
    return { day, note, spans: opens !== null && closes !== null ? [{ opens, closes }] : [] }
  }
  const weekday = weekdayOf(day)
  const spans = weekly.filter((span) => span.weekday === weekday)
  return { day, note: null, spans: spans.map(({ opens, closes }) => ({ opens, closes })) }
}

export interface OpenState {
  isOpen: boolean
  /** When it closes if it is open, else when it opens next; null if it does not within a year. */
  next: { day: string; time: string } | null
}

/** @param at RFC 3339 in UTC */
export function openState(hours: OpeningHours, at: string, timeZone: string): OpenState {
  const [today, time] = [dayOf(at, timeZone), timeOf(at, timeZone)]
  const current = hoursOn(hours, today).spans.find(
    ({ opens, closes }) => opens <= time && time < closes,
  )
  if (current) return { isOpen: true, next: { day: today, time: current.closes } }
  for (let ahead = 0; ahead < DAYS_AHEAD; ahead++) {
    const day = addDays(today, ahead)
    const span = hoursOn(hours, day).spans.find(({ opens }) => ahead > 0 || opens > time)
    if (span) return { isOpen: false, next: { day, time: span.opens } }
  }
  return { isOpen: false, next: null }
}

const DAYS_AHEAD = 366
