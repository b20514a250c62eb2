// Taking an order and changing it: the server counts, numbers and dates; the caller only says what is wanted.
import { randomBytes } from 'node:crypto'
import { sql } from '../db/sql.ts'
import type { CustomerInput } from '../schemas/customers.ts'
import type { Channel } from '../schemas/order-status.ts'
import type { OrderInput, OrderPatch } from '../schemas/orders.ts'
import type { Change } from './change.ts'
import { createCustomer, findCustomer } from './customers.ts'
import { findEmployee } from './employees.ts'
import { differences, recordEvent } from './events.ts'
import { formatAmount, parseAmount } from './money.ts'
import {
  addItems,
  itemFacts,
  type PricedItem,
  priceItems,
  replaceItems,
  totalOf,
} from './order-items.ts'
import type { Order } from './order-types.ts'
import { getOrder, listItems } from './orders.ts'
import { recordPayment } from './payments.ts'
import { Problems } from './problems.ts'
import { type FieldError, Refusal } from './refusal.ts'
import { findSettings, type Settings } from './settings.ts'
import { dueAt, parseDeadline } from './shop-time.ts'
import { textOrNull } from './text.ts'
import { expectVersion } from './versions.ts'

/**
 * Takes an order. The number is the next one without a gap; a refused order takes none.
 * @throws Refusal `invalid_input` naming every wrong field
 */
export async function createOrder(
  change: Change,
  input: OrderInput,
  channel: Channel,
): Promise<Order> {
  const shop = await findSettings(change)
  const problems = new Problems()
  const items = problems.take(() => priceItems(input.items, shop.currency)) ?? []
  const deadline = problems.take(() => parsedDeadline(input.deadline)) ?? null
  problems.add(await employeeProblem(change, input.employeeId))
  problems.add(await customerProblem(change, input))
  problems.take(
    () => input.deposit && parseAmount(input.deposit.amount, shop.currency, '/deposit/amount'),
  )
  problems.refuseAny()
  const customerId =
    input.customerId ?? (await createCustomer(change, input.customer as CustomerInput)).id
  const created = await change.get<{ id: number }>(sql`
    INSERT INTO orders (number, customer_id, employee_id, total_amount, date_of_creation, deadline, due_at,
                        channel, shipping_address, notes, internal_notes, tracking_token,
                        payment_status, created_at, updated_at)
    VALUES (${await nextNumber(change)}, ${customerId}, ${input.employeeId ?? null}, ${totalOf(items)},
            ${change.at}, ${deadline}, ${deadline && dueAt(deadline, shop.timeZone)}, ${channel},
            ${textOrNull(input.shippingAddress)}, ${textOrNull(input.notes)},
            ${textOrNull(input.internalNotes)}, ${randomBytes(16).toString('base64url')},
            ${totalOf(items) === 0 ? 'paid' : 'unpaid'}, ${change.at}, ${change.at})
    RETURNING id`)
  if (!created) throw new Error('INSERT ... RETURNING brought no row')
  await addItems(change, created.id, items)
  await recordPlaced(change, created.id, shop.currency)
  if (input.deposit) {
    await recordPayment(change, created.id, { kind: 'deposit', ...input.deposit }, '/deposit')
  }
  return getOrder(change, created.id)
}

async function recordPlaced(change: Change, id: number, currency: string) {
  const { number, customerId, employeeId, deadline, totalAmount, items } = await getOrder(
    change,
    id,
  )
  await recordEvent(change, 'order.placed', 'order', id, {
    number,
    customerId,
    employeeId,
    deadline,
    totalAmount: formatAmount(totalAmount, currency),
    items: itemFacts(items, currency),
  })
}

/** The number is taken in the order's own transaction: rolled back with it, so never a gap. */
async function nextNumber(change: Change): Promise<number> {
  const row = await change.get<{ value: number }>(sql`
    UPDATE counters SET value = value + 1 WHERE name = 'order_number' RETURNING value`)
  if (!row) throw new Error('The counter of order numbers is missing')
  return row.value
}

export interface Base {
  /** The very version that must still be there (If-Match). */
  version?: number | undefined
  /** The version an edit form was made from: a payment or a move since then does not stand against it. */
  editedFrom?: number | undefined
}

/**
 * Changes the fields that are given; `items` replaces the list.
 * @throws Refusal `not_found`, `stale_version`, `total_below_paid`, `invalid_input`
 */
export async function updateOrder(
  change: Change,
  id: number,
  patch: OrderPatch,
  base: Base = {},
): Promise<Order> {
  const shop = await findSettings(change)
  const before = await getOrder(change, id)
  expectVersion('order', before.version, base.version)
  const { editedFrom = before.version } = base
  if (editedFrom < before.contentVersion) expectVersion('order', before.version, editedFrom)
  const problems = new Problems()
  const items = problems.take(() => patch.items && priceItems(patch.items, shop.currency))
  problems.take(() => parsedDeadline(patch.deadline))
  problems.add(await referenceProblems(change, before, patch))
  problems.refuseAny()
  const fields = merged(before, patch)
  const totalAmount = items ? totalOf(items) : before.totalAmount
  expectCovers(totalAmount, before.paidAmount)
  const data = differences(before, fields)
  if (items) Object.assign(data, await changedItems(change, before, items, shop.currency))
  if (Object.keys(data).length === 0) return before
  await store(change, id, fields, totalAmount, shop)
  await recordEvent(change, 'order.updated', 'order', id, data)
  return getOrder(change, id)
}

/** Stores the items and answers what the event says of them: all of it, with the total that follows. */
async function changedItems(change: Change, before: Order, items: PricedItem[], currency: string) {
  const old = itemFacts(before.items, currency)
  if (!(await replaceItems(change, before.id, before.items, items))) return {}
  const amounts = [before.totalAmount, totalOf(items)].map((units) => formatAmount(units, currency))
  return {
    items: { before: old, after: itemFacts(await listItems(change, before.id), currency) },
    ...(amounts[0] !== amounts[1] && { totalAmount: { before: amounts[0], after: amounts[1] } }),
  }
}

function merged(before: Order, patch: OrderPatch) {
  const text = (field: 'shippingAddress' | 'notes' | 'internalNotes') =>
    patch[field] === undefined ? before[field] : textOrNull(patch[field])
  return {
    customerId: patch.customerId ?? before.customerId,
    employeeId: patch.employeeId === undefined ? before.employeeId : patch.employeeId,
    deadline: deadlineOf(before, patch),
    shippingAddress: text('shippingAddress'),
    notes: text('notes'),
    internalNotes: text('internalNotes'),
  }
}

function deadlineOf(before: Order, patch: OrderPatch): string | null {
  return patch.deadline === undefined ? before.deadline : parsedDeadline(patch.deadline)
}

const parsedDeadline = (text: string | null | undefined) =>
  text ? parseDeadline(text, '/deadline') : null

async function store(
  change: Change,
  id: number,
  fields: ReturnType<typeof merged>,
  total: number,
  shop: Settings,
) {
  await change.run(sql`
    UPDATE orders
    SET customer_id = ${fields.customerId}, employee_id = ${fields.employeeId},
        deadline = ${fields.deadline},
        due_at = ${fields.deadline && dueAt(fields.deadline, shop.timeZone)},
        shipping_address = ${fields.shippingAddress}, notes = ${fields.notes},
        internal_notes = ${fields.internalNotes}, total_amount = ${total},
        payment_status = CASE WHEN paid_amount >= ${total} THEN 'paid'
                              WHEN paid_amount > 0 THEN 'partial'
                              WHEN payment_status = 'refunded' THEN 'refunded'
                              ELSE 'unpaid' END,
        version = version + 1, content_version = version + 1, updated_at = ${change.at}
    WHERE id = ${id}`)
}

function expectCovers(total: number, paid: number) {
  if (total >= paid) return
  throw new Refusal(
    'conflict',
    'total_below_paid',
    'The new total is less than what was already paid. Record a refund first, then change the items.',
  )
}

const wrong = (pointer: string, detail: string): FieldError[] => [
  { pointer, code: 'reference', detail },
]

async function employeeProblem(
  change: Change,
  id: number | null | undefined,
): Promise<FieldError[]> {
  if (!id) return []
  const employee = await findEmployee(change, id)
  if (!employee) return wrong('/employeeId', 'There is no such employee.')
  return employee.archivedAt
    ? wrong('/employeeId', `${employee.name} does not work here any more.`)
    : []
}

type CustomerChoice = Pick<OrderInput, 'customerId' | 'customer'>

async function customerProblem(change: Change, choice: CustomerChoice): Promise<FieldError[]> {
  const { customerId, customer } = choice
  if (customer && customerId)
    return wrong('/customer', 'Give either customerId or a new customer, not both.')
  if (customer) return []
  if (!customerId) return wrong('/customerId', 'Choose a customer, or enter a new one.')
  const known = await findCustomer(change, customerId)
  if (!known) return wrong('/customerId', 'There is no such customer.')
  return known.archivedAt
    ? wrong('/customerId', `${known.name} is archived. Restore the customer first.`)
    : []
}

/** Only what the patch changes is checked: an order may keep an employee who has left since. */
async function referenceProblems(
  change: Change,
  before: Order,
  patch: OrderPatch,
): Promise<FieldError[]> {
  const newEmployee = patch.employeeId !== before.employeeId ? patch.employeeId : undefined
  const newCustomer = patch.customerId && patch.customerId !== before.customerId
  return [
    ...(await employeeProblem(change, newEmployee)),
    ...(newCustomer ? await customerProblem(change, { customerId: patch.customerId }) : []),
  ]
}
