// Erases what is known of a customer, for good. Amounts, numbers and items stay; texts about the person go everywhere.
import { list, sql } from '../../../db/sql.ts'
import { Refusal } from '../../../lib/errors/refusal.ts'
import { OPEN_STATUSES } from '../../../schemas/orders/status.ts'
import type { Customer } from '../../../schemas/people/customers.ts'
import { isOneOf } from '../../orders/lists/status-sql.ts'
import { NOT_ASKED, setConsents } from '../../people/customers/consent.ts'
import { expectNotMerged, getCustomer } from '../../people/customers/index.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { isOwing } from '../../shared/owed.ts'
import { searchColumns } from '../../shared/search/columns.ts'
import { type ExpectedVersion, expectVersion } from '../../shared/versions.ts'
import { recordsOf } from '../records.ts'
import { redactEvents } from './events.ts'
import { eraseImports } from './imports.ts'
import { eraseOrders } from './orders.ts'
import { ERASED_NAME, type Erased } from './scope.ts'
import { textsOf } from './texts.ts'
import { eraseTraces } from './traces.ts'

/**
 * Not undoable. A second time changes nothing.
 * @throws Refusal `not_found`, `stale_version`, `customer_merged`, `customer_has_open_orders` (409) with `orders`
 */
export async function eraseCustomer(
  change: Change,
  id: number,
  version?: ExpectedVersion,
): Promise<Customer> {
  const customer = await getCustomer(change, id)
  expectVersion('customer', customer.version, version)
  if (customer.erasedAt) return customer
  expectNotMerged(customer)
  const records = await recordsOf(change, id)
  await expectNothingOpen(change, records)
  const erased = await whatIsErased(change, records)
  await change.run(sql`INSERT INTO erasing (customer_id) VALUES (${id})`)
  const redacted = await redactEvents(change, erased)
  await eraseOrders(change, erased)
  await eraseTraces(change, erased)
  await eraseImports(change, erased)
  await eraseRecords(change, erased)
  await change.run(sql`DELETE FROM erasing`)
  await recordEvent(change, 'customer.erased', id, { orders: [...erased.orders], redacted })
  return getCustomer(change, id)
}

async function expectNothingOpen(change: Change, records: readonly number[]): Promise<void> {
  const open = await change.all<{ id: number }>(sql`
    SELECT o.id
    FROM orders o
    WHERE o.customer_id IN (${list(records)})
      AND (o.archived_at IS NULL AND ${isOneOf(sql`o.status`, OPEN_STATUSES)} OR ${isOwing('o')})
    ORDER BY o.id`)
  if (open.length === 0) return
  throw new Refusal(
    'conflict',
    'customer_has_open_orders',
    'This customer has open orders, or still owes something. Finish or cancel those first.',
    { members: { orders: open.map((order) => order.id) } },
  )
}

async function whatIsErased(change: Change, records: readonly number[]): Promise<Erased> {
  const orders = await change.all<{ id: number }>(sql`
    SELECT id FROM orders WHERE customer_id IN (${list(records)}) ORDER BY id`)
  const accounts = await change.all<{ id: number }>(sql`
    SELECT id FROM users WHERE customer_id IN (${list(records)}) AND role = 'customer'`)
  const ids = (rows: readonly { id: number }[]) => rows.map(({ id }) => id)
  const whose = { records, accounts: ids(accounts) }
  return { ...whose, orders: ids(orders), texts: await textsOf(change, whose) }
}

async function eraseRecords(change: Change, { records }: Erased): Promise<void> {
  const { nameFolded, nameParts } = searchColumns({ name: ERASED_NAME, phoneNumber: '' })
  await change.run(sql`
    UPDATE customers
    SET name = ${ERASED_NAME}, name_folded = ${nameFolded}, name_parts = ${nameParts},
        phone_number = '', phone_digits = '', email = NULL, address = NULL, notes = NULL,
        external_reference = NULL, metadata = '{}', ${setConsents(NOT_ASKED)}, erased_at = ${change.at},
        archived_at = coalesce(archived_at, ${change.at}), version = version + 1,
        updated_at = ${change.at}
    WHERE id IN (${list(records)})`)
}
