// Formatting of money, dates and due dates in the shop's locale, currency and time zone.

import { BoundedCache } from '../../lib/cache/bounded-cache.ts'
import { memoize } from '../../lib/cache/memoize.ts'
import { currencyDigits, formatAmount } from '../../lib/money/amounts.ts'
import { formatLocalAmount } from '../../lib/money/local-format.ts'
import { formatPercent } from '../../lib/money/percents.ts'
import { formatLocalTime } from '../../lib/time/local-times.ts'
import { dayOf, daysBetween, today } from '../../lib/time/shop-time.ts'
import type { OrderStatus } from '../../schemas/orders/status.ts'
import { OPEN_STATUSES } from '../../schemas/orders/status.ts'

export interface Due {
  /** 'Due tomorrow', '2 days late', or the day alone for a finished order. Empty without a due date. */
  text: string
  /** The due date, with the time if there is one. */
  exact: string
  /** The due date in short form: the year only if it is not this year. */
  short: string
  tone: 'late' | 'today' | 'soon' | 'later' | 'none'
}

export interface Formats {
  /** '€125.50' */
  money(units: number): string
  /** '€125.50' of the decimal string '125.50', as events hold it. */
  moneyOf(amount: string): string
  /** '125.50', in Germany '125,50': for an input field. */
  amount(units: number): string
  currencyDigits: number
  number(value: number): string
  /** '12.5%': of 1250 with 2 digits, of 12500 with 3. */
  percent(value: number, digits: number): string
  /** '21 Nov 2026', of an instant or a date. */
  date(iso: string): string
  /** 'Saturday, 21 November 2026' */
  weekday(iso: string): string
  /** '21 Nov', with the year if it is not this one. */
  shortDate(iso: string): string
  /** '21 Nov 2026, 14:05' */
  dateTime(iso: string): string
  /** '14:05' */
  time(iso: string): string
  /** '9:00' of the time of day '09:00'; '24:00' is midnight. */
  clock(time: string): string
  /** 'Monday', of a date. */
  dayName(day: string): string
  due(order: { deadline: string | null; dueAt: string | null; status: OrderStatus }): Due
  today: string
}

interface Place {
  currency: string
  locale: string
  timeZone: string
}

/** Formatters of a shop, cached by locale because Intl objects are costly. */
export function formatsFor(shop: Place): Formats {
  const key = `${shop.currency} ${shop.locale} ${shop.timeZone}`
  const formats = formatters.get(key) ?? formatters.set(key, createFormats(shop))
  return { ...formats, today: today(shop.timeZone) }
}

const NOTHING_PROMISED: Due = { text: '', exact: '', short: '', tone: 'none' }

const formatters = new BoundedCache<string, Omit<Formats, 'today'>>(20)

function createFormats({ currency, locale, timeZone }: Place): Omit<Formats, 'today'> {
  const digits = currencyDigits(currency)
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency })
  const number = new Intl.NumberFormat(locale)
  const percent = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: 'percent',
    maximumFractionDigits: 3,
  })
  const date = new Intl.DateTimeFormat(locale, {
    timeZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })
  const plainDate = new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })
  const weekday = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'full' })
  const dayAndMonth = new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
  })
  const dateTime = new Intl.DateTimeFormat(locale, {
    timeZone,
    dateStyle: 'medium',
    timeStyle: 'short',
  })
  const time = new Intl.DateTimeFormat(locale, { timeZone, timeStyle: 'short' })
  const dayName = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'long' })
  const inDays = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
  const relative = memoize((days: number) => inDays.format(days, 'day'))

  const isolated = RIGHT_TO_LEFT.test(locale) ? isolate : (text: string) => text

  const briefly = memoize((day: string) => isolated(dayAndMonth.format(new Date(day))))
  const asDay = (iso: string) => (iso.length === 10 ? iso : dayOf(iso, timeZone))

  const formats: Omit<Formats, 'today'> = {
    money: memoize((units) => formats.moneyOf(formatAmount(units, currency))),
    // Intl accepts a decimal string, which avoids rounding through a float.
    moneyOf: (amount) => isolated(money.format(amount as Intl.StringNumericLiteral)),
    amount: (units) => formatLocalAmount(formatAmount(units, currency), { locale, currency }),
    currencyDigits: digits,
    number: (value) => number.format(value),
    percent: (value, digits) =>
      percent.format(formatPercent(value, digits) as Intl.StringNumericLiteral),
    date: memoize((iso) => isolated((iso.length === 10 ? plainDate : date).format(new Date(iso)))),
    weekday: (iso) => isolated(weekday.format(new Date(asDay(iso)))),
    shortDate(iso) {
      const day = asDay(iso)
      const isThisYear = day.slice(0, 4) === today(timeZone).slice(0, 4)
      return isThisYear ? briefly(day) : formats.date(day)
    },
    time: (iso) => isolated(time.format(new Date(iso))),
    clock: (at) => isolated(formatLocalTime(at, locale)),
    dayName: (day) => isolated(dayName.format(new Date(day))),
    dateTime: memoize((iso) => isolated(dateTime.format(new Date(iso)))),
    due({ deadline, dueAt, status }) {
      if (!deadline || !dueAt) return NOTHING_PROMISED
      const isDay = deadline.length === 10
      const exact = isDay ? formats.date(deadline) : formats.dateTime(deadline)
      const short = formats.shortDate(deadline)
      if (!OPEN_STATUSES.includes(status)) return { text: short, exact, short, tone: 'none' }
      const now = new Date()
      const days = daysBetween(today(timeZone, now), isDay ? deadline : dayOf(dueAt, timeZone))
      const at = isDay ? '' : `, ${isolated(time.format(new Date(deadline)))}`
      const late = dueAt < now.toISOString()
      return { text: dueText(days, late, at, relative), exact, short, tone: dueTone(days, late) }
    },
  }
  return formats
}

const RIGHT_TO_LEFT = /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/

/** Keeps a right-to-left date together between English words (UAX 9, isolates). */
const isolate = (text: string) => `\u2068${text}\u2069`

function dueText(
  days: number,
  late: boolean,
  at: string,
  relative: (days: number) => string,
): string {
  if (late) {
    if (days === 0) return `Late since today${at}`
    return days === -1 ? '1 day late' : `${-days} days late`
  }
  return `Due ${relative(days)}${at}`
}

function dueTone(days: number, late: boolean): Due['tone'] {
  if (late) return 'late'
  if (days === 0) return 'today'
  return days <= 3 ? 'soon' : 'later'
}
