// Order list filters: all pairs of filter values, from the closed lists.

import {
  ORDER_SORTS,
  type OrderFilter,
  type OrderQuery,
} from '../../../src/schemas/orders/index.ts'
import {
  OPEN_STATUSES,
  ORDER_STATUSES,
  PAYMENT_STATUSES,
} from '../../../src/schemas/orders/status.ts'

/** Every filter with every sorting; pairs with two sortings each, or the tests would take a minute. */
export const everyList = (now: Date, customerId = 1): OrderQuery[] =>
  everyFilter(now, customerId).flatMap((filter, at) => {
    const isPair = Object.keys(filter).length > 1
    const sorts = isPair ? ORDER_SORTS.filter((_, nth) => (nth + at) % 4 === 0) : ORDER_SORTS
    return sorts.map((sort) => ({ ...filter, sort }))
  })

/** Every filter of at most two values, and typical larger ones. */
export function everyFilter(now: Date, customerId = 1): OrderFilter[] {
  const members = membersOf(now, customerId)
  const filters: OrderFilter[] = [{}]
  for (const [at, one] of members.entries()) {
    filters.push(one)
    // A key twice would be the second value alone.
    const others = members
      .slice(at + 1)
      .filter((other) => !Object.keys(other).some((name) => name in one))
    filters.push(...others.map((other) => ({ ...one, ...other })))
  }
  const [from, dueFrom] = [-30, -10].map((days) => dayFrom(now, days)) as [string, string]
  const [to, dueTo] = [0, 15].map((days) => dayFrom(now, days)) as [string, string]
  const everything = { from, to, dueFrom, dueTo, employeeId: '1,2,none' }
  return [
    ...filters,
    everything,
    { ...everything, status: OPEN_STATUSES.join(), paymentStatus: 'unpaid,partial' },
    { ...everything, archived: true, status: 'completed' },
    { ...everything, overdue: true, customerId },
    { ...everything, overdue: false, paymentStatus: 'paid' },
    { customerId, status: 'completed', paymentStatus: 'paid', dueFrom },
  ]
}

const dayFrom = (now: Date, days: number) =>
  new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10)

const membersOf = (now: Date, customerId: number): OrderFilter[] => [
  ...ORDER_STATUSES.map((status) => ({ status })),
  { status: OPEN_STATUSES.join() },
  { status: 'completed,cancelled' },
  ...PAYMENT_STATUSES.map((paymentStatus) => ({ paymentStatus })),
  { paymentStatus: 'unpaid,partial' },
  { employeeId: '1' },
  { employeeId: 'none' },
  { employeeId: '1,2,none' },
  { employeeId: Array.from({ length: 30 }, (_, at) => at + 1).join() },
  { customerId },
  { from: dayFrom(now, -30) },
  { to: dayFrom(now, -10) },
  { from: dayFrom(now, -20), to: dayFrom(now, -5) },
  { dueFrom: dayFrom(now, -10) },
  { dueTo: dayFrom(now, 10) },
  { dueFrom: dayFrom(now, -7), dueTo: dayFrom(now, 7) },
  { overdue: true },
  { overdue: false },
  { archived: true },
]
