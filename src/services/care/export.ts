// Everything the shop has of one customer, for whoever asks what is stored of them (GDPR, articles 15 and 20).
import type { Reader } from '../../db/database.ts'
import { list, sql } from '../../db/sql.ts'
import { yieldToEventLoop } from '../../lib/concurrency/event-loop.ts'
import type { User } from '../../schemas/access/users.ts'
import type { Customer } from '../../schemas/people/customers.ts'
import { getUser } from '../access/users/index.ts'
import { getOrder } from '../orders/read.ts'
import type { Order } from '../orders/types.ts'
import { getCustomer } from '../people/customers/index.ts'
import { type EventRow, eventOf, type ReadEvent, selectEvents } from '../shared/events/read.ts'
import { recordsOf } from './records.ts'

export interface CustomerData {
  customer: Customer
  /** Other records of the customer, which were merged into this one. */
  mergedRecords: Customer[]
  accounts: User[]
  orders: Order[]
  /** About all their records, orders and accounts; oldest first. */
  events: EventRow[]
}

/** @throws Refusal `not_found` */
export async function exportCustomer(db: Reader, id: number): Promise<CustomerData> {
  const customer = await getCustomer(db, id)
  const records = await recordsOf(db, id)
  const [orderIds, userIds] = [
    await idsOf(db, sql`SELECT id FROM orders WHERE customer_id IN (${list(records)}) ORDER BY id`),
    await idsOf(db, sql`SELECT id FROM users WHERE customer_id IN (${list(records)}) ORDER BY id`),
  ]
  const others = records.filter((record) => record !== id)
  const events = [
    ...(await eventsAbout(db, 'customer', records)),
    ...(await eventsAbout(db, 'order', orderIds)),
    ...(await eventsAbout(db, 'user', userIds)),
  ]
  return {
    customer,
    mergedRecords: await oneByOne(others, (record) => getCustomer(db, record)),
    accounts: await oneByOne(userIds, (user) => getUser(db, user)),
    orders: await oneByOne(orderIds, (order) => getOrder(db, order)),
    events: events.sort((a, b) => a.id - b.id).map(eventOf),
  }
}

async function idsOf(db: Reader, query: ReturnType<typeof sql>): Promise<number[]> {
  return (await db.all<{ id: number }>(query)).map(({ id }) => id)
}

async function oneByOne<Row>(
  ids: readonly number[],
  read: (id: number) => Promise<Row>,
): Promise<Row[]> {
  const pause = yieldToEventLoop()
  const rows: Row[] = []
  for (const id of ids) {
    rows.push(await read(id))
    await pause()
  }
  return rows
}

/** Entities of one query: below the most values of a statement, and a few milliseconds. */
const PART = 50

async function eventsAbout(
  db: Reader,
  entity: 'customer' | 'order' | 'user',
  ids: readonly number[],
): Promise<ReadEvent[]> {
  const pause = yieldToEventLoop()
  const events: ReadEvent[] = []
  for (let start = 0; start < ids.length; start += PART) {
    const part = await db.all<ReadEvent>(sql`
      ${selectEvents('v')}
      WHERE v.entity = ${entity} AND v.entity_id IN (${list(ids.slice(start, start + PART))})`)
    events.push(...part)
    await pause()
  }
  return events
}
