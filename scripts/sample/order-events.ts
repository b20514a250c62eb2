// Events of orders, as the services would record them.

import { itemsFacts } from '../../src/services/orders/items.ts'
import { amountFacts } from '../../src/services/orders/prices/amounts.ts'
import { inUnits, lineOf } from './discounts.ts'
import type { Course, Fact } from './ledger.ts'
import { type Batch, employeeOf, unitOf } from './order-rows.ts'
import { actorOf, SAMPLE } from './people.ts'
import type { PlannedOrder } from './plan.ts'
import { EVENT, Rows } from './rows.ts'

export interface Ids {
  ids: readonly number[]
  /** Of all items, order by order. */
  itemIds: Iterator<number>
  /** The number of the first order. */
  first: number
}

/** In order of time within the batch. */
export function eventRows(batch: Batch, courses: readonly Course[], ids: Ids): Rows {
  const facts: Fact[] = []
  batch.orders.forEach((order, position) => {
    const data = placedFacts(batch, order, ids.first + position, ids.itemIds)
    const { placed: seconds, placedAt: at } = order
    facts.push({ position, seconds, at, type: 'order.placed', data })
    for (const fact of courses[position]?.facts ?? []) facts.push(fact)
  })
  facts.sort((a, b) => a.seconds - b.seconds)
  const rows = new Rows('events', EVENT)
  for (const { type, position, at, data } of facts) {
    const { name } = actorOf(batch.orders[position]?.employee ?? null)
    rows.add(type, 'order', ids.ids[position] ?? 0, name, SAMPLE, at, JSON.stringify(data))
  }
  return rows
}

function placedFacts(batch: Batch, order: PlannedOrder, number: number, itemIds: Iterator<number>) {
  const { currency } = batch
  const unit = unitOf(currency)
  const items = order.items.map((item) => {
    const { discountKind, discountValue } = inUnits(item, unit)
    const { discountAmount, lineTotal } = lineOf(item)
    return {
      id: itemIds.next().value ?? 0,
      itemName: item.itemName,
      description: item.description,
      quantity: item.quantity,
      unitPrice: item.price * unit,
      discountKind,
      discountValue,
      discountAmount,
      lineTotal,
    }
  })
  const { discountKind, discountValue } = inUnits(order, unit)
  const amounts = {
    discountKind,
    discountValue,
    subtotal: order.subtotal * unit,
    discountAmount: (order.subtotal - order.total) * unit,
    // The sample shop has no tax.
    taxMode: 'none',
    taxRate: 0,
    taxLabel: null,
    taxAmount: 0,
    totalAmount: order.total * unit,
  } as const
  return {
    number,
    customerId: batch.customerId(order.customer),
    employeeId: employeeOf(batch, order),
    deadline: order.deadline,
    ...amountFacts(amounts, currency),
    items: itemsFacts(items, currency),
  }
}
