// Employees of a sample shop.
import type { Transaction } from '../../src/db/database.ts'
import { sql } from '../../src/db/sql.ts'
import { createEmployee } from '../../src/services/people/employees/index.ts'
import { change } from '../../src/services/shared/change.ts'
import { EMPLOYEES } from './names.ts'
import { actorOf, SAMPLE } from './people.ts'
import type { Plan } from './plan.ts'

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
