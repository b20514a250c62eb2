// What the services would have written of an order's steps, worked out in memory. A test compares the two.
import type { Value } from '../../src/db/sql.ts'
import type { OrderStatus, PaymentStatus } from '../../src/schemas/order-status.ts'
import { differences } from '../../src/services/events.ts'
import { currencyDigits, formatAmount } from '../../src/services/money.ts'
import { paymentStatusOf } from '../../src/services/payments.ts'
import type { Calendar } from './calendar.ts'
import type { PlannedOrder } from './plan.ts'
import type { Step } from './story.ts'

export interface Fact {
  /** Where its order stands in the batch. */
  position: number
  /** In seconds from today's midnight, to sort by; and as it is stored. */
  seconds: number
  at: string
  type: string
  data: unknown
}

interface Place {
  position: number
  calendar: Calendar
  currency: string
}

export interface Course {
  status: OrderStatus
  /** Smallest units. */
  paid: number
  paymentStatus: PaymentStatus
  version: number
  updatedAt: string
  /** The amount in smallest units. */
  payments: [kind: Value, amount: number, method: Value, at: string][]
  facts: Fact[]
}

/** How an order stands after all its steps. */
export function courseOf(order: PlannedOrder, place: Place): Course {
  const course: Course = {
    status: 'pending',
    paid: 0,
    paymentStatus: 'unpaid',
    version: 1 + order.steps.length,
    updatedAt: order.placedAt,
    payments: [],
    facts: [],
  }
  for (const step of order.steps) {
    course.updatedAt = place.calendar.moment(step.at)
    if ('status' in step) move(course, place, step)
    else pay(course, place, step, order.total)
  }
  return course
}

type Move = Extract<Step, { status: OrderStatus }>

function move(course: Course, { position }: Place, { at: seconds, status }: Move): void {
  const at = course.updatedAt
  const data = { status: { before: course.status, after: status } }
  course.facts.push({ position, seconds, at, type: 'order.status_updated', data })
  course.status = status
}

type Payment = Exclude<Step, Move>

function pay(course: Course, { position, currency }: Place, step: Payment, total: number): void {
  const { payment: kind, method, at: seconds } = step
  const at = course.updatedAt
  const unit = 10 ** currencyDigits(currency)
  const amount = step.amount * unit
  const before = formatAmount(course.paid, currency)
  course.paid += kind === 'refund' ? -amount : amount
  const paymentStatus = paymentStatusOf(total * unit, course.paid, kind === 'refund')
  const changed = differences(course, { paymentStatus })
  course.paymentStatus = paymentStatus
  course.payments.push([kind, amount, method, at])
  const paidAmount = { before, after: formatAmount(course.paid, currency) }
  const facts = { kind, amount: formatAmount(amount, currency), currency, method, paidAmount }
  const data = { ...facts, ...changed }
  course.facts.push({ position, seconds, at, type: 'payment.recorded', data })
}
