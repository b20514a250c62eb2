// Material that is cut for an item: it leaves the stock, and is what the item costs the shop. Quantities in thousandths.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { type QuantityWords, quantityConflict } from '../../../lib/errors/quantity-words.ts'
import { invalid, notFound } from '../../../lib/errors/refusal.ts'
import { parseQuantity, quantityOf } from '../../../lib/quantity.ts'
import type { Unit } from '../../../schemas/catalogue/quantities.ts'
import type { MaterialInput } from '../../../schemas/orders/materials.ts'
import { putBack, takeStock } from '../../catalogue/stock/take.ts'
import { isArchived, type Variant, variantsById } from '../../catalogue/variants/read.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { expectNotArchived } from '../archive.ts'

export interface Material {
  id: number
  itemId: number
  variantId: number
  productName: string
  sku: string
  unit: Unit
  issued: number
  givenBack: number
  /** Of one unit when it was issued, in smallest currency units. */
  unitCost: number
  /** Of what is used: `issued` less `givenBack`. */
  cost: number
  createdAt: string
}

/** Rounded once for each issue, so that giving all of it back leaves nothing. */
const MATERIALS = sql`
  SELECT m.id, m.item_id AS "itemId", m.variant_id AS "variantId", p.name AS "productName", v.sku, v.unit,
         m.issued, m.given_back AS "givenBack", m.unit_cost AS "unitCost",
         ((m.issued - m.given_back) * m.unit_cost + 500) / 1000 AS cost, m.created_at AS "createdAt"
  FROM item_materials m
  JOIN variants v ON v.id = m.variant_id
  JOIN products p ON p.id = v.product_id`

/** In the order of issue. @throws Refusal `not_found` */
export async function listMaterials(db: Reader, itemId: number): Promise<Material[]> {
  await orderOf(db, itemId)
  return db.all<Material>(sql`${MATERIALS} WHERE m.item_id = ${itemId} ORDER BY m.id`)
}

/** Of the order's items; for one look at what was used. */
export const materialsOfOrder = (db: Reader, orderId: number) =>
  db.all<Material>(sql`
    ${MATERIALS}
    JOIN order_items i ON i.id = m.item_id
    WHERE i.order_id = ${orderId}
    ORDER BY m.id`)

export interface OrderOfItem {
  orderId: number
  orderNumber: number
  itemName: string
  archivedAt: string | null
}

/** @throws Refusal `not_found` */
export async function orderOf(db: Reader, itemId: number): Promise<OrderOfItem> {
  const row = await db.get<OrderOfItem>(sql`
    SELECT o.id AS "orderId", o.number AS "orderNumber", i.item_name AS "itemName",
           o.archived_at AS "archivedAt"
    FROM order_items i
    JOIN orders o ON o.id = i.order_id
    WHERE i.id = ${itemId}`)
  if (!row) throw notFound('item')
  return row
}

/** @throws Refusal `not_found`, `order_archived`, `out_of_stock`, `invalid_input` */
export async function issueMaterial(
  change: Change,
  itemId: number,
  input: MaterialInput,
): Promise<Material> {
  const order = await orderOf(change, itemId)
  expectNotArchived(order)
  const variant = await currentVariant(change, input.variantId)
  const quantity = parsed(input.quantity, variant)
  const { orderId } = order
  await takeStock(change, [{ variantId: variant.id, quantity }], {
    reason: 'issued',
    orderId,
    itemId,
  })
  const row = await change.get<{ id: number }>(sql`
    INSERT INTO item_materials (item_id, variant_id, issued, unit_cost, created_at, updated_at)
    VALUES (${itemId}, ${variant.id}, ${quantity}, ${variant.cost ?? 0}, ${change.at}, ${change.at})
    RETURNING id`)
  if (!row) throw new Error('INSERT ... RETURNING brought no row')
  await record(change, 'order.material_issued', orderId, itemId, variant, quantity)
  return getMaterial(change, itemId, row.id)
}

/**
 * Without a quantity all that is left of it.
 * @throws Refusal `not_found`, `order_archived`, `more_than_issued`, `invalid_input`
 */
export async function giveBackMaterial(
  change: Change,
  itemId: number,
  id: number,
  typed?: string | number,
): Promise<Material> {
  const order = await orderOf(change, itemId)
  expectNotArchived(order)
  const material = await getMaterial(change, itemId, id)
  const left = material.issued - material.givenBack
  const quantity = typed === undefined ? left : parsed(typed, material)
  if (quantity > left || left === 0) {
    const words: QuantityWords = (write) => `${write(left)} of ${material.sku} can be given back.`
    throw quantityConflict('more_than_issued', words, { left: quantityOf(left) })
  }
  const { variantId } = material
  const { orderId } = order
  await putBack(change, [{ variantId, quantity }], { reason: 'given_back', orderId, itemId })
  await change.run(sql`
    UPDATE item_materials SET given_back = given_back + ${quantity}, updated_at = ${change.at}
    WHERE id = ${id}`)
  const variant = { id: variantId, sku: material.sku }
  await record(change, 'order.material_returned', orderId, itemId, variant, quantity)
  return getMaterial(change, itemId, id)
}

async function getMaterial(db: Reader, itemId: number, id: number): Promise<Material> {
  const material = await db.get<Material>(sql`
    ${MATERIALS} WHERE m.id = ${id} AND m.item_id = ${itemId}`)
  if (!material) throw notFound('material')
  return material
}

async function currentVariant(db: Reader, id: number): Promise<Variant> {
  const variant = (await variantsById(db, [id])).get(id)
  if (variant && !isArchived(variant)) return variant
  const detail = variant
    ? 'This variant is archived. Restore it first, or choose another one.'
    : 'There is no such variant.'
  throw invalid({ pointer: '/variantId', code: 'reference', detail })
}

function parsed(typed: string | number, { unit }: { unit: Unit }): number {
  const pointer = '/quantity'
  const quantity = parseQuantity(typed, unit === 'piece', pointer)
  if (quantity > 0) return quantity
  throw invalid({ pointer, code: 'minimum', detail: 'Enter a quantity above zero.' })
}

const record = (
  change: Change,
  type: 'order.material_issued' | 'order.material_returned',
  orderId: number,
  item: number,
  { id, sku }: { id: number; sku: string },
  quantity: number,
) => recordEvent(change, type, orderId, { item, variant: id, sku, quantity: quantityOf(quantity) })
