// The records of one customer: their own, and those that were merged into it.
import type { Reader } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** Ids, the customer's own among them; smallest first. */
export async function recordsOf(db: Reader, id: number): Promise<number[]> {
  const rows = await db.all<{ id: number }>(sql`
    WITH RECURSIVE merged (id) AS (
      SELECT CAST(${id} AS BIGINT)
      UNION
      SELECT c.id FROM customers c JOIN merged m ON c.merged_into = m.id)
    SELECT id FROM merged ORDER BY id`)
  return rows.map((row) => Number(row.id))
}
