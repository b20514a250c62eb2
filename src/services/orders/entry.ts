// Creates orders: assigns numbers, dates and amounts on the server.
import type { Reader } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { Problems } from '../../lib/errors/input-problems.ts'
import type { FieldError } from '../../lib/errors/refusal.ts'
import { trimToNull } from '../../lib/text/normalize.ts'
import { dueAt, parseDeadline } from '../../lib/time/shop-time.ts'
import type { OrderInput } from '../../schemas/orders/index.ts'
import type { Channel } from '../../schemas/orders/status.ts'
import type { CustomerInput } from '../../schemas/people/customers.ts'
import { createCustomer } from '../people/customers/index.ts'
import type { Change } from '../shared/change.ts'
import { recordEvent } from '../shared/events/record.ts'
import { storedReferences } from '../shared/references.ts'
import { findPaymentRules } from '../shop/payment-rules.ts'
import { findSettings, type Settings } from '../shop/settings/read.ts'
import { addItems, itemsFacts } from './items.ts'
import { parsePayment, paymentStatusOf, recordPayment } from './payments/index.ts'
import { expectOwed } from './payments/limits.ts'
import { amountFacts } from './prices/amounts.ts'
import { expectDiscountWithin } from './prices/discount-limit.ts'
import { type PricedOrder, priceOrder, taxNow } from './prices/pricing.ts'
import { getNewOrder, getOrder } from './read.ts'
import { customerProblem, employeeProblem } from './references.ts'
import { nameItems } from './stock/named-items.ts'
import { settleStock } from './stock/settle.ts'
import { newTrackingToken } from './tracking/links.ts'
import type { Order } from './types.ts'

/**
 * Creates an order. Numbers have no gaps; a refused order uses none.
 * @throws Refusal `invalid_input` naming every wrong field, `exceeds_balance`, `out_of_stock`
 */
export async function createOrder(
  change: Change,
  input: OrderInput,
  channel: Channel,
): Promise<Order> {
  const { shop, priced, deadline } = await checkOrder(change, input)
  expectDiscountWithin(change, priced)
  const { externalReference, metadata } = storedReferences(input)
  const customerId =
    input.customerId ?? (await createCustomer(change, input.customer as CustomerInput)).id
  const created = await change.get<{ id: number }>(sql`
    INSERT INTO orders (number, customer_id, employee_id, subtotal, discount_kind, discount_value,
                        discount_amount, tax_mode, tax_rate, tax_label, tax_amount, total_amount,
                        date_of_creation, deadline, due_at, channel, shipping_address, notes,
                        internal_notes, external_reference, metadata, tracking_token, payment_status, created_at, updated_at)
    VALUES (${await nextNumber(change)}, ${customerId}, ${input.employeeId ?? null},
            ${priced.subtotal}, ${priced.discountKind}, ${priced.discountValue},
            ${priced.discountAmount}, ${priced.taxMode}, ${priced.taxRate}, ${priced.taxLabel},
            ${priced.taxAmount}, ${priced.totalAmount}, ${change.at}, ${deadline},
            ${deadline && dueAt(deadline, shop.timeZone)}, ${channel},
            ${trimToNull(input.shippingAddress)}, ${trimToNull(input.notes)},
            ${trimToNull(input.internalNotes)}, ${externalReference}, ${metadata},
            ${newTrackingToken()},
            ${paymentStatusOf(priced.totalAmount, 0, false)}, ${change.at}, ${change.at})
    RETURNING id`)
  if (!created) throw new Error('INSERT ... RETURNING brought no row')
  await addItems(change, created.id, priced.items)
  if (priced.items.some(({ variantId }) => variantId)) await settleStock(change, created.id)
  const order = await getNewOrder(change, created.id)
  await recordPlaced(change, order, shop.currency)
  if (!input.deposit) return order
  await recordPayment(change, order.id, { kind: 'deposit', ...input.deposit }, '/deposit')
  return getOrder(change, order.id)
}

export interface CheckedOrder {
  shop: Settings
  priced: PricedOrder
  deadline: string | null
}

/** @throws Refusal `invalid_input` naming every wrong field, `exceeds_balance` */
export async function checkOrder(db: Reader, input: OrderInput): Promise<CheckedOrder> {
  const shop = await findSettings(db)
  const rules = input.deposit && (await findPaymentRules(db))
  const problems = new Problems()
  const items = await nameItems(db, input.items, shop.currency, problems)
  const order = problems.take(() => priceOrder({ ...input, items }, taxNow(shop), shop.currency))
  const deadline = problems.take(() => parseDeadline(input.deadline)) ?? null
  problems.add(addressProblem(input))
  problems.add(await employeeProblem(db, input.employeeId))
  problems.add(await customerProblem(db, input))
  const deposit = problems.take(
    () => input.deposit && rules && parsePayment(input.deposit, rules, '/deposit'),
  )
  const { priced } = problems.results({ priced: order })
  if (deposit) {
    const { totalAmount } = priced
    expectOwed({ totalAmount, paidAmount: 0 }, deposit, shop)
  }
  return { shop, priced, deadline }
}

function addressProblem({ deliveryMethod, shippingAddress }: OrderInput): FieldError[] {
  if (deliveryMethod !== 'delivery' || trimToNull(shippingAddress) !== null) return []
  const detail = 'Enter the address that it goes to, or choose pickup.'
  return [{ pointer: '/shippingAddress', code: 'required', detail }]
}

async function recordPlaced(change: Change, order: Order, currency: string) {
  const { id, number, customerId, employeeId, deadline, items } = order
  await recordEvent(change, 'order.placed', id, {
    number,
    customerId,
    employeeId,
    deadline,
    ...amountFacts(order, currency),
    items: itemsFacts(items, currency),
  })
}

/** Runs in the order's own transaction, so that a rollback leaves no gap. */
async function nextNumber(change: Change): Promise<number> {
  const row = await change.get<{ value: number }>(sql`
    UPDATE counters SET value = value + 1 WHERE name = 'order_number' RETURNING value`)
  if (!row) throw new Error('The counter of order numbers is missing')
  return row.value
}
