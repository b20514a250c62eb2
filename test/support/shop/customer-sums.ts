// Stored sums of customers, and the same recounted from all orders.
import type { Reader } from '../../../src/db/database.ts'
import { sql } from '../../../src/db/sql.ts'
import { isOwing } from '../../../src/services/shared/owed.ts'

export interface Sums {
  customers: unknown[]
  /** Customers with a balance. */
  owing: number
}

/** Without customers who have no order left. */
export async function storedSums(db: Reader): Promise<Sums> {
  const customers = await db.all(sql`
    SELECT customer_id AS id, orders, spent, balance, owing_orders AS owing, oldest_due AS due
    FROM customer_sums
    WHERE orders <> 0 OR spent <> 0 OR balance <> 0 OR owing_orders <> 0 OR oldest_due IS NOT NULL
    ORDER BY customer_id`)
  const row = await db.get<{ customers: number }>(sql`SELECT customers FROM owing_customers`)
  return { customers, owing: Number(row?.customers) }
}

export async function recountedSums(db: Reader): Promise<Sums> {
  const customers = await db.all<{ owing: number }>(sql`
    SELECT id, orders, spent, balance, owing, due
    FROM (
      SELECT customer_id AS id, count(*) FILTER (WHERE archived_at IS NULL) AS orders,
             CAST(sum(paid_amount) AS BIGINT) AS spent,
             CAST(coalesce(sum(total_amount - paid_amount) FILTER (WHERE ${OWING}), 0) AS BIGINT) AS balance,
             count(*) FILTER (WHERE ${OWING}) AS owing,
             min(coalesce(due_at, '9999')) FILTER (WHERE ${OWING}) AS due
      FROM orders o
      GROUP BY customer_id) recounted
    WHERE orders <> 0 OR spent <> 0 OR owing <> 0
    ORDER BY id`)
  return { customers, owing: customers.filter(({ owing }) => owing > 0).length }
}

const OWING = isOwing('o')
