// Merges the full-text indexes in small steps during long runs of writes. SQLite merges an index now and then by
// itself, all that is due in one statement: 40 ms in a shop of 100,000 orders. PostgreSQL has processes for that.
// https://www.sqlite.org/fts5.html#the_merge_command
import { type Sql, sql } from '../../../db/sql.ts'
import type { Change } from '../change.ts'

const INDEXES = [sql`customer_search`, sql`item_name_search`]

/** Written in one step, in 2 ms at most: more than a batch of an import adds. */
const PAGES = 16

/** Segments of a level that SQLite merges by itself; 0 means never. */
const BY_ITSELF = { automerge: 4, crisismerge: 16 }
const NEVER = { automerge: 0, crisismerge: 1_000 }

/** The settings change within the transaction only: nobody else sees them, and a rollback restores them. */
export async function withSmallMerges<Result>(
  change: Change,
  work: () => Promise<Result>,
): Promise<Result> {
  if (change.concurrent) return work()
  for (const index of INDEXES) {
    await configure(change, index, { ...NEVER, merge: PAGES })
  }
  const result = await work()
  for (const index of INDEXES) await configure(change, index, BY_ITSELF)
  return result
}

async function configure(change: Change, index: Sql, options: Record<string, number>) {
  for (const [option, value] of Object.entries(options)) {
    await change.run(sql`INSERT INTO ${index} (${index}, rank) VALUES (${option}, ${value})`)
  }
}
