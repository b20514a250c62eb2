// Movements: those that staff enters, and lists of them. Quantities in thousandths of the variant's unit.
import type { Reader } from '../../../db/database.ts'
import { list, rowCount, sql } from '../../../db/sql.ts'
import { quantityConflict } from '../../../lib/errors/quantity-words.ts'
import { invalid, type Refusal } from '../../../lib/errors/refusal.ts'
import { parseQuantity, quantityOf } from '../../../lib/quantity.ts'
import { trimToNull } from '../../../lib/text/normalize.ts'
import {
  MANUAL_REASONS,
  type MovementInput,
  type StockReason,
} from '../../../schemas/catalogue/stock.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { decodePart, limitOf, type Page, type PageRequest, pageOf } from '../../shared/paging.ts'
import { getVariant, type Variant } from '../variants/read.ts'
import { type Hold, listActiveHolds } from './hold-rows.ts'
import { dropLapsed } from './holds.ts'
import { storeMovement } from './record.ts'

export interface Movement {
  id: number
  variantId: number
  delta: number
  stockAfter: number
  reason: StockReason
  note: string | null
  orderId: number | null
  countId: number | null
  actor: string
  createdAt: string
}

/**
 * A change that staff enters: a delivery, a loss.
 * @throws Refusal `not_found`, `stock_reserved` naming the holds, `invalid_input`
 */
export async function moveStock(
  change: Change,
  variantId: number,
  input: MovementInput,
): Promise<Variant> {
  const variant = await getVariant(change, variantId)
  const delta = parseDelta(input, variant)
  await dropLapsed(change, [variantId])
  const row = await change.get<{ stock: number }>(sql`
    UPDATE variants SET stock = stock + ${delta}
    WHERE id = ${variantId} AND stock + ${delta} >= reserved
    RETURNING stock`)
  if (!row) throw tooFew(variant, await listActiveHolds(change, [variantId]), -delta)
  const note = trimToNull(input.note)
  await storeMovement(change, { variantId, delta, reason: input.reason, note }, row.stock)
  await recordEvent(change, 'product.stock_moved', variant.productId, {
    variant: variantId,
    sku: variant.sku,
    delta: quantityOf(delta),
    stock: quantityOf(row.stock),
    reason: input.reason,
    note,
  })
  return getVariant(change, variantId)
}

function parseDelta({ delta: typed, reason }: MovementInput, { unit }: Variant): number {
  const pointer = '/delta'
  const delta = parseQuantity(typed, unit === 'piece', pointer)
  if (Math.sign(delta) === MANUAL_REASONS[reason]) return delta
  const detail =
    delta === 0
      ? 'Enter a quantity that is not zero.'
      : MANUAL_REASONS[reason] > 0
        ? `With the reason "${reason}" stock grows: leave the minus sign out.`
        : `With the reason "${reason}" stock gets less: write a minus sign before the quantity.`
  throw invalid({ pointer, code: 'sign', detail })
}

function tooFew(variant: Variant, holds: readonly Hold[], wanted: number): Refusal {
  const { sku, available } = variant
  const held = holds.length > 0 ? ' The rest is kept by buyers who are paying.' : ''
  return quantityConflict(
    'stock_reserved',
    (write) => `Only ${write(available)} of ${sku} can be taken away, not ${write(wanted)}.${held}`,
    { available: quantityOf(available), holds: holds.map(holdMember) },
  )
}

export const holdMember = ({ id, variantId, holder, quantity, expiresAt }: Hold) => ({
  id,
  variantId,
  holder,
  quantity: quantityOf(quantity),
  expiresAt,
})

const MOVEMENTS = sql`
  SELECT m.id, m.variant_id AS "variantId", m.delta, m.stock_after AS "stockAfter", m.reason, m.note,
         m.order_id AS "orderId", m.count_id AS "countId", m.actor_name AS actor,
         m.created_at AS "createdAt"
  FROM stock_movements m`

/** The newest first. @throws Refusal `not_found`, `invalid_cursor` */
export async function pageMovements(
  db: Reader,
  variantId: number,
  { limit = 50, cursor, page }: Partial<PageRequest>,
): Promise<Page<Movement>> {
  await getVariant(db, variantId)
  const last = cursor === undefined ? undefined : decodePart(cursor, 'movements', variantId)
  const rows = await db.all<Movement>(sql`
    ${MOVEMENTS}
    WHERE m.variant_id = ${variantId} ${last === undefined ? sql`` : sql`AND m.id < ${last}`}
    ORDER BY m.id DESC
    ${limitOf({ limit, ...(page && { page }) })}`)
  return pageOf(rows, limit, (row) => ['movements', variantId, row.id])
}

export async function countMovements(db: Reader, variantId: number): Promise<number> {
  const row = await db.get<{ total: number }>(sql`
    SELECT count(*) AS total FROM stock_movements WHERE variant_id = ${variantId}`)
  return row?.total ?? 0
}

/** The latest of several variants, or of all. */
export const latestMovements = (db: Reader, limit: number, variantIds?: readonly number[]) =>
  db.all<Movement>(sql`
    ${MOVEMENTS}
    ${variantIds ? sql`WHERE m.variant_id IN (${list(variantIds)})` : sql``}
    ORDER BY m.id DESC
    LIMIT ${rowCount(limit)}`)
