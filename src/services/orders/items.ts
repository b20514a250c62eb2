// The items of an order: validates prices, reports all wrong ones at once, and stores the list.
import { join, list, type Sql, sql } from '../../db/sql.ts'
import { Problems } from '../../lib/errors/input-problems.ts'
import type { FieldError } from '../../lib/errors/refusal.ts'
import { formatAmount, parseAmount } from '../../lib/money/amounts.ts'
import { normalizeLine, trimToNull } from '../../lib/text/normalize.ts'
import type { OrderItemInput } from '../../schemas/orders/items.ts'
import type { Change } from '../shared/change.ts'
import { addItemNames } from '../shared/search/columns.ts'
import { discountFacts, parseDiscount } from './prices/amounts.ts'
import { type Discounted, lineAmounts } from './prices/arithmetic.ts'
import type { NamedItem } from './stock/named-items.ts'
import { releaseItems } from './stock/settle.ts'
import type { OrderItem } from './types.ts'

export interface PricedItem extends Discounted {
  id: number | undefined
  productId: number | null
  variantId: number | null
  itemName: string
  description: string | null
  quantity: number
  unitPrice: number
}

/**
 * @param before the stored items: an item with an id keeps its discount unless a new one is given
 * @throws Refusal `invalid_input` naming every invalid price and discount
 */
export function priceItems(
  items: readonly NamedItem[],
  currency: string,
  before: readonly OrderItem[] = [],
): PricedItem[] {
  const problems = new Problems()
  const priced = items.map((item, index) => {
    const at = `/items/${index}`
    const previous = item.discount === undefined && before.find(({ id }) => id === item.id)
    const discount =
      previous || problems.take(() => parseDiscount(item.discount, currency, `${at}/discount`))
    return {
      id: item.id,
      productId: item.productId,
      variantId: item.variantId,
      itemName: normalizeLine(item.itemName),
      description: trimToNull(item.description),
      quantity: item.quantity,
      unitPrice: problems.take(() => parseAmount(item.unitPrice, currency, `${at}/unitPrice`)) ?? 0,
      discountKind: discount?.discountKind ?? null,
      discountValue: discount?.discountValue ?? null,
    }
  })
  problems.refuseAny()
  return priced
}

export async function addItems(
  change: Change,
  orderId: number,
  items: readonly PricedItem[],
): Promise<void> {
  await addItemNames(change, items.map(nameOf))
  await insertItems(
    change,
    items.map((item, position) => rowOf(change, orderId, position, item)),
  )
}

const nameOf = ({ itemName }: PricedItem) => itemName

const insertItems = (change: Change, rows: readonly Sql[]) =>
  change.run(sql`
    INSERT INTO order_items (order_id, position, product_id, variant_id, item_name, description, quantity, unit_price,
                             discount_kind, discount_value, discount_amount, created_at, updated_at)
    VALUES ${join(rows, ', ')}`)

const rowOf = ({ at }: Change, orderId: number, position: number, item: PricedItem) => sql`
  (${orderId}, ${position}, ${item.productId}, ${item.variantId}, ${item.itemName}, ${item.description}, ${item.quantity},
   ${item.unitPrice}, ${item.discountKind}, ${item.discountValue},
   ${lineAmounts(item).discountAmount}, ${at}, ${at})`

/** Each id must belong to the order and occur once. */
export function itemProblems(
  before: readonly OrderItem[],
  after: readonly OrderItemInput[],
): FieldError[] {
  const unusedIds = new Set(before.map((item) => item.id))
  return after.flatMap(({ id }, index) => {
    if (id === undefined || unusedIds.delete(id)) return []
    const isThere = before.some((item) => item.id === id)
    const detail = isThere ? 'This item is in the list twice.' : 'This order has no such item.'
    return [{ pointer: `/items/${index}/id`, code: 'reference', detail }]
  })
}

/** Items with an id keep their rows (see `itemProblems`). @returns false if nothing differs */
export async function replaceItems(
  change: Change,
  orderId: number,
  before: readonly OrderItem[],
  after: readonly PricedItem[],
): Promise<boolean> {
  if (JSON.stringify(before.map(content)) === JSON.stringify(after.map(content))) return false
  await addItemNames(change, after.map(nameOf))
  const ids = after.flatMap((item) => (item.id === undefined ? [] : [item.id]))
  await releaseItems(
    change,
    orderId,
    before.filter((item) => !isKept(item, after)),
  )
  await change.run(sql`
    DELETE FROM order_items WHERE order_id = ${orderId} AND id NOT IN (${ids.length > 0 ? list(ids) : 0})`)
  // Positions are unique, so all move to negative ones before new ones are assigned.
  await change.run(sql`UPDATE order_items SET position = -1 - position WHERE order_id = ${orderId}`)
  for (const [position, item] of after.entries()) {
    if (item.id === undefined) await insertItems(change, [rowOf(change, orderId, position, item)])
    else await updateItem(change, item.id, position, item)
  }
  return true
}

const isKept = ({ id, variantId }: OrderItem, after: readonly PricedItem[]) =>
  after.some((item) => item.id === id && item.variantId === variantId)

const updateItem = (change: Change, id: number, position: number, item: PricedItem) =>
  change.run(sql`
    UPDATE order_items
    SET position = ${position}, product_id = ${item.productId}, variant_id = ${item.variantId},
        item_name = ${item.itemName}, description = ${item.description},
        quantity = ${item.quantity}, unit_price = ${item.unitPrice},
        discount_kind = ${item.discountKind}, discount_value = ${item.discountValue},
        discount_amount = ${lineAmounts(item).discountAmount}, updated_at = ${change.at}
    WHERE id = ${id}`)

const content = (item: PricedItem | OrderItem) => [
  item.id,
  item.variantId,
  item.itemName,
  item.description,
  item.quantity,
  item.unitPrice,
  item.discountKind,
  item.discountValue,
]

type ItemFacts = Omit<
  OrderItem,
  'orderId' | 'productId' | 'variantId' | 'createdAt' | 'updatedAt'
> &
  Partial<Pick<OrderItem, 'variantId'>>

export const itemFacts = (item: ItemFacts, currency: string) => ({
  id: item.id,
  ...(item.variantId && { variantId: item.variantId }),
  itemName: item.itemName,
  description: item.description,
  quantity: item.quantity,
  unitPrice: formatAmount(item.unitPrice, currency),
  discount: discountFacts(item, currency),
})

export const itemsFacts = (items: readonly ItemFacts[], currency: string) =>
  items.map((item) => itemFacts(item, currency))
