// What the list of orders shows around its rows: tabs, chips and pager, all made from the filter in the URL.

import type { Reader } from '../../db/database.ts'
import type { Customer } from '../../schemas/customers.ts'
import type { Employee } from '../../schemas/employees.ts'
import type { OrderQuery } from '../../schemas/orders.ts'
import type { Formats } from '../../services/formats.ts'
import { countViews } from '../../services/order-counts.ts'
import { remembering } from '../../services/remembering.ts'
import { addDays } from '../../services/shop-time.ts'
import { ORDER_STATUS, PAYMENT_STATUS } from '../../views/status-labels.ts'
import { urlOf } from './queries.ts'

const PATH = '/admin/orders'
const OPEN = 'pending,in_progress,ready'

interface View {
  label: string
  filter: Partial<OrderQuery>
}

/** The views a shop asks for every day. */
export function orderViews(today: string): View[] {
  const dueTo = addDays(today, 6)
  const week = { status: OPEN, dueFrom: today, dueTo, sort: 'deadline' } as const
  return [
    { label: 'All', filter: {} },
    { label: 'Open', filter: { status: OPEN, sort: 'deadline' } },
    { label: 'Due this week', filter: week },
    { label: 'Overdue', filter: { overdue: true, sort: 'deadline' } },
    { label: 'Ready', filter: { status: 'ready' } },
    { label: 'Ready, not paid', filter: { status: 'ready', paymentStatus: 'unpaid,partial' } },
  ]
}

/** The views as tabs, each with how many orders it holds; everything ever taken has no number. */
export async function orderTabs(db: Reader, query: OrderQuery, today: string) {
  const { filters, tabs } = tabsOf(today)
  const counts = await countViews(db, filters)
  const here = sorted(listUrl(query))
  return tabs.map(({ label, href, members, isNarrow }, index) => ({
    label,
    href,
    count: isNarrow ? (counts[index] ?? 0) : 0,
    current: members === here,
  }))
}

/** What of the tabs is the same all day. */
const tabsOf = remembering((today: string) => {
  const views = orderViews(today)
  return {
    filters: views.map(({ filter }) => filter),
    tabs: views.map(({ label, filter }) => {
      const href = urlOf(PATH, filter)
      return { label, href, members: sorted(href), isNarrow: Object.keys(filter).length > 0 }
    }),
  }
})

/** The members of an address in one order, to compare it with another. */
function sorted(url: string): string {
  const members = new URLSearchParams(url.split('?', 2)[1])
  members.sort()
  return String(members)
}

/** The URL of the list without where in it one is. */
export const listUrl = (query: OrderQuery) =>
  urlOf(PATH, query, {
    cursor: null,
    page: null,
    limit: query.limit === 50 ? null : query.limit,
    sort: query.sort === '-createdAt' ? null : query.sort,
  })

interface Chip {
  name: string
  label: string
  href: string
}

/** Whom the ids in a filter stand for. */
interface People {
  employees: readonly Employee[]
  customer: Customer | undefined
}

/** The filters in use, each a link that removes it. */
export function orderChips(query: OrderQuery, fmt: Formats, people: People): Chip[] {
  const chips: Chip[] = []
  const add = (field: keyof OrderQuery, name: string, label: string) =>
    chips.push({ name, label, href: urlOf(PATH, query, { [field]: null, cursor: null }) })

  if (query.search) add('search', 'Search', `“${query.search}”`)
  addEach(chips, query, 'status', 'Status', (value) => labelOf(ORDER_STATUS, value))
  addEach(chips, query, 'paymentStatus', 'Payment', (value) => labelOf(PAYMENT_STATUS, value))
  addEach(chips, query, 'employeeId', 'Made by', (value) => makerOf(value, people))
  if (query.customerId) add('customerId', 'Customer', people.customer?.name ?? 'unknown')
  if (query.from) add('from', 'Taken from', fmt.date(query.from))
  if (query.to) add('to', 'Taken to', fmt.date(query.to))
  if (query.dueFrom) add('dueFrom', 'Due from', fmt.date(query.dueFrom))
  if (query.dueTo) add('dueTo', 'Due to', fmt.date(query.dueTo))
  if (query.overdue) add('overdue', '', 'Overdue')
  if (query.archived) add('archived', '', 'Archived')
  return chips
}

type Several = 'status' | 'paymentStatus' | 'employeeId'

/** One chip for each value of a filter that takes several. */
function addEach(
  chips: Chip[],
  query: OrderQuery,
  field: Several,
  name: string,
  label: (value: string) => string,
) {
  const values = query[field]?.split(',') ?? []
  for (const value of values) {
    const rest = values.filter((other) => other !== value).join(',')
    chips.push({
      name,
      label: label(value),
      href: urlOf(PATH, query, { [field]: rest, cursor: null }),
    })
  }
}

const labelOf = (labels: Record<string, { label: string }>, value: string) =>
  labels[value]?.label ?? value

const makerOf = (id: string, { employees }: People) =>
  id === 'none'
    ? 'nobody yet'
    : (employees.find((one) => String(one.id) === id)?.name ?? `no. ${id}`)

/** Links to the first and the next page. */
export const orderPager = (query: OrderQuery, nextCursor: string | null) => ({
  first: query.cursor ? listUrl(query) : null,
  next: nextCursor
    ? urlOf(listUrl(query).split('?')[0] ?? PATH, { ...query, cursor: nextCursor })
    : null,
})
