// Calendar spans: the weeks and months that a calendar of deadlines shows, as whole weeks of the shop's locale.
import { memoize } from '../cache/memoize.ts'
import { addDays, daysBetween } from './shop-time.ts'

export const CALENDAR_VIEWS = ['week', 'month'] as const
export type CalendarView = (typeof CALENDAR_VIEWS)[number]

export interface CalendarSpan {
  /** From the first day of a week to the last of one. */
  days: string[]
  /** A day within the previous span, and one within the next. */
  previous: string
  next: string
}

interface WeekInfo {
  firstDay: number
}

/** 1 is Monday, 7 Sunday (ISO 8601). */
export const firstDayOfWeek = memoize((locale: string): number => {
  // Older engines have the property, newer ones the method, and the types neither.
  const here = new Intl.Locale(locale) as Intl.Locale & {
    weekInfo?: WeekInfo
    getWeekInfo?: () => WeekInfo
  }
  return (here.getWeekInfo?.() ?? here.weekInfo)?.firstDay ?? 1
})

export function calendarSpan(view: CalendarView, day: string, firstDay: number): CalendarSpan {
  if (view === 'week') {
    const first = startOfWeek(day, firstDay)
    return { days: daysFrom(first, 7), previous: addDays(first, -7), next: addDays(first, 7) }
  }
  const firstOfMonth = `${day.slice(0, 7)}-01`
  const firstOfNext = `${addDays(firstOfMonth, 31).slice(0, 7)}-01`
  const first = startOfWeek(firstOfMonth, firstDay)
  const weeks = Math.ceil(daysBetween(first, firstOfNext) / 7)
  return {
    days: daysFrom(first, weeks * 7),
    previous: addDays(firstOfMonth, -1),
    next: firstOfNext,
  }
}

/** Of a day such as '2026-12-01': 1 is Monday, 7 Sunday (ISO 8601). */
export const weekdayOf = (day: string): number => new Date(day).getUTCDay() || 7

const startOfWeek = (day: string, firstDay: number): string =>
  addDays(day, -((weekdayOf(day) - firstDay + 7) % 7))

const daysFrom = (first: string, count: number) =>
  Array.from({ length: count }, (_, index) => addDays(first, index))
