// The items of an order: prices are counted in smallest units, and every wrong one is named at once.
import { list, sql } from '../db/sql.ts'
import type { OrderItemInput } from '../schemas/orders.ts'
import type { Change } from './change.ts'
import { currencyDigits, formatAmount, parseAmount } from './money.ts'
import type { OrderItem } from './order-types.ts'
import { Problems } from './problems.ts'
import { type FieldError, invalid } from './refusal.ts'
import { textOrNull } from './text.ts'

export interface PricedItem {
  id: number | undefined
  itemName: string
  description: string | null
  quantity: number
  unitPrice: number
}

/** @throws Refusal `invalid_input` naming every price that is not an amount of the currency */
export function priceItems(items: readonly OrderItemInput[], currency: string): PricedItem[] {
  const problems = new Problems()
  const priced = items.map((item, index) => ({
    id: item.id,
    itemName: item.itemName.trim(),
    description: textOrNull(item.description),
    quantity: item.quantity,
    unitPrice:
      problems.take(() => parseAmount(item.unitPrice, currency, `/items/${index}/unitPrice`)) ?? 0,
  }))
  problems.refuseAny()
  const most = 10 ** (WHOLE_DIGITS + currencyDigits(currency)) - 1
  if (totalOf(priced) > most) {
    const detail = `The total can be at most ${formatAmount(most, currency)}.`
    throw invalid({ pointer: '/items', code: 'maximum', detail })
  }
  return priced
}

/** As many as an amount can have in input, so that every total can also be paid. */
const WHOLE_DIGITS = 10

/** Smallest units. */
export const totalOf = (items: readonly PricedItem[]) =>
  items.reduce((total, item) => total + item.quantity * item.unitPrice, 0)

export async function addItems(
  change: Change,
  orderId: number,
  items: readonly PricedItem[],
): Promise<void> {
  for (const [position, item] of items.entries()) await addItem(change, orderId, position, item)
}

const addItem = (change: Change, orderId: number, position: number, item: PricedItem) =>
  change.run(sql`
    INSERT INTO order_items (order_id, position, item_name, description, quantity, unit_price,
                             created_at, updated_at)
    VALUES (${orderId}, ${position}, ${item.itemName}, ${item.description}, ${item.quantity},
            ${item.unitPrice}, ${change.at}, ${change.at})`)

/** What is wrong with the ids of items: each names another item of the order, or none. */
export function itemProblems(
  before: readonly OrderItem[],
  after: readonly OrderItemInput[],
): FieldError[] {
  const left = new Set(before.map((item) => item.id))
  return after.flatMap(({ id }, index) => {
    if (id === undefined || left.delete(id)) return []
    const isThere = before.some((item) => item.id === id)
    const detail = isThere ? 'This item is in the list twice.' : 'This order has no such item.'
    return [{ pointer: `/items/${index}/id`, code: 'reference', detail }]
  })
}

/**
 * Makes the stored items equal to `after`; items with an id stay the same rows (see `itemProblems`).
 * @returns false when they are the same already
 */
export async function replaceItems(
  change: Change,
  orderId: number,
  before: readonly OrderItem[],
  after: readonly PricedItem[],
): Promise<boolean> {
  if (JSON.stringify(before.map(content)) === JSON.stringify(after.map(content))) return false
  const kept = after.flatMap((item) => (item.id === undefined ? [] : [item.id]))
  await change.run(sql`
    DELETE FROM order_items WHERE order_id = ${orderId} AND id NOT IN (${kept.length > 0 ? list(kept) : 0})`)
  // Positions are unique, so they are moved out of the way before they are given anew.
  await change.run(sql`UPDATE order_items SET position = -1 - position WHERE order_id = ${orderId}`)
  for (const [position, item] of after.entries()) {
    if (item.id === undefined) await addItem(change, orderId, position, item)
    else await updateItem(change, item.id, position, item)
  }
  return true
}

const updateItem = (change: Change, id: number, position: number, item: PricedItem) =>
  change.run(sql`
    UPDATE order_items
    SET position = ${position}, item_name = ${item.itemName}, description = ${item.description},
        quantity = ${item.quantity}, unit_price = ${item.unitPrice}, updated_at = ${change.at}
    WHERE id = ${id}`)

const content = ({ id, itemName, description, quantity, unitPrice }: PricedItem | OrderItem) => [
  id,
  itemName,
  description,
  quantity,
  unitPrice,
]

/** What an event says of items. */
export const itemFacts = (items: readonly OrderItem[], currency: string) =>
  items.map(({ id, itemName, description, quantity, unitPrice }) => ({
    id,
    itemName,
    description,
    quantity,
    unitPrice: formatAmount(unitPrice, currency),
  }))
