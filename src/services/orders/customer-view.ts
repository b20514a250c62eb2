// The customer's view of an order: an allowlist of fields, for pages and the API. A new field of orders stays hidden
// from customers until it is listed here. (A tracking link shows less: see services/orders/tracking/view.ts.)
import type { Reader } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { notFound, Refusal } from '../../lib/errors/refusal.ts'
import { only } from '../../lib/only.ts'
import type { OrderQuery } from '../../schemas/orders/index.ts'
import type { Payment } from '../../schemas/orders/payments.ts'
import { type EventOf, type EventRow, isKnown } from '../shared/events/read.ts'
import type { Page } from '../shared/paging.ts'
import type { ListFilter } from './lists/filter.ts'
import { listOrderRows, listOrders } from './lists/list.ts'
import { getOrder } from './read.ts'
import type { Order, OrderImage, OrderItem, OrderRow, OrderSummary } from './types.ts'

const AMOUNTS = [
  'subtotal',
  'discountKind',
  'discountValue',
  'discountAmount',
  'taxMode',
  'taxRate',
  'taxLabel',
  'taxAmount',
  'totalAmount',
  'paidAmount',
  'balance',
  'retainedAmount',
] as const satisfies readonly (keyof OrderSummary)[]

const SUMMARY = [
  ...AMOUNTS,
  'id',
  'number',
  'customerId',
  'customerName',
  'customerPhone',
  'employeeId',
  'employeeName',
  'status',
  'paymentStatus',
  'dateOfCreation',
  'deadline',
  'dueAt',
  'channel',
  'shippingAddress',
  'notes',
  'trackingToken',
  'version',
  'archivedAt',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof OrderSummary)[]

const ROW = [
  'id',
  'number',
  'status',
  'paymentStatus',
  'totalAmount',
  'balance',
  'dateOfCreation',
  'deadline',
  'dueAt',
  'itemCount',
  'firstItem',
] as const satisfies readonly (keyof OrderRow)[]

const ITEM = [
  'id',
  'orderId',
  'productId',
  'variantId',
  'itemName',
  'description',
  'quantity',
  'unitPrice',
  'discountKind',
  'discountValue',
  'discountAmount',
  'lineTotal',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof OrderItem)[]

const IMAGE = [
  'id',
  'orderId',
  'contentType',
  'size',
  'width',
  'height',
  'shared',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof OrderImage)[]

const PAYMENT = [
  'id',
  'orderId',
  'kind',
  'amount',
  'method',
  'receivedAt',
  'reversesId',
  'reversedById',
] as const satisfies readonly (keyof Payment)[]

export type CustomerOrderSummary = Pick<OrderSummary, (typeof SUMMARY)[number]>
export type CustomerOrderRow = Pick<OrderRow, (typeof ROW)[number]>
export type CustomerImage = Pick<OrderImage, (typeof IMAGE)[number]>
export type CustomerPayment = Pick<Payment, (typeof PAYMENT)[number]>
export type CustomerOrder = CustomerOrderSummary & {
  items: Pick<OrderItem, (typeof ITEM)[number]>[]
  images: CustomerImage[]
  payments: CustomerPayment[]
}

export const imageForCustomer = (image: OrderImage): CustomerImage => only(image, IMAGE)
export const paymentForCustomer = (payment: Payment): CustomerPayment => only(payment, PAYMENT)

const orderForCustomer = (order: Order): CustomerOrder => ({
  ...only(order, SUMMARY),
  items: order.items.map((item) => only(item, ITEM)),
  images: order.images.map(imageForCustomer),
  payments: order.payments.map(paymentForCustomer),
})

/**
 * @param owner the customer who asks; undefined for staff, who see all fields
 * @throws Refusal `not_found`, also for an order that is not `owner`'s
 */
export async function readOrder(
  db: Reader,
  id: number,
  owner: number | undefined,
): Promise<Order | CustomerOrder> {
  return owner === undefined ? getOrder(db, id) : getOwnOrder(db, id, owner)
}

/** @throws Refusal `not_found`, also for another customer's order */
export async function getOwnOrder(db: Reader, id: number, owner: number): Promise<CustomerOrder> {
  await expectOwnOrder(db, id, owner)
  return orderForCustomer(await getOrder(db, id))
}

/** @throws Refusal `not_found` */
export async function expectOwnOrder(db: Reader, id: number, owner: number): Promise<void> {
  const own = await db.get(sql`SELECT id FROM orders WHERE id = ${id} AND customer_id = ${owner}`)
  if (!own) throw notFound('order')
}

export async function readOrders(
  db: Reader,
  query: OrderQuery,
  owner: number | undefined,
): Promise<Page<OrderSummary | CustomerOrderSummary>> {
  const page = await listOrders(db, ownFilter(query, owner))
  if (owner === undefined) return page
  return { ...page, rows: page.rows.map((order) => only(order, SUMMARY)) }
}

export async function listOwnOrderRows(
  db: Reader,
  query: OrderQuery,
  owner: number,
): Promise<Page<CustomerOrderRow>> {
  const page = await listOrderRows(db, ownFilter(query, owner))
  return { ...page, rows: page.rows.map((row) => only(row, ROW)) }
}

/**
 * Customers must not filter by hidden fields, since the result would reveal their values.
 * @throws Refusal `invalid_parameter`
 */
export function expectOwnQuery(query: OrderQuery, owner: number | undefined): void {
  if (owner === undefined) return
  const errors = STAFF_FILTERS.filter((name) => query[name] !== undefined).map((name) => ({
    pointer: `/${name}`,
    code: 'additionalProperties',
    detail: `"${name}" is not known here: it is for staff.`,
  }))
  if (errors.length === 0) return
  const detail = errors.map((error) => error.detail).join(' ')
  throw new Refusal('unreadable', 'invalid_parameter', detail, { errors })
}

const STAFF_FILTERS = ['externalReference'] as const satisfies readonly (keyof OrderQuery)[]

/** Another customer's orders: none, as there is no customer 0. */
export function ownFilter(query: OrderQuery, owner: number | undefined): OrderQuery & ListFilter {
  if (owner === undefined) return query
  const { customerId = owner } = query
  return { ...query, customerId: customerId === owner ? owner : 0, searchesEmail: false }
}

export interface CustomerEvent
  extends Pick<EventRow, 'id' | 'type' | 'entity' | 'entityId' | 'at'> {
  actorId: null
  actor: ''
  requestId: null
  data: Partial<Pick<EventOf<'order.status_updated'>['data'], 'status'>>
}

export function eventForCustomer(event: EventRow): CustomerEvent {
  const { id, type, entity, entityId, at } = event
  const isMove = isKnown(event) && event.type === 'order.status_updated'
  const data = isMove ? { status: event.data.status } : {}
  return { id, type, entity, entityId, at, actorId: null, actor: '', requestId: null, data }
}
