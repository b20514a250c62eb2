// Sets the stock of a variant to a number, as a file says it. Quantities in thousandths of the variant's unit.
import { sql } from '../../../db/sql.ts'
import { quantityConflict } from '../../../lib/errors/quantity-words.ts'
import { quantityOf } from '../../../lib/quantity.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { getVariant, type Variant } from '../variants/read.ts'
import { listActiveHolds } from './hold-rows.ts'
import { dropLapsed } from './holds.ts'
import { holdMember } from './movements.ts'
import { storeMovement } from './record.ts'

/**
 * Records the difference as a movement of the reason `imported`.
 * @param expected the stock that the number was compared with: what was sold since then must not come back
 * @throws Refusal `not_found`, `stock_changed`, `stock_reserved` naming the holds
 */
export async function setStock(
  change: Change,
  variantId: number,
  stock: number,
  expected: number,
): Promise<void> {
  if (stock === expected) return
  await dropLapsed(change, [variantId])
  const changed = await change.run(sql`
    UPDATE variants SET stock = ${stock}
    WHERE id = ${variantId} AND stock = ${expected} AND reserved <= ${stock}`)
  const variant = await getVariant(change, variantId)
  if (changed === 0) {
    if (variant.stock !== expected) throw stockChanged(variant, expected)
    const holds = await listActiveHolds(change, [variantId])
    const members = { available: quantityOf(variant.available), holds: holds.map(holdMember) }
    throw belowHeld(variant, stock, members)
  }
  const delta = stock - expected
  await storeMovement(change, { variantId, delta, reason: 'imported' }, stock)
  await recordEvent(change, 'product.stock_moved', variant.productId, {
    variant: variantId,
    sku: variant.sku,
    delta: quantityOf(delta),
    stock: quantityOf(stock),
    reason: 'imported',
    note: null,
  })
}

export const belowHeld = (
  { sku, reserved }: Pick<Variant, 'sku' | 'reserved'>,
  stock: number,
  members = {},
) =>
  quantityConflict(
    'stock_reserved',
    (write) =>
      `The stock of ${sku} cannot be ${write(stock)}: buyers who are paying keep ${write(reserved)}. Enter at least that, or release what they keep first.`,
    members,
  )

export const stockChanged = (
  { sku, stock }: Pick<Variant, 'sku' | 'stock'>,
  expected: number | null,
) =>
  quantityConflict(
    'stock_changed',
    (write) =>
      `The stock of ${sku} is ${write(stock)} by now; ${expected === null ? 'it was not there' : `it was ${write(expected)}`} when the file was checked. Count it again, then import this line again.`,
  )
