// Health checks of the database: can it be read, can it be written.
import type { Database } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

export async function checkReadable(db: Database): Promise<void> {
  await db.get(sql`SELECT 1 AS ok`)
}

/**
 * Rejects with a CommitError while nothing can be saved. Writes only if the last write failed: a health check is free
 * otherwise, and the shop recovers as soon as the disk has room.
 */
export async function checkWritable(db: Database): Promise<void> {
  if (db.trouble() === undefined) return
  await db.write(({ run }) => run(sql`UPDATE settings SET updated_at = updated_at`))
}
