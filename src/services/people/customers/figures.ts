// Figures of customers: how many orders, what they paid and what they owe.
import type { Reader } from '../../../db/database.ts'
import { list, sql } from '../../../db/sql.ts'

export interface CustomerFigures {
  id: number
  orders: number
  /** Paid on all orders, less refunds; smallest currency units. */
  spent: number
  balance: number
  lastOrderAt: string | null
}

export const NO_FIGURES: Omit<CustomerFigures, 'id'> = {
  orders: 0,
  spent: 0,
  balance: 0,
  lastOrderAt: null,
}

/** Orders, payments and balance of each customer. Archived orders count only for payments. */
export async function customerFigures(
  db: Reader,
  ids: readonly number[],
): Promise<Map<number, CustomerFigures>> {
  const rows = await db.all<CustomerFigures>(sql`
    SELECT s.customer_id AS id, s.orders, s.spent, s.balance,
           (SELECT o.date_of_creation
            FROM orders o
            WHERE o.customer_id = s.customer_id AND o.archived_at IS NULL
            ORDER BY o.date_of_creation DESC, o.id DESC
            LIMIT 1) AS "lastOrderAt"
    FROM customer_sums s
    WHERE s.customer_id IN (${list(ids)})`)
  return new Map(rows.map((row) => [row.id, row]))
}
