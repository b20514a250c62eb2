// A large sample shop: the rows that the services would have written, many at a time.
import { randomBytes } from 'node:crypto'
import type { Transaction } from '../../src/db/database.ts'
import { sql } from '../../src/db/sql.ts'
import { currencyDigits } from '../../src/services/money.ts'
import { amountFacts } from '../../src/services/order-amounts.ts'
import { itemFacts } from '../../src/services/order-items.ts'
import { inUnits, lineOf } from './discounts.ts'
import { type Course, courseOf, type Fact } from './ledger.ts'
import { actorOf, SAMPLE } from './people.ts'
import type { Plan, PlannedOrder } from './plan.ts'
import { EVENT, Rows, TIMES } from './rows.ts'

export interface Batch {
  plan: Plan
  orders: readonly PlannedOrder[]
  customers: readonly number[]
  employees: readonly number[]
  currency: string
}

/** Inserts orders with all that belongs to them and answers their ids, in the same order. */
export async function insertOrders(tx: Transaction, batch: Batch): Promise<number[]> {
  const first = await takeNumbers(tx, batch.orders.length)
  const last = first + batch.orders.length - 1
  const courses = batch.orders.map((order, position) =>
    courseOf(order, { position, calendar: batch.plan.calendar, currency: batch.currency }),
  )
  await insertHeads(tx, batch, courses, first)
  const rows = await tx.all<{ id: number }>(sql`
    SELECT id FROM orders WHERE number BETWEEN ${first} AND ${last} ORDER BY number`)
  const ids = rows.map(({ id }) => id)
  await insertItems(tx, batch, ids)
  await insertPayments(tx, batch, courses, ids)
  const items = await tx.all<{ id: number }>(sql`
    SELECT i.id
    FROM orders o
    JOIN order_items i ON i.order_id = o.id
    WHERE o.number BETWEEN ${first} AND ${last}
    ORDER BY o.number, i.position`)
  const itemIds = items.map(({ id }) => id).values()
  await insertEvents(tx, batch, courses, { ids, itemIds, first })
  return ids
}

/** The first of so many numbers, taken in the transaction that uses them. */
async function takeNumbers(tx: Transaction, count: number): Promise<number> {
  const row = await tx.get<{ value: number }>(sql`
    UPDATE counters SET value = value + ${count} WHERE name = 'order_number' RETURNING value`)
  if (!row) throw new Error('The counter of order numbers is missing')
  return row.value - count + 1
}

const HEAD = [
  ...['number', 'customer_id', 'employee_id', 'status', 'subtotal', 'discount_kind'],
  ...['discount_value', 'discount_amount', 'total_amount', 'paid_amount'],
  ...['payment_status', 'date_of_creation', 'deadline', 'due_at', 'channel', 'notes'],
  ...['internal_notes', 'tracking_token', 'version', ...TIMES],
]

async function insertHeads(
  tx: Transaction,
  batch: Batch,
  courses: readonly Course[],
  first: number,
) {
  const rows = new Rows('orders', HEAD)
  const unit = unitOf(batch.currency)
  const tokens = randomBytes(16 * batch.orders.length)
  batch.orders.forEach((order, at) => {
    const { status, paid, paymentStatus, version, updatedAt } = courses[at] as Course
    const { placedAt, deadline, dueAt, channel, notes, internalNotes } = order
    const customer = batch.customers[order.customer] ?? 0
    const token = tokens.toString('base64url', at * 16, at * 16 + 16)
    rows.add(
      first + at,
      customer,
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
  await rows.insert(tx)
}

const employeeOf = (batch: Batch, { employee }: PlannedOrder) =>
  employee === null ? null : (batch.employees[employee] ?? null)

/** The sample shop takes no tax. */
const UNTAXED = { taxMode: 'none', taxRate: 0, taxLabel: null, taxAmount: 0 } as const

/** Smallest units in a whole of the currency. */
const unitOf = (currency: string) => 10 ** currencyDigits(currency)

const ITEM = [
  'order_id',
  'position',
  'item_name',
  'description',
  'quantity',
  'unit_price',
  'discount_kind',
  'discount_value',
  'discount_amount',
  ...TIMES,
]

async function insertItems(tx: Transaction, { orders, currency }: Batch, ids: readonly number[]) {
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
  await rows.insert(tx)
}

const PAYMENT = ['order_id', 'kind', 'amount', 'method', 'actor_name', 'received_at', ...TIMES]

async function insertPayments(
  tx: Transaction,
  { orders }: Batch,
  courses: readonly Course[],
  ids: readonly number[],
) {
  const rows = new Rows('payments', PAYMENT)
  courses.forEach(({ payments }, at) => {
    const { name } = actorOf(orders[at]?.employee ?? null)
    for (const [kind, amount, method, time] of payments) {
      rows.add(ids[at] ?? 0, kind, amount, method, name, time, time, time)
    }
  })
  await rows.insert(tx)
}

interface Ids {
  ids: readonly number[]
  /** Of all items, order after order. */
  itemIds: Iterator<number>
  /** The number of the first order. */
  first: number
}

/** In order of time, as far as a batch reaches. */
async function insertEvents(tx: Transaction, batch: Batch, courses: readonly Course[], ids: Ids) {
  const facts: Fact[] = []
  batch.orders.forEach((order, position) => {
    const data = placed(batch, order, ids.first + position, ids.itemIds)
    facts.push({ position, at: order.placedAt, type: 'order.placed', data })
    for (const fact of courses[position]?.facts ?? []) facts.push(fact)
  })
  facts.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  const rows = new Rows('events', EVENT)
  for (const { type, position, at, data } of facts) {
    const { name } = actorOf(batch.orders[position]?.employee ?? null)
    rows.add(type, 'order', ids.ids[position] ?? 0, name, SAMPLE, at, JSON.stringify(data))
  }
  await rows.insert(tx)
}

function placed(batch: Batch, order: PlannedOrder, number: number, itemIds: Iterator<number>) {
  const { currency } = batch
  const unit = unitOf(currency)
  const items = order.items.map((item) => ({
    ...item,
    ...inUnits(item, unit),
    id: itemIds.next().value ?? 0,
    unitPrice: item.price * unit,
    ...lineOf(item),
  }))
  const amounts = {
    ...inUnits(order, unit),
    subtotal: order.subtotal * unit,
    discountAmount: (order.subtotal - order.total) * unit,
    ...UNTAXED,
    totalAmount: order.total * unit,
  }
  return {
    number,
    customerId: batch.customers[order.customer],
    employeeId: employeeOf(batch, order),
    deadline: order.deadline,
    ...amountFacts(amounts, currency),
    items: itemFacts(items, currency),
  }
}
