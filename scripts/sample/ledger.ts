// State of an order after its steps, computed in memory as the services would. A test compares the two.
import type { Value } from '../../src/db/sql.ts'
import { currencyDigits, formatAmount } from '../../src/lib/money/amounts.ts'
import type { EventData } from '../../src/schemas/events/types.ts'
import type { OrderStatus, PaymentStatus } from '../../src/schemas/orders/status.ts'
import { paymentStatusOf } from '../../src/services/orders/payments/index.ts'
import { differences } from '../../src/services/shared/events/record.ts'
import type { Calendar } from './calendar.ts'
import type { PlannedOrder } from './plan.ts'
import type { Step } from './story.ts'

type FactType = 'order.placed' | 'order.status_updated' | 'payment.recorded'

export type Fact = {
  [Type in FactType]: {
    /** Position of its order in the batch. */
    position: number
    /** In seconds from today's midnight, for sorting; and as stored. */
    seconds: number
    at: string
    type: Type
    data: EventData<Type>
  }
}[FactType]

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
