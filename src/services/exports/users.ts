// Exports the accounts of a filter, with the last sign-in. Password hashes are no columns of it.
import type { Reader } from '../../db/database.ts'
import { sql, where } from '../../db/sql.ts'
import type { User, UserQuery } from '../../schemas/access/users.ts'
import { USER_COLUMNS, type UserRow, userOf } from '../access/users/index.ts'
import { userConditions } from '../access/users/list.ts'
import { tableBatches } from '../shared/batches.ts'

interface More {
  roleName: string | null
  employee: string | null
  customer: string | null
  lastSignInAt: string | null
}

export type ExportedUser = User & More

export async function* exportUsers(
  db: Reader,
  filter: Pick<UserQuery, 'search' | 'role' | 'active'>,
): AsyncGenerator<ExportedUser[]> {
  for await (const batch of tableBatches(db, 'users')) {
    const rows = await db.all<UserRow & More>(sql`
      SELECT ${USER_COLUMNS},
             (SELECT r.name FROM roles r WHERE r.id = users.role_id) AS "roleName",
             (SELECT e.name FROM employees e WHERE e.id = users.employee_id) AS employee,
             (SELECT c.name FROM customers c WHERE c.id = users.customer_id) AS customer,
             (SELECT v.at FROM events v
              WHERE v.entity = 'user' AND v.entity_id = users.id AND v.type = 'user.signed_in'
              ORDER BY v.id DESC LIMIT 1) AS "lastSignInAt"
      FROM ${batch} users
      ${where(userConditions(filter))}
      ORDER BY id`)
    if (rows.length > 0)
      yield rows.map(({ roleName, employee, customer, lastSignInAt, ...row }) => ({
        ...userOf(row),
        ...{ roleName, employee, customer, lastSignInAt },
      }))
  }
}
