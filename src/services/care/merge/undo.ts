// Undo of a merge: both records are as they were. Orders that moved on in between stay where they are.
import { sql } from '../../../db/sql.ts'
import { Refusal } from '../../../lib/errors/refusal.ts'
import { getCustomer } from '../../people/customers/index.ts'
import type { Change } from '../../shared/change.ts'
import type { EventOf } from '../../shared/events/read.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { fieldsBefore, storeFields } from './fields.ts'
import { expectNoMoves, moveAccounts, moveOrders, orderIdsOf } from './move.ts'

/** `finishMoves` must follow. @throws Refusal `merge_under_way`, `undo_refused` with `reason` `overtaken`, after one of both was merged again */
export async function unmergeCustomers(
  change: Change,
  { id: undoes, entityId, data }: EventOf<'customer.merged'>,
): Promise<void> {
  const into = await getCustomer(change, entityId)
  const from = await getCustomer(change, data.from)
  if (into.mergedInto !== null || from.mergedInto !== into.id) throw overtaken(from.name)
  await expectNoMoves(change)
  const moved = new Set(data.orders)
  const orders = (await orderIdsOf(change, into.id)).filter((id) => moved.has(id))
  await moveOrders(change, { from: into.id, to: from.id, orders })
  const accounts = await moveAccounts(change, into.id, from.id, data.accounts)
  await storeFields(change, into.id, fieldsBefore(into, data.fields))
  await change.run(sql`
    UPDATE customers
    SET merged_into = NULL, archived_at = ${data.archivedAt}, version = version + 1,
        updated_at = ${change.at}
    WHERE id = ${from.id}`)
  const facts = { from: from.id, orders, accounts, undoes }
  await recordEvent(change, 'customer.unmerged', into.id, facts)
}

const overtaken = (name: string) =>
  new Refusal(
    'conflict',
    'undo_refused',
    `One of the two records of ${name} was merged again. Undo that first.`,
    { members: { reason: 'overtaken' } },
  )
