// Where the engines cannot be asked in the same words: each difference once, by the name of what it does.
import { perEngine, sql } from './sql.ts'

/**
 * The id up to which every event is committed or will never be. PostgreSQL takes an id before its transaction commits,
 * so a smaller one may still appear after a larger one was read. What is read has to be read in a later statement.
 */
export const SETTLED_EVENT_ID = perEngine({
  sqlite: sql`(SELECT coalesce(max(id), 0) FROM events)`,
  postgres: sql`settled_event_id()`,
})

/**
 * Makes one row of the many that say how the sums of orders changed, and answers how many there were. SQLite has one
 * writer, which keeps the sums themselves.
 */
export const FOLDED_ORDER_SUMS = perEngine({ sqlite: sql`0`, postgres: sql`fold_order_sums()` })

/**
 * The hash of the event before the one that an INSERT returns, or NULL where there is none yet. On PostgreSQL nobody
 * knows yet which event comes before: there each is hashed after the commit, and reading here would make all writers
 * depend on each other.
 */
export const PREVIOUS_HASH = perEngine({
  sqlite: sql`(SELECT c.hash FROM event_chain c WHERE c.event_id = events.id - 1)`,
  postgres: sql`NULL::text`,
})
