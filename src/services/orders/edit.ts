// Edits an order: writes only changed fields, and detects concurrent edits.
import { sql } from '../../db/sql.ts'
import { Problems } from '../../lib/errors/input-problems.ts'
import { Refusal } from '../../lib/errors/refusal.ts'
import { trimToNull } from '../../lib/text/normalize.ts'
import { dueAt, parseDeadline } from '../../lib/time/shop-time.ts'
import type { OrderPatch } from '../../schemas/orders/index.ts'
import { createCustomer } from '../people/customers/index.ts'
import type { Change } from '../shared/change.ts'
import { differences, recordEvent } from '../shared/events/record.ts'
import { metadataOf, type References, storedReferences } from '../shared/references.ts'
import { type ExpectedVersion, expectVersion } from '../shared/versions.ts'
import { findSettings, type Settings } from '../shop/settings/read.ts'
import { expectNotArchived } from './archive.ts'
import { itemProblems, itemsFacts, replaceItems } from './items.ts'
import { paymentStatusOf } from './payments/index.ts'
import { amountFacts } from './prices/amounts.ts'
import { expectDiscountWithin } from './prices/discount-limit.ts'
import { type PricedOrder, priceOrder } from './prices/pricing.ts'
import { getOrder, listItems } from './read.ts'
import { referenceProblems } from './references.ts'
import { nameItems } from './stock/named-items.ts'
import { settleStock } from './stock/settle.ts'
import type { Order } from './types.ts'

export interface Base {
  version?: ExpectedVersion
  /** From an edit form: payments and status changes since then do not conflict with it. */
  editedFrom?: number | undefined
}

/**
 * `items` replaces the whole list.
 * @throws Refusal `not_found`, `stale_version`, `order_archived`, `total_below_paid`, `out_of_stock`, `item_has_material`, `invalid_input`
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
  const items =
    patch.items && (await nameItems(change, patch.items, shop.currency, problems, before))
  const counted = isPriced
    ? problems.take(() => priceOrder({ ...patch, items }, before, shop.currency))
    : before
  problems.add(itemProblems(before.items, patch.items ?? []))
  problems.take(() => parseDeadline(patch.deadline))
  problems.add(await referenceProblems(change, before, patch))
  const { priced } = problems.results({ priced: counted })
  const newCustomer = patch.customer && (await createCustomer(change, patch.customer))
  const fields = merged(before, newCustomer ? { ...patch, customerId: newCustomer.id } : patch)
  expectCovers(priced.totalAmount, before.paidAmount)
  expectDiscountWithin(change, priced, before)
  const data = {
    ...differences(fieldFacts(before), fieldFacts(fields)),
    ...(await changedItems(change, before, priced, shop.currency)),
    ...differences(priceFacts(before, shop.currency), priceFacts(priced, shop.currency)),
  }
  if (Object.keys(data).length === 0) return before
  await store(change, before, fields, priced, shop)
  if (patch.items) await settleStock(change, id)
  await recordEvent(change, 'order.updated', id, data)
  return getOrder(change, id)
}

const fieldFacts = <Fields extends References>(fields: Fields) => ({
  ...fields,
  metadata: metadataOf(fields),
})

/** Without the tax, which an order keeps from its creation. */
function priceFacts(order: PricedOrder | Order, currency: string) {
  const { taxMode, taxRate, taxLabel, ...prices } = amountFacts(order, currency)
  return prices
}

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
    patch[field] === undefined ? before[field] : trimToNull(patch[field])
  return {
    customerId: patch.customerId ?? before.customerId,
    employeeId: patch.employeeId === undefined ? before.employeeId : patch.employeeId,
    deadline: patch.deadline === undefined ? before.deadline : parseDeadline(patch.deadline),
    shippingAddress: text('shippingAddress'),
    notes: text('notes'),
    internalNotes: text('internalNotes'),
    ...storedReferences(patch, before),
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
        internal_notes = ${fields.internalNotes},
        external_reference = ${fields.externalReference}, metadata = ${fields.metadata}, subtotal = ${priced.subtotal},
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
