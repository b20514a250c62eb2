// The people who work in a sample shop.
import type { Transaction } from '../../src/db/database.ts'
import { sql } from '../../src/db/sql.ts'
import { change } from '../../src/services/change.ts'
import { createEmployee } from '../../src/services/employees.ts'
import { EMPLOYEES } from './names.ts'
import { actorOf, SAMPLE } from './people.ts'
import type { Plan } from './plan.ts'

/** Takes the employees on who are missing, and answers the ids of all of them. */
export async function hire(tx: Transaction, plan: Plan): Promise<number[]> {
  const known = await tx.all<{ id: number; name: string }>(sql`SELECT id, name FROM employees`)
  const ids: number[] = []
  for (const employee of EMPLOYEES) {
    const hired = known.find(({ name }) => name === employee.name)
    const at = plan.customerSince(0)
    const id =
      hired?.id ?? (await createEmployee(change(tx, actorOf(null), SAMPLE, at), employee)).id
    ids.push(id)
  }
  return ids
}
