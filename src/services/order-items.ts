// The items of an order: prices are counted in smallest units, and every wrong one is named at once.
import { join, list, type Sql, sql } from '../db/sql.ts'
import type { OrderItemInput } from '../schemas/orders.ts'
import type { Change } from './change.ts'
import { formatAmount, parseAmount } from './money.ts'
import { discountFacts, parseDiscount } from './order-amounts.ts'
import type { OrderItem } from './order-types.ts'
import { type Discounted, lineAmounts } from './prices.ts'
import { Problems } from './problems.ts'
import type { FieldError } from './refusal.ts'
import { textOrNull } from './text.ts'

export interface PricedItem extends Discounted {
  id: number | undefined
  itemName: string
  description: string | null
  quantity: number
  unitPrice: number
}

/**
 * @param before what is there already: an item that stays keeps its discount unless another is given
 * @throws Refusal `invalid_input` naming every price and discount that is none
 */
export function priceItems(
  items: readonly OrderItemInput[],
  currency: string,
  before: readonly OrderItem[] = [],
): PricedItem[] {
  const problems = new Problems()
  const priced = items.map((item, index) => {
    const at = `/items/${index}`
    const kept = item.discount === undefined && before.find(({ id }) => id === item.id)
    const discount =
      kept || problems.take(() => parseDiscount(item.discount, currency, `${at}/discount`))
    return {
      id: item.id,
      itemName: item.itemName.trim(),
      description: textOrNull(item.description),
      quantity: item.quantity,
      unitPrice: problems.take(() => parseAmount(item.unitPrice, currency, `${at}/unitPrice`)) ?? 0,
      discountKind: discount?.discountKind ?? null,
      discountValue: discount?.discountValue ?? null,
    }
  })
  problems.refuseAny()
  return priced
}

/** Adds the items of an order that has none yet, in their order; at least one. */
export const addItems = (change: Change, orderId: number, items: readonly PricedItem[]) =>
  insertItems(
    change,
    items.map((item, position) => rowOf(change, orderId, position, item)),
  )

const insertItems = (change: Change, rows: readonly Sql[]) =>
  change.run(sql`
    INSERT INTO order_items (order_id, position, item_name, description, quantity, unit_price,
                             discount_kind, discount_value, discount_amount, created_at, updated_at)
    VALUES ${join(rows, ', ')}`)

const rowOf = ({ at }: Change, orderId: number, position: number, item: PricedItem) => sql`
  (${orderId}, ${position}, ${item.itemName}, ${item.description}, ${item.quantity},
   ${item.unitPrice}, ${item.discountKind}, ${item.discountValue},
   ${lineAmounts(item).discountAmount}, ${at}, ${at})`

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
    if (item.id === undefined) await insertItems(change, [rowOf(change, orderId, position, item)])
    else await updateItem(change, item.id, position, item)
  }
  return true
}

const updateItem = (change: Change, id: number, position: number, item: PricedItem) =>
  change.run(sql`
    UPDATE order_items
    SET position = ${position}, item_name = ${item.itemName}, description = ${item.description},
        quantity = ${item.quantity}, unit_price = ${item.unitPrice},
        discount_kind = ${item.discountKind}, discount_value = ${item.discountValue},
        discount_amount = ${lineAmounts(item).discountAmount}, updated_at = ${change.at}
    WHERE id = ${id}`)

const content = (item: PricedItem | OrderItem) => [
  item.id,
  item.itemName,
  item.description,
  item.quantity,
  item.unitPrice,
  item.discountKind,
  item.discountValue,
]

/** An item as programs and events see it. */
export const itemFacts = (item: OrderItem, currency: string) => ({
  id: item.id,
  itemName: item.itemName,
  description: item.description,
  quantity: item.quantity,
  unitPrice: formatAmount(item.unitPrice, currency),
  discount: discountFacts(item, currency),
})

/** What an event says of items. */
export const itemsFacts = (items: readonly OrderItem[], currency: string) =>
  items.map((item) => itemFacts(item, currency))
