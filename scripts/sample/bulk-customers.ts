// Bulk insert of customers into an existing shop: the rows that the services would write.
import type { Transaction } from '../../src/db/database.ts'
import { sql } from '../../src/db/sql.ts'
import { customerEvents, customerRows } from './customer-rows.ts'
import type { SampleCustomer } from './people.ts'

/** Inserts customers with their events and returns their ids, in the same order. */
export async function insertCustomers(
  tx: Transaction,
  people: readonly SampleCustomer[],
  since: readonly string[],
): Promise<number[]> {
  const last = await tx.get<{ id: number }>(sql`SELECT coalesce(max(id), 0) AS id FROM customers`)
  await customerRows(people, since).insert(tx)
  const added = await tx.all<{ id: number; name: string; at: string }>(sql`
    SELECT id, name, created_at AS at FROM customers WHERE id > ${last?.id ?? 0} ORDER BY id`)
  await customerEvents(added).insert(tx)
  return added.map(({ id }) => id)
}
