// Who keeps stock: a hold names its holder as `order:12`, by the id of the order, or as a cart.
import type { Reader } from '../../../db/database.ts'
import { list, sql } from '../../../db/sql.ts'
import type { Hold } from '../../catalogue/stock/hold-rows.ts'

export interface Keeper {
  kind: 'order' | 'cart' | 'other'
  /** Null also for an order that is not there any more. */
  order: { id: number; number: number } | null
}

/** Each hold with its keeper. */
export async function withKeepers<Row extends Pick<Hold, 'holder'>>(
  db: Reader,
  holds: readonly Row[],
): Promise<(Row & { keeper: Keeper })[]> {
  const ids = [...new Set(holds.flatMap(({ holder }) => orderIdIn(holder) ?? []))]
  const rows = await db.all<{ id: number; number: number }>(sql`
    SELECT id, number FROM orders WHERE id IN (${list(ids)})`)
  const orders = new Map(rows.map((row) => [row.id, row]))
  return holds.map((hold) => {
    const id = orderIdIn(hold.holder)
    const order = (id !== null && orders.get(id)) || null
    return { ...hold, keeper: { kind: kindOf(hold.holder), order } }
  })
}

function orderIdIn(holder: string): number | null {
  const [, digits] = /^order:(\d{1,15})$/.exec(holder) ?? []
  return digits === undefined ? null : Number(digits)
}

function kindOf(holder: string): Keeper['kind'] {
  if (holder.startsWith('order:')) return 'order'
  return holder.startsWith('cart:') ? 'cart' : 'other'
}
