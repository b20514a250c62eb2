// Items of the *bare* baseline that name a variant: their name and price, and the stock that the order takes.
import type { Transaction } from '../../src/db/database.ts'
import { sql } from '../../src/db/sql.ts'

export interface GivenItem {
  variantId?: number
  itemName?: string
  quantity: number
  unitPrice?: string
}

export interface NamedItem {
  productId: number | null
  variantId: number | null
  itemName: string
  quantity: number
  unitPrice: string
  taken: number
}

interface Variant {
  product_id: number
  name: string
  values: string
  price: number
}

export async function named(tx: Transaction, item: GivenItem): Promise<NamedItem> {
  const { variantId = null, itemName = '', quantity, unitPrice = '0' } = item
  if (variantId === null) {
    return { productId: null, variantId, itemName, quantity, unitPrice, taken: 0 }
  }
  const variant = await tx.get<Variant>(sql`
    SELECT v.product_id, p.name, v.options AS "values", v.price FROM variants v
    JOIN products p ON p.id = v.product_id
    WHERE v.id = ${variantId} AND v.archived_at IS NULL AND p.archived_at IS NULL`)
  if (!variant) throw new Error('There is no such variant')
  return {
    productId: variant.product_id,
    variantId,
    itemName: [variant.name, ...JSON.parse(variant.values)].join(', '),
    quantity,
    unitPrice: (variant.price / 100).toFixed(2),
    taken: quantity * 1000,
  }
}

export async function take(
  tx: Transaction,
  orderId: number,
  items: readonly NamedItem[],
  at: string,
): Promise<void> {
  for (const { variantId, taken } of items) {
    if (variantId === null) continue
    const left = await tx.get<{ stock: number }>(sql`
      UPDATE variants SET stock = stock - ${taken}
      WHERE id = ${variantId} AND stock - reserved >= ${taken}
      RETURNING stock`)
    if (!left) throw new Error('Out of stock')
    await tx.run(sql`
      INSERT INTO stock_movements (variant_id, delta, stock_after, reason, order_id, actor_name, created_at, updated_at)
      VALUES (${variantId}, ${-taken}, ${left.stock}, 'sold', ${orderId}, 'Bare', ${at}, ${at})`)
  }
}
