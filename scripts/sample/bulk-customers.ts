// The customers of a large sample shop: the rows that the services would have written, many at a time.
import type { Transaction } from '../../src/db/database.ts'
import { sql } from '../../src/db/sql.ts'
import { digits, folded } from '../../src/services/text.ts'
import { actorOf, SAMPLE, type SampleCustomer } from './people.ts'
import { EVENT, Rows, TIMES } from './rows.ts'

/** Inserts customers with their events and answers their ids, in the same order. */
export async function insertCustomers(
  tx: Transaction,
  people: readonly SampleCustomer[],
  since: readonly string[],
): Promise<number[]> {
  const last = await tx.get<{ id: number }>(sql`SELECT coalesce(max(id), 0) AS id FROM customers`)
  const names = ['name', 'name_folded', 'phone_number', 'phone_digits', 'email', 'address', 'notes']
  const rows = new Rows('customers', [...names, ...TIMES])
  people.forEach(({ name, phoneNumber, email, address, notes }, at) => {
    const time = since[at] ?? ''
    rows.add(
      name,
      folded(name),
      phoneNumber,
      digits(phoneNumber),
      email,
      address,
      notes,
      time,
      time,
    )
  })
  await rows.insert(tx)
  const added = await tx.all<{ id: number; name: string; at: string }>(sql`
    SELECT id, name, created_at AS at FROM customers WHERE id > ${last?.id ?? 0} ORDER BY id`)
  const events = new Rows('events', EVENT)
  const actor = actorOf(null).name
  for (const { id, name, at } of added) {
    events.add('customer.created', 'customer', id, actor, SAMPLE, at, JSON.stringify({ name }))
  }
  await events.insert(tx)
  return added.map(({ id }) => id)
}
