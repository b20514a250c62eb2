// Merges two records of one customer: orders, account and what the kept record lacks come over, the other is archived.

import { sql } from '../../../db/sql.ts'
import { invalid, Refusal } from '../../../lib/errors/refusal.ts'
import type { Customer } from '../../../schemas/people/customers.ts'
import { expectNotMerged, findCustomer, getCustomer } from '../../people/customers/index.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { type ExpectedVersion, expectVersion } from '../../shared/versions.ts'
import { fieldsFilled, type MergedFields, mergedFields, storeFields } from './fields.ts'
import {
  expectNoMoves,
  finishMoves,
  moveAccounts,
  moveOrders,
  orderIdsOf,
  type Write,
} from './move.ts'

/** How transactions are run: the first under the idempotency key of the request, if it has one. */
export interface Writes {
  first: Write
  next: Write
}

/**
 * Merges two records, however many orders they have.
 * @returns the kept record
 * @throws Refusal as `mergeCustomers`
 */
export async function mergeRecords(
  { first, next }: Writes,
  id: number,
  fromId: number,
  version?: ExpectedVersion,
): Promise<Customer> {
  const merged = await first((change) => mergeCustomers(change, id, fromId, version))
  await finishMoves(next)
  return merged
}

/**
 * One event of the kept record has what the undo needs. `finishMoves` must follow: it moves the rest of many orders.
 * @returns the kept record
 * @throws Refusal `not_found`, `invalid_input`, `customer_merged`, `customer_archived`, `two_accounts`,
 * `merge_under_way`
 */
export async function mergeCustomers(
  change: Change,
  id: number,
  fromId: number,
  version?: ExpectedVersion,
): Promise<Customer> {
  const into = await getCustomer(change, id)
  expectVersion('customer', into.version, version)
  const from = await otherRecord(change, id, fromId)
  expectNotMerged(into)
  expectNotMerged(from)
  if (into.archivedAt) throw archived(into)
  await expectOneAccount(change, id, fromId)
  await expectNoMoves(change)
  const orders = await orderIdsOf(change, fromId)
  await moveOrders(change, { from: fromId, to: id, orders })
  const accounts = await moveAccounts(change, fromId, id)
  const fields: MergedFields = mergedFields(into, from)
  await storeFields(change, id, { ...into, ...fields })
  await change.run(sql`
    UPDATE customers
    SET merged_into = ${id}, archived_at = ${change.at}, version = version + 1,
        updated_at = ${change.at}
    WHERE id = ${fromId}`)
  await recordEvent(change, 'customer.merged', id, {
    ...{ from: fromId, orders, accounts },
    ...{ fields: fieldsFilled(into, fields), archivedAt: from.archivedAt },
  })
  return getCustomer(change, id)
}

async function otherRecord(change: Change, id: number, fromId: number): Promise<Customer> {
  const wrong = (detail: string) => invalid({ pointer: '/from', code: 'reference', detail })
  if (fromId === id) throw wrong('This is the same record. Choose the other one.')
  const from = await findCustomer(change, fromId)
  if (!from) throw wrong('There is no such customer.')
  return from
}

const archived = ({ name }: Customer) =>
  new Refusal(
    'conflict',
    'customer_archived',
    `${name} is archived. Restore this record first, or merge it into the other one.`,
  )

/** A customer has at most one account. */
async function expectOneAccount(change: Change, id: number, fromId: number): Promise<void> {
  const rows = await change.all<{ customerId: number }>(sql`
    SELECT DISTINCT customer_id AS "customerId" FROM users WHERE customer_id IN (${id}, ${fromId})`)
  if (rows.length < 2) return
  throw new Refusal(
    'conflict',
    'two_accounts',
    'Both records have an account. Take the customer off one of the accounts first, under Users.',
  )
}
