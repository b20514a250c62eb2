// Order calendar page, the due list by week and month: /admin/orders/calendar.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { memoize } from '../../../../lib/cache/memoize.ts'
import {
  CALENDAR_VIEWS,
  type CalendarView,
  calendarSpan,
  firstDayOfWeek,
} from '../../../../lib/time/calendar.ts'
import { dayOf, today } from '../../../../lib/time/shop-time.ts'
import { Day, OneOf } from '../../../../schemas/common.ts'
import { OPEN_FILTER } from '../../../../schemas/orders/status.ts'
import { listOrderRows } from '../../../../services/orders/lists/list.ts'
import type { OrderRow } from '../../../../services/orders/types.ts'
import { findSettings } from '../../../../services/shop/settings/read.ts'
import { pageQuery, urlOf } from '../../queries.ts'

const PATH = '/admin/orders/calendar'
const MOST = 200

const CalendarQuery = Type.Object(
  { view: Type.Optional(OneOf(CALENDAR_VIEWS)), day: Type.Optional(Day) },
  { additionalProperties: false },
)

const orderCalendar: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config: { permission: 'orders.read', etag: true } }, async (request, reply) => {
    const db = await app.db.forLists()
    const { locale, timeZone } = await findSettings(db)
    const now = today(timeZone)
    const { view = 'week', day = now } = pageQuery(CalendarQuery, request.query)
    const { days, previous, next } = calendarSpan(view, day, firstDayOfWeek(locale))
    const span = { dueFrom: days[0] ?? day, dueTo: days.at(-1) ?? day }
    const due = await listOrderRows(db, { ...OPEN_FILTER, ...span, sort: 'deadline', limit: MOST })
    const month = day.slice(0, 7)
    return reply.page('orders/lists/calendar', {
      title: 'Calendar',
      view,
      span: spanWords(view, days, day, locale),
      weekdays: days.slice(0, 7).map((one) => weekday(one, locale, 'weekdayShort')),
      days: byDay(days, due.rows, timeZone).map(({ day: one, orders }) => ({
        day: one,
        orders,
        number: Number(one.slice(8)),
        name: weekday(one, locale, 'weekdayLong'),
        isToday: one === now,
        isOutside: view === 'month' && !one.startsWith(month),
        href: urlOf('/admin/orders', {
          ...OPEN_FILTER,
          dueFrom: one,
          dueTo: one,
          sort: 'deadline',
        }),
      })),
      isCut: due.nextCursor !== null,
      all: urlOf('/admin/orders', { ...OPEN_FILTER, ...span, sort: 'deadline' }),
      links: {
        previous: urlOf(PATH, { view, day: previous }),
        today: urlOf(PATH, { view }),
        next: urlOf(PATH, { view, day: next }),
        week: urlOf(PATH, { view: 'week', day }),
        month: urlOf(PATH, { view: 'month', day }),
      },
    })
  })
}

function byDay(days: readonly string[], orders: readonly OrderRow[], timeZone: string) {
  const onDay = new Map<string, OrderRow[]>(days.map((day) => [day, []]))
  for (const order of orders) onDay.get(promisedDay(order, timeZone))?.push(order)
  return [...onDay].map(([day, those]) => ({ day, orders: those }))
}

const promisedDay = ({ deadline, dueAt }: OrderRow, timeZone: string) =>
  deadline?.length === 10 ? deadline : dayOf(dueAt ?? '', timeZone)

const SHAPES = {
  weekdayShort: { weekday: 'short' },
  weekdayLong: { weekday: 'long' },
  month: { month: 'long', year: 'numeric' },
  day: { day: 'numeric', month: 'short', year: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>
type ShapeName = keyof typeof SHAPES

/** Cached by locale and shape: Intl formatters take much memory. */
const formatOf = memoize((name: `${string} ${ShapeName}`) => {
  const [locale, shape] = name.split(' ') as [string, ShapeName]
  return new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...SHAPES[shape] })
})

const weekday = (day: string, locale: string, shape: 'weekdayShort' | 'weekdayLong') =>
  formatOf(`${locale} ${shape}`).format(new Date(day))

/** 'November 2026', or '16 to 22 Nov 2026' in the locale's form. */
function spanWords(view: CalendarView, days: readonly string[], day: string, locale: string) {
  if (view === 'month') return formatOf(`${locale} month`).format(new Date(day))
  const [first = day, last = day] = [days[0], days.at(-1)]
  return formatOf(`${locale} day`).formatRange(new Date(first), new Date(last))
}

export default orderCalendar
