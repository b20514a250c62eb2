// Taking an order: the server counts, numbers and dates; the caller only says what is wanted.
import { sql } from '../db/sql.ts'
import type { CustomerInput } from '../schemas/customers.ts'
import type { Channel } from '../schemas/order-status.ts'
import type { OrderInput } from '../schemas/orders.ts'
import type { Change } from './change.ts'
import { createCustomer } from './customers.ts'
import { recordEvent } from './events.ts'
import { amountFacts } from './order-amounts.ts'
import { addItems, itemsFacts } from './order-items.ts'
import { type PricedOrder, priceOrder, taxNow } from './order-pricing.ts'
import { customerProblem, employeeProblem } from './order-references.ts'
import type { Order } from './order-types.ts'
import { getNewOrder, getOrder } from './orders.ts'
import { findPaymentRules } from './payment-rules.ts'
import { parsePayment, paymentStatusOf, recordPayment } from './payments.ts'
import { Problems } from './problems.ts'
import { findSettings } from './settings.ts'
import { dueAt, parseDeadline } from './shop-time.ts'
import { textOrNull } from './text.ts'
import { newTrackingToken } from './tracking-links.ts'

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
  const rules = input.deposit && (await findPaymentRules(change))
  const problems = new Problems()
  const priced = problems.take(() => priceOrder(input, taxNow(shop), shop.currency)) as PricedOrder
  const deadline = problems.take(() => parseDeadline(input.deadline)) ?? null
  problems.add(await employeeProblem(change, input.employeeId))
  problems.add(await customerProblem(change, input))
  problems.take(() => input.deposit && rules && parsePayment(input.deposit, rules, '/deposit'))
  problems.refuseAny()
  const customerId =
    input.customerId ?? (await createCustomer(change, input.customer as CustomerInput)).id
  const created = await change.get<{ id: number }>(sql`
    INSERT INTO orders (number, customer_id, employee_id, subtotal, discount_kind, discount_value,
                        discount_amount, tax_mode, tax_rate, tax_label, tax_amount, total_amount,
                        date_of_creation, deadline, due_at, channel, shipping_address, notes,
                        internal_notes, tracking_token, payment_status, created_at, updated_at)
    VALUES (${await nextNumber(change)}, ${customerId}, ${input.employeeId ?? null},
            ${priced.subtotal}, ${priced.discountKind}, ${priced.discountValue},
            ${priced.discountAmount}, ${priced.taxMode}, ${priced.taxRate}, ${priced.taxLabel},
            ${priced.taxAmount}, ${priced.totalAmount}, ${change.at}, ${deadline},
            ${deadline && dueAt(deadline, shop.timeZone)}, ${channel},
            ${textOrNull(input.shippingAddress)}, ${textOrNull(input.notes)},
            ${textOrNull(input.internalNotes)}, ${newTrackingToken()},
            ${paymentStatusOf(priced.totalAmount, 0, false)}, ${change.at}, ${change.at})
    RETURNING id`)
  if (!created) throw new Error('INSERT ... RETURNING brought no row')
  await addItems(change, created.id, priced.items)
  const order = await getNewOrder(change, created.id)
  await recordPlaced(change, order, shop.currency)
  if (!input.deposit) return order
  await recordPayment(change, order.id, { kind: 'deposit', ...input.deposit }, '/deposit')
  return getOrder(change, order.id)
}

async function recordPlaced(change: Change, order: Order, currency: string) {
  const { id, number, customerId, employeeId, deadline, items } = order
  await recordEvent(change, 'order.placed', 'order', id, {
    number,
    customerId,
    employeeId,
    deadline,
    ...amountFacts(order, currency),
    items: itemsFacts(items, currency),
  })
}

/** The number is taken in the order's own transaction: rolled back with it, so never a gap. */
async function nextNumber(change: Change): Promise<number> {
  const row = await change.get<{ value: number }>(sql`
    UPDATE counters SET value = value + 1 WHERE name = 'order_number' RETURNING value`)
  if (!row) throw new Error('The counter of order numbers is missing')
  return row.value
}
