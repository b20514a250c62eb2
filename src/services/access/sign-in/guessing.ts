// Counts password guessing on an account, reported to its owner at the next sign-in.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'

export async function countLocks(db: Reader, userId: number): Promise<number> {
  const row = await db.get<{ locks: number }>(sql`
    SELECT count(*) AS locks
    FROM events
    WHERE entity = 'user' AND entity_id = ${userId} AND type = 'user.sign_in_locked'
      AND at > coalesce((SELECT max(created_at) FROM sessions
                         WHERE user_id = ${userId} AND kind = 'browser'), '')`)
  return row?.locks ?? 0
}
