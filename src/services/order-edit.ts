// Changing an order: only what differs is written, and nobody's change is lost.
import { sql } from '../db/sql.ts'
import type { OrderPatch } from '../schemas/orders.ts'
import type { Change } from './change.ts'
import { createCustomer } from './customers.ts'
import { differences, recordEvent } from './events.ts'
import { amountFacts } from './order-amounts.ts'
import { expectNotArchived } from './order-archive.ts'
import { itemProblems, itemsFacts, replaceItems } from './order-items.ts'
import { type PricedOrder, priceOrder } from './order-pricing.ts'
import { referenceProblems } from './order-references.ts'
import type { Order } from './order-types.ts'
import { getOrder, listItems } from './orders.ts'
import { paymentStatusOf } from './payments.ts'
import { Problems } from './problems.ts'
import { Refusal } from './refusal.ts'
import { findSettings, type Settings } from './settings.ts'
import { dueAt, parseDeadline } from './shop-time.ts'
import { textOrNull } from './text.ts'
import { expectVersion } from './versions.ts'

export interface Base {
  /** The very version that must still be there (If-Match). */
  version?: number | undefined
  /** The version an edit form was made from: a payment or a move since then does not stand against it. */
  editedFrom?: number | undefined
}

/**
 * Changes the fields that are given; `items` replaces the list.
 * @throws Refusal `not_found`, `stale_version`, `order_archived`, `total_below_paid`, `invalid_input`
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
  expectNotArchived(before)
  const { editedFrom = before.version } = base
  if (editedFrom < before.contentVersion) expectVersion('order', before.version, editedFrom)
  const problems = new Problems()
  const isPriced = patch.items !== undefined || patch.discount !== undefined
  const priced = isPriced
    ? (problems.take(() => priceOrder(patch, before, shop.currency)) as PricedOrder)
    : before
  problems.add(itemProblems(before.items, patch.items ?? []))
  problems.take(() => parseDeadline(patch.deadline))
  problems.add(await referenceProblems(change, before, patch))
  problems.refuseAny()
  const newCustomer = patch.customer && (await createCustomer(change, patch.customer))
  const fields = merged(before, newCustomer ? { ...patch, customerId: newCustomer.id } : patch)
  expectCovers(priced.totalAmount, before.paidAmount)
  const data = {
    ...differences(before, fields),
    ...(await changedItems(change, before, priced, shop.currency)),
    ...differences(amountFacts(before, shop.currency), amountFacts(priced, shop.currency)),
  }
  if (Object.keys(data).length === 0) return before
  await store(change, before, fields, priced, shop)
  await recordEvent(change, 'order.updated', 'order', id, data)
  return getOrder(change, id)
}

/** Stores the items and answers what the event says of them: all of it. */
async function changedItems(
  change: Change,
  before: Order,
  { items }: PricedOrder,
  currency: string,
) {
  if (!(await replaceItems(change, before.id, before.items, items))) return {}
  const after = await listItems(change, before.id)
  return {
    items: { before: itemsFacts(before.items, currency), after: itemsFacts(after, currency) },
  }
}

function merged(before: Order, patch: OrderPatch) {
  const text = (field: 'shippingAddress' | 'notes' | 'internalNotes') =>
    patch[field] === undefined ? before[field] : textOrNull(patch[field])
  return {
    customerId: patch.customerId ?? before.customerId,
    employeeId: patch.employeeId === undefined ? before.employeeId : patch.employeeId,
    deadline: patch.deadline === undefined ? before.deadline : parseDeadline(patch.deadline),
    shippingAddress: text('shippingAddress'),
    notes: text('notes'),
    internalNotes: text('internalNotes'),
  }
}

async function store(
  change: Change,
  { id, paidAmount, paymentStatus }: Order,
  fields: ReturnType<typeof merged>,
  priced: PricedOrder,
  shop: Settings,
) {
  await change.run(sql`
    UPDATE orders
    SET customer_id = ${fields.customerId}, employee_id = ${fields.employeeId},
        deadline = ${fields.deadline},
        due_at = ${fields.deadline && dueAt(fields.deadline, shop.timeZone)},
        shipping_address = ${fields.shippingAddress}, notes = ${fields.notes},
        internal_notes = ${fields.internalNotes}, subtotal = ${priced.subtotal},
        discount_kind = ${priced.discountKind}, discount_value = ${priced.discountValue},
        discount_amount = ${priced.discountAmount}, tax_amount = ${priced.taxAmount},
        total_amount = ${priced.totalAmount},
        payment_status = ${paymentStatusOf(priced.totalAmount, paidAmount, paymentStatus === 'refunded')},
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
