// Contexts of the templates for the list of orders, the board and the calendar.
import type { CalendarView } from '../../../lib/time/calendar.ts'
import type { OrderQuery } from '../../../schemas/orders/index.ts'
import type { OrderStatus } from '../../../schemas/orders/status.ts'
import type { Employee } from '../../../schemas/people/employees.ts'
import type { OrderTotals } from '../../../services/orders/lists/totals.ts'
import type { OrderRow } from '../../../services/orders/types.ts'
import type { Chip, Empty, Page, Pager, Tab } from '../parts.ts'

export interface OrderListPages {
  'orders/lists/board': BoardPage
  'orders/lists/calendar': CalendarPage
  'orders/lists/index': OrdersPage
}

export interface OrderListFragments {
  'orders/lists/_list': OrdersPage
  'orders/lists/board.swap': BoardPage
}

interface OrdersPage extends Page {
  query: OrderQuery
  orders: readonly OrderRow[]
  totals: OrderTotals
  employees: readonly Employee[]
  tabs: readonly (Tab & { count: number })[]
  chips: readonly Chip[]
  /** Null where there are rows. */
  empty: Empty | null
  summary: string
  pager: Pager & { csv: string | null }
}

interface BoardPage extends Page {
  columns: readonly BoardColumn[]
  employees: readonly Employee[]
  employeeId: string
  chosen: OrderStatus
  /** The address of the board as it is filtered. */
  here: string
}

interface BoardColumn {
  status: OrderStatus
  count: number
  orders: readonly OrderRow[]
  isChosen: boolean
  href: string
  all: string
  /** The next status, offered on each order. */
  next: OrderStatus | null
}

interface CalendarPage extends Page {
  view: CalendarView
  /** 'November 2026' */
  span: string
  weekdays: readonly string[]
  days: readonly CalendarDay[]
  /** More orders are due than are shown. */
  isCut: boolean
  all: string
  links: { previous: string; today: string; next: string; week: string; month: string }
}

interface CalendarDay {
  day: string
  orders: readonly OrderRow[]
  /** Of the month. */
  number: number
  name: string
  isToday: boolean
  /** It belongs to another month. */
  isOutside: boolean
  href: string
}
