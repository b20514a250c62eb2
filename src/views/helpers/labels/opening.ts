// Words about opening hours: names of weekdays, and whether the shop is open, as customers read it.
import { memoize } from '../../../lib/cache/memoize.ts'
import { isolateBidi } from '../../../lib/text/normalize.ts'
import { formatLocalTime } from '../../../lib/time/local-times.ts'
import { addDays, daysBetween } from '../../../lib/time/shop-time.ts'
import type { OpenState } from '../../../services/shop/opening-hours.ts'

const weekdayFormat = memoize(
  (locale: string) => new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }),
)
const dayFormat = memoize(
  (locale: string) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }),
)

const MONDAY = '2026-11-30'

/** @param weekday 1 is Monday, 7 Sunday (ISO 8601) */
export const weekdayName = (weekday: number, locale: string): string =>
  weekdayFormat(locale).format(new Date(addDays(MONDAY, weekday - 1)))

export const dayInWords = (day: string, locale: string): string =>
  isolateBidi(dayFormat(locale).format(new Date(day)))

interface Here {
  locale: string
  /** '2026-12-01' */
  today: string
}

/** 'Open today until 18:00.', 'Opens tomorrow at 09:00.', 'Opens on Monday at 09:00.', 'Closed.' */
export function openSentence({ isOpen, next }: OpenState, here: Here): string {
  if (!next) return 'Closed.'
  const at = isolateBidi(formatLocalTime(next.time, here.locale))
  return isOpen ? `Open today until ${at}.` : `Opens ${dayFrom(next.day, here)} at ${at}.`
}

/** When something in stock can be collected: 'Collect today until 18:00.'; null if the shop never opens. */
export function collectSentence({ isOpen, next }: OpenState, here: Here): string | null {
  if (!next) return null
  const at = isolateBidi(formatLocalTime(next.time, here.locale))
  return isOpen ? `Collect today until ${at}.` : `Collect ${dayFrom(next.day, here)} from ${at}.`
}

function dayFrom(day: string, { locale, today }: Here): string {
  const days = daysBetween(today, day)
  if (days === 0) return 'today'
  if (days === 1) return 'tomorrow'
  return `on ${days < 7 ? isolateBidi(weekdayFormat(locale).format(new Date(day))) : dayInWords(day, locale)}`
}
