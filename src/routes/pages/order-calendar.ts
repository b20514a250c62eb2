// /admin/orders/calendar: what is promised for which day, by week and by month.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { Day, OneOf } from '../../schemas/common.ts'
import { STAFF } from '../../schemas/roles.ts'
import {
  CALENDAR_VIEWS,
  type CalendarView,
  calendarSpan,
  firstDayOfWeek,
} from '../../services/calendar.ts'
import { listOrderRows } from '../../services/order-lists.ts'
import type { OrderRow } from '../../services/order-types.ts'
import { remembering } from '../../services/remembering.ts'
import { findSettings } from '../../services/settings.ts'
import { dayOf, today } from '../../services/shop-time.ts'
import { pageQuery, urlOf } from './queries.ts'

const PATH = '/admin/orders/calendar'
const OPEN = 'pending,in_progress,ready'
const MOST = 200

const CalendarQuery = Type.Object(
  { view: Type.Optional(OneOf(CALENDAR_VIEWS)), day: Type.Optional(Day) },
  { additionalProperties: false },
)

const orderCalendar: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config: { roles: STAFF, unchanged: true } }, async (request, reply) => {
    const db = await app.db.forLists()
    const { locale, timeZone } = await findSettings(db)
    const now = today(timeZone)
    const { view = 'week', day = now } = pageQuery(CalendarQuery, request.query)
    const { days, previous, next } = calendarSpan(view, day, firstDayOfWeek(locale))
    const span = { dueFrom: days[0] ?? day, dueTo: days.at(-1) ?? day }
    const due = await listOrderRows(db, { status: OPEN, ...span, sort: 'deadline', limit: MOST })
    const month = day.slice(0, 7)
    return reply.page('orders/calendar', {
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
        href: urlOf('/admin/orders', { status: OPEN, dueFrom: one, dueTo: one, sort: 'deadline' }),
      })),
      isCut: due.nextCursor !== null,
      all: urlOf('/admin/orders', { status: OPEN, ...span, sort: 'deadline' }),
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

/** Made once for each locale: each takes a lot of memory. */
const formatOf = remembering((name: `${string} ${ShapeName}`) => {
  const [locale, shape] = name.split(' ') as [string, ShapeName]
  return new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...SHAPES[shape] })
})

const weekday = (day: string, locale: string, shape: 'weekdayShort' | 'weekdayLong') =>
  formatOf(`${locale} ${shape}`).format(new Date(day))

/** 'November 2026', or '16 to 22 Nov 2026' as the locale writes a span. */
function spanWords(view: CalendarView, days: readonly string[], day: string, locale: string) {
  if (view === 'month') return formatOf(`${locale} month`).format(new Date(day))
  const [first = day, last = day] = [days[0], days.at(-1)]
  return formatOf(`${locale} day`).formatRange(new Date(first), new Date(last))
}

export default orderCalendar
