// Assigned work: the orders of one employee as whoever makes the garments sees them, without money and without the
// customer's phone and address. An allowlist: a new field of orders stays hidden until it is listed here.
import type { Reader } from '../../../db/database.ts'
import { list, sql } from '../../../db/sql.ts'
import { notFound } from '../../../lib/errors/refusal.ts'
import { only } from '../../../lib/only.ts'
import type { OrderQuery } from '../../../schemas/orders/index.ts'
import { OPEN_FILTER } from '../../../schemas/orders/status.ts'
import type { WorkQuery } from '../../../schemas/orders/work.ts'
import type { ImageBytes, ImageSize } from '../../photos/bytes.ts'
import type { Page } from '../../shared/paging.ts'
import { listOrders } from '../lists/list.ts'
import { countOrders } from '../lists/totals.ts'
import { readImage } from '../photos.ts'
import { getOrder } from '../read.ts'
import type { Order, OrderImage, OrderItem, OrderSummary } from '../types.ts'

const SUMMARY = [
  'id',
  'number',
  'status',
  'customerName',
  'dateOfCreation',
  'deadline',
  'dueAt',
  'notes',
  'internalNotes',
  'version',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof OrderSummary)[]

const ITEM = [
  'id',
  'orderId',
  'itemName',
  'description',
  'quantity',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof OrderItem)[]

export type WorkSummary = Pick<OrderSummary, (typeof SUMMARY)[number]>
export type WorkItem = Pick<OrderItem, (typeof ITEM)[number]>
export type WorkOrder = WorkSummary & { items: WorkItem[]; images: OrderImage[] }

/** An account without an employee has no work: none belongs to employee 0. */
const NOBODY = 0

export interface Maker {
  employeeId: number | null
}

export const workOf = (order: Order): WorkOrder => ({
  ...only(order, SUMMARY),
  items: order.items.map((item) => only(item, ITEM)),
  images: order.images,
})

/** Open orders unless `status` says otherwise, by deadline. */
export async function listWork(
  db: Reader,
  query: WorkQuery,
  maker: Maker,
): Promise<Page<WorkSummary>> {
  const page = await listOrders(db, assignedQuery(query, maker))
  return { ...page, rows: page.rows.map((order) => only(order, SUMMARY)) }
}

export const countWork = (db: Reader, query: WorkQuery, maker: Maker): Promise<number> =>
  countOrders(db, assignedQuery(query, maker))

const assignedQuery = (query: WorkQuery, { employeeId }: Maker): OrderQuery => ({
  ...OPEN_FILTER,
  ...query,
  employeeId: String(employeeId ?? NOBODY),
  sort: 'deadline',
})

/** @throws Refusal `not_found`, also for an order that is somebody else's or archived */
export async function getWork(db: Reader, id: number, maker: Maker): Promise<WorkOrder> {
  await expectAssigned(db, id, maker)
  return workOf(await getOrder(db, id))
}

/** @throws Refusal `not_found` */
export async function expectAssigned(db: Reader, id: number, { employeeId }: Maker): Promise<void> {
  const assigned = await db.get(sql`
    SELECT id FROM orders
    WHERE id = ${id} AND employee_id = ${employeeId ?? NOBODY} AND archived_at IS NULL`)
  if (!assigned) throw notFound('order')
}

/** @throws Refusal `not_found` */
export async function readWorkImage(
  db: Reader,
  { id, imageId }: { id: number; imageId: number },
  size: ImageSize,
  maker: Maker,
): Promise<ImageBytes> {
  await expectAssigned(db, id, maker)
  return readImage(db, id, imageId, size)
}

/** First item, number of items and first photo by order id, for the rows of a list. */
export async function workGlances(
  db: Reader,
  ids: readonly number[],
): Promise<Map<number, WorkGlance>> {
  if (ids.length === 0) return new Map()
  const rows = await db.all<WorkGlance & { id: number }>(sql`
    SELECT o.id,
           (SELECT count(*) FROM order_items i WHERE i.order_id = o.id) AS "itemCount",
           (SELECT i.item_name FROM order_items i WHERE i.order_id = o.id ORDER BY i.position LIMIT 1) AS "firstItem",
           (SELECT min(p.id) FROM order_images p WHERE p.order_id = o.id) AS "imageId"
    FROM orders o
    WHERE o.id IN (${list(ids)})`)
  return new Map(rows.map(({ id, ...glance }) => [id, glance]))
}

export interface WorkGlance {
  itemCount: number
  firstItem: string | null
  imageId: number | null
}
