// What the services would have written of an order's steps, worked out in memory. A test compares the two.
import type { Value } from '../../src/db/sql.ts'
import type { OrderStatus, PaymentStatus } from '../../src/schemas/order-status.ts'
import { currencyDigits, formatAmount } from '../../src/services/money.ts'
import { paymentStatusOf } from '../../src/services/payments.ts'
import type { Calendar } from './calendar.ts'
import type { PlannedOrder } from './plan.ts'

export interface Fact {
  at: string
  type: string
  data: unknown
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
export function courseOf(order: PlannedOrder, calendar: Calendar, currency: string): Course {
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
    const at = calendar.moment(step.at)
    course.updatedAt = at
    if ('status' in step) move(course, at, step.status)
    else pay(course, at, step, { total: order.total, currency })
  }
  return course
}

function move(course: Course, at: string, status: OrderStatus): void {
  const data = { status: { before: course.status, after: status } }
  course.facts.push({ at, type: 'order.status_updated', data })
  course.status = status
}

type Payment = Exclude<PlannedOrder['steps'][number], { status: OrderStatus }>

function pay(course: Course, at: string, step: Payment, of: { total: number; currency: string }) {
  const { payment: kind, method } = step
  const { currency } = of
  const unit = 10 ** currencyDigits(currency)
  const amount = step.amount * unit
  const before = course.paid
  course.paid += kind === 'refund' ? -amount : amount
  course.paymentStatus = paymentStatusOf(of.total * unit, course.paid, kind)
  course.payments.push([kind, amount, method, at])
  const say = (units: number) => formatAmount(units, currency)
  const paidAmount = { before: say(before), after: say(course.paid) }
  const data = { kind, amount: say(amount), currency, method, paidAmount }
  course.facts.push({ at, type: 'payment.recorded', data })
}
