// Pages of the lists of one order: its events, payments and photos, by id.
import type { Reader } from '../../db/database.ts'
import { empty, type Sql, sql } from '../../db/sql.ts'
import { notFound } from '../../lib/errors/refusal.ts'
import type { Payment } from '../../schemas/orders/payments.ts'
import { type EventRow, eventOf, type ReadEvent, selectEvents } from '../shared/events/read.ts'
import { decodePart, limitOf, type Page, type PageRequest, pageOf } from '../shared/paging.ts'
import {
  type CustomerImage,
  type CustomerPayment,
  expectOwnOrder,
  imageForCustomer,
  paymentForCustomer,
} from './customer-view.ts'
import { IMAGES, PAYMENTS } from './read.ts'
import type { OrderImage } from './types.ts'

export type PartQuery = Partial<PageRequest> & { total?: boolean }

export interface Parts<Row> {
  page: Page<Row>
  total: number | undefined
}

/**
 * @param owner the customer who asks; undefined for staff
 * @throws Refusal `not_found`, also for an order that is not `owner`'s; `invalid_cursor`
 */
export async function pagePayments(
  db: Reader,
  orderId: number,
  query: PartQuery,
  owner: number | undefined,
): Promise<Parts<Payment | CustomerPayment>> {
  await expectOrder(db, orderId, owner)
  const rows = sql`${PAYMENTS} WHERE p.order_id = ${orderId}`
  const parts = await read<Payment>(db, { list: 'payments', rows, id: sql`p.id` }, orderId, query)
  return owner === undefined ? parts : shown(parts, paymentForCustomer)
}

export async function pageImages(
  db: Reader,
  orderId: number,
  query: PartQuery,
  owner: number | undefined,
): Promise<Parts<OrderImage | CustomerImage>> {
  await expectOrder(db, orderId, owner)
  const rows = sql`${IMAGES} WHERE i.order_id = ${orderId}`
  const parts = await read<OrderImage>(db, { list: 'images', rows, id: sql`i.id` }, orderId, query)
  return owner === undefined ? parts : shown(parts, imageForCustomer)
}

/** For staff only. @throws Refusal `not_found`, `invalid_cursor` */
export async function pageEvents(
  db: Reader,
  orderId: number,
  query: PartQuery,
): Promise<Parts<EventRow>> {
  await expectOrder(db, orderId, undefined)
  const rows = sql`${selectEvents('v')} WHERE v.entity = 'order' AND v.entity_id = ${orderId}`
  const list = { list: 'events', rows, id: sql`v.id`, isNewestFirst: true }
  return shown(await read<ReadEvent>(db, list, orderId, query), eventOf)
}

async function expectOrder(db: Reader, id: number, owner: number | undefined): Promise<void> {
  if (owner !== undefined) return expectOwnOrder(db, id, owner)
  if (!(await db.get(sql`SELECT id FROM orders WHERE id = ${id}`))) throw notFound('order')
}

interface List {
  list: string
  rows: Sql
  id: Sql
  isNewestFirst?: boolean
}

async function read<Row extends { id: number }>(
  db: Reader,
  { list, rows, id, isNewestFirst }: List,
  orderId: number,
  query: PartQuery,
): Promise<Parts<Row>> {
  const { limit = 50, cursor, page } = query
  const last = cursor === undefined ? undefined : decodePart(cursor, list, orderId)
  const after = last === undefined ? empty : sql`AND ${id} ${isNewestFirst ? LESS : MORE} ${last}`
  const pageRows = await db.all<Row>(sql`
    ${rows} ${after}
    ORDER BY ${id} ${isNewestFirst ? sql`DESC` : empty}
    ${limitOf({ limit, ...(page && { page }) })}`)
  return {
    page: pageOf(pageRows, limit, (row) => [list, orderId, row.id]),
    total: query.total ? await count(db, rows) : undefined,
  }
}

const LESS = sql`<`
const MORE = sql`>`

async function count(db: Reader, rows: Sql): Promise<number | undefined> {
  const counted = await db.get<{ total: number }>(sql`
    SELECT count(*) AS total FROM (${rows}) AS parts`)
  return counted?.total
}

const shown = <Row, Shown>({ page, total }: Parts<Row>, show: (row: Row) => Shown) => ({
  page: { ...page, rows: page.rows.map(show) },
  total,
})
