// Rows of orders, items and payments, as the services would write them.
import { randomBytes } from 'node:crypto'
import { currencyDigits } from '../../src/lib/money/amounts.ts'
import { inUnits, lineOf } from './discounts.ts'
import { type Course, courseOf } from './ledger.ts'
import { actorOf } from './people.ts'
import type { Plan, PlannedOrder } from './plan.ts'
import { Rows, TIMES } from './rows.ts'

export interface Batch {
  plan: Pick<Plan, 'calendar'>
  orders: readonly PlannedOrder[]
  /** Ids of employees by their positions in the plan, and of a customer. */
  employees: readonly number[]
  customerId: (position: number) => number
  currency: string
}

export const coursesOf = ({ orders, plan, currency }: Batch): Course[] =>
  orders.map((order, position) => courseOf(order, { position, calendar: plan.calendar, currency }))

const HEAD = [
  ...['number', 'customer_id', 'employee_id', 'status', 'subtotal', 'discount_kind'],
  ...['discount_value', 'discount_amount', 'total_amount', 'paid_amount'],
  ...['payment_status', 'date_of_creation', 'deadline', 'due_at', 'channel', 'notes'],
  ...['internal_notes', 'tracking_token', 'version', ...TIMES],
]

/** @param first the number of the first order */
export function headRows(batch: Batch, courses: readonly Course[], first: number): Rows {
  const rows = new Rows('orders', HEAD)
  const unit = unitOf(batch.currency)
  const tokens = randomBytes(16 * batch.orders.length)
  batch.orders.forEach((order, at) => {
    const { status, paid, paymentStatus, version, updatedAt } = courses[at] as Course
    const { placedAt, deadline, dueAt, channel, notes, internalNotes } = order
    const token = tokens.toString('base64url', at * 16, at * 16 + 16)
    rows.add(
      first + at,
      batch.customerId(order.customer),
      employeeOf(batch, order),
      status,
      order.subtotal * unit,
      order.discountKind,
      inUnits(order, unit).discountValue,
      (order.subtotal - order.total) * unit,
      order.total * unit,
      paid,
      paymentStatus,
      placedAt,
      deadline,
      dueAt,
      channel,
      notes,
      internalNotes,
      token,
      version,
      placedAt,
      updatedAt,
    )
  })
  return rows
}

export const employeeOf = (batch: Batch, { employee }: PlannedOrder) =>
  employee === null ? null : (batch.employees[employee] ?? null)

/** Smallest units in a whole unit of the currency. */
export const unitOf = (currency: string) => 10 ** currencyDigits(currency)

const ITEM = [
  ...['order_id', 'position', 'item_name', 'description', 'quantity', 'unit_price'],
  ...['discount_kind', 'discount_value', 'discount_amount', ...TIMES],
]

/** @param ids of the orders */
export function itemRows({ orders, currency }: Batch, ids: readonly number[]): Rows {
  const unit = unitOf(currency)
  const rows = new Rows('order_items', ITEM)
  orders.forEach(({ items, placedAt }, at) => {
    items.forEach((item, position) => {
      const { itemName, description, quantity, price } = item
      rows.add(
        ids[at] ?? 0,
        position,
        itemName,
        description,
        quantity,
        price * unit,
        item.discountKind,
        inUnits(item, unit).discountValue,
        lineOf(item).discountAmount * unit,
        placedAt,
        placedAt,
      )
    })
  })
  return rows
}

const PAYMENT = ['order_id', 'kind', 'amount', 'method', 'actor_name', 'received_at', ...TIMES]

/** @param ids of the orders */
export function paymentRows(
  { orders }: Batch,
  courses: readonly Course[],
  ids: readonly number[],
): Rows {
  const rows = new Rows('payments', PAYMENT)
  courses.forEach(({ payments }, at) => {
    const { name } = actorOf(orders[at]?.employee ?? null)
    for (const [kind, amount, method, time] of payments) {
      rows.add(ids[at] ?? 0, kind, amount, method, name, time, time, time)
    }
  })
  return rows
}
