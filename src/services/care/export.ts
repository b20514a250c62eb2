// Everything the shop has of one customer, for whoever asks what is stored of them (GDPR, articles 15 and 20).
import type { Reader } from '../../db/database.ts'
import { list, sql } from '../../db/sql.ts'
import type { Customer } from '../../schemas/people/customers.ts'
import { getOrder } from '../orders/read.ts'
import type { Order } from '../orders/types.ts'
import { getCustomer } from '../people/customers/index.ts'
import { type EventRow, eventOf, type ReadEvent, selectEvents } from '../shared/events/read.ts'
import { accountsOf } from './claims/proofs.ts'

export interface CustomerData {
  customer: Customer
  accounts: Awaited<ReturnType<typeof accountsOf>>
  orders: Order[]
  /** About the customer, their orders and their accounts; oldest first. */
  events: EventRow[]
}

/** @throws Refusal `not_found` */
export async function exportCustomer(db: Reader, id: number): Promise<CustomerData> {
  const customer = await getCustomer(db, id)
  const accounts = await accountsOf(db, id)
  const ids = await db.all<{ id: number }>(sql`
    SELECT id FROM orders WHERE customer_id = ${id} ORDER BY id`)
  const orders: Order[] = []
  for (const order of ids) orders.push(await getOrder(db, order.id))
  const about = (entity: string, rows: readonly { id: number }[]) =>
    rows.length > 0
      ? sql`OR (v.entity = ${entity} AND v.entity_id IN (${list(rows.map((row) => row.id))}))`
      : sql``
  const events = await db.all<ReadEvent>(sql`
    ${selectEvents('v')}
    WHERE (v.entity = 'customer' AND v.entity_id = ${id}) ${about('order', ids)} ${about('user', accounts)}
    ORDER BY v.id`)
  return { customer, accounts, orders, events: events.map(eventOf) }
}
