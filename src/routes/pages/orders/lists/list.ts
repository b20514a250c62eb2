// Order list context: tabs, filter chips and pager, from the filter in the URL.

import type { Reader } from '../../../../db/database.ts'
import { memoize } from '../../../../lib/cache/memoize.ts'
import { addDays } from '../../../../lib/time/shop-time.ts'
import type { OrderQuery } from '../../../../schemas/orders/index.ts'
import { OPEN_FILTER, OWING_STATUSES } from '../../../../schemas/orders/status.ts'
import type { Customer } from '../../../../schemas/people/customers.ts'
import type { Employee } from '../../../../schemas/people/employees.ts'
import { countViews } from '../../../../services/orders/lists/counts.ts'
import { listOrderRows } from '../../../../services/orders/lists/list.ts'
import type { OrderTotals } from '../../../../services/orders/lists/totals.ts'
import type { Page } from '../../../../services/shared/paging.ts'
import type { Chip, Empty } from '../../../../views/contexts/parts.ts'
import type { Formats } from '../../../../views/helpers/formats.ts'
import { ORDER_STATUS, PAYMENT_STATUS } from '../../../../views/helpers/labels/status.ts'
import { pageBeyond } from '../../beyond-last.ts'
import { urlOf } from '../../queries.ts'

const PATH = '/admin/orders'

interface View {
  label: string
  filter: Partial<OrderQuery>
}

export function orderViews(today: string): View[] {
  const dueTo = addDays(today, 6)
  const week = { ...OPEN_FILTER, dueFrom: today, dueTo, sort: 'deadline' } as const
  return [
    { label: 'All', filter: {} },
    { label: 'Open', filter: { ...OPEN_FILTER, sort: 'deadline' } },
    { label: 'Due this week', filter: week },
    { label: 'Overdue', filter: { overdue: true, sort: 'deadline' } },
    { label: 'Ready', filter: { status: 'ready' } },
    { label: 'Ready, not paid', filter: { status: 'ready', paymentStatus: OWING_STATUSES.join() } },
  ]
}

/** Tabs with the number of orders in each; "all" has none. */
export async function orderTabs(db: Reader, query: OrderQuery, today: string) {
  const { filters, tabs } = tabsOf(today)
  const counts = await countViews(db, filters)
  const here = sortedMembers(listUrl(query))
  return tabs.map(({ label, href, members, isNarrow }, index) => ({
    label,
    href,
    count: isNarrow ? (counts[index] ?? 0) : 0,
    current: members === here,
  }))
}

const tabsOf = memoize((today: string) => {
  const views = orderViews(today)
  return {
    filters: views.map(({ filter }) => filter),
    tabs: views.map(({ label, filter }) => {
      const href = urlOf(PATH, filter)
      return { label, href, members: sortedMembers(href), isNarrow: Object.keys(filter).length > 0 }
    }),
  }
})

function sortedMembers(url: string): string {
  const members = new URLSearchParams(url.split('?', 2)[1])
  members.sort()
  return String(members)
}

/** URL of the list without the paging position. */
export const listUrl = (query: OrderQuery) =>
  urlOf(PATH, query, {
    cursor: null,
    page: null,
    limit: query.limit === 50 ? null : query.limit,
    sort: query.sort === '-createdAt' ? null : query.sort,
  })

/** Names for the ids in a filter. */
interface People {
  employees: readonly Employee[]
  customer: Customer | undefined
}

/** Active filters as chips, each a link that removes one. */
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

export const orderPager = (query: OrderQuery, nextCursor: string | null) => ({
  first: query.cursor ? listUrl(query) : null,
  next: nextCursor ? urlOf(PATH, query, next(nextCursor)) : null,
})

/** Totals in the list's footer. Without all amounts counted, no sum is shown. */
export function summaryOf({ orders, total, balance, more }: OrderTotals, fmt: Formats): string {
  const count = fmt.number(orders)
  if (more) return orders > 0 ? `More than ${count} orders` : ''
  const words = [`${count} ${orders === 1 ? 'order' : 'orders'}`, fmt.money(total)]
  if (balance > 0) words.push(`balance ${fmt.money(balance)}`)
  return words.join(' · ')
}

export async function emptyOrders(
  db: Reader,
  query: OrderQuery,
  found: Page<unknown>,
): Promise<Empty | null> {
  if (found.rows.length > 0) return null
  if (found.nextCursor !== null) return nothingYet(urlOf(PATH, query, next(found.nextCursor)))
  const { cursor, page, ...others } = query
  const beyond = await pageBeyond(
    query,
    found,
    (one) => listOrderRows(db, { ...others, page: one }),
    (one) => pageUrl(query, one),
  )
  return beyond ?? (Object.keys(others).some((name) => !WAYS.has(name)) ? NO_MATCH : NO_ORDER)
}

function pageUrl(query: OrderQuery, page: number): string {
  const first = listUrl(query)
  return page === 1 ? first : `${first}${first.includes('?') ? '&' : '?'}page=${page}`
}

/** Query members that change the presentation, not the selection. */
const WAYS = new Set(['sort', 'limit', 'total'])

const next = (cursor: string) => ({ cursor, page: null })

const nothingYet = (href: string): Empty => ({
  icon: 'search',
  title: 'No matches so far',
  text: 'There may be matches among older orders. Keep searching, or add a filter.',
  action: { href, label: 'Keep searching' },
})

const NO_MATCH: Empty = {
  icon: 'search',
  title: 'No matching orders',
  text: 'Clear a filter or try another search.',
  action: { href: PATH, label: 'Show all orders' },
}

const NO_ORDER: Empty = {
  icon: 'shopping-bag',
  title: 'No orders yet',
  text: 'Take your first order. It appears here.',
  action: { href: '/admin/orders/new', label: 'New order', icon: 'plus' },
}
