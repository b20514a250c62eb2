// The event log as a feed: everything after an id, in commit order, as far as the reader may see it.
import type { Reader } from '../db/database.ts'
import { join, type Sql, sql } from '../db/sql.ts'
import type { EventFilter } from '../schemas/events.ts'
import type { Role } from '../schemas/roles.ts'
import { HASHES, STORED } from './event-chain.ts'
import { eventConditions } from './event-filter.ts'
import { type EventRow, eventOf, type ReadEvent } from './events.ts'

/** Who reads the feed. */
export interface FeedReader {
  role: Role
  customerId: number | null
}

export interface FeedPage {
  events: EventRow[]
  /** The id up to which nothing is left out; pass it as `after` next time. */
  cursor: number
}

/** How many rows of the log are looked at for one answer, at most: what is passed over takes time too. */
const WINDOW = 1_000

/**
 * The next events after an id. What the reader may not see, and what the filter leaves out, is passed over, and
 * `cursor` moves past it.
 * @param limit how many events are answered, at most
 */
export async function readFeed(
  db: Reader,
  reader: FeedReader,
  after: number,
  limit: number,
  filter: EventFilter = {},
): Promise<FeedPage> {
  // Found first: what is committed while we read comes next time, and is never passed over unseen. And in the chain:
  // before an event that has its hash no other can appear.
  const end = await endOfWindow(db, after)
  if (end === null) return { events: [], cursor: after }
  const conditions = [
    sql`v.id > ${after} AND v.id <= ${end}`,
    visible(reader, filter),
    ...(await eventConditions(db, filter)),
  ]
  const rows = await db.all<ReadEvent>(sql`
    SELECT ${STORED}, ${HASHES}
    FROM events v
    LEFT JOIN event_chain c ON c.event_id = v.id
    WHERE ${join(conditions, ' AND ')}
    ORDER BY v.id
    LIMIT ${limit}`)
  const events = rows.map((row) => eventFor(eventOf(row), reader))
  return { events, cursor: rows.length === limit ? (rows.at(-1)?.id ?? end) : end }
}

async function endOfWindow(db: Reader, after: number): Promise<number | null> {
  const row = await db.get<{ id: number | null }>(sql`
    SELECT max(w.id) AS id
    FROM (SELECT c.event_id AS id FROM event_chain c WHERE c.event_id > ${after}
          ORDER BY c.event_id LIMIT ${WINDOW}) w`)
  return row?.id ?? null
}

/** The same rights as the rest of the API: accounts are the owner's business, an order its customer's. */
function visible({ role, customerId }: FeedReader, { actor }: EventFilter): Sql {
  // A customer is told no names, and so cannot ask by one either.
  if (role === 'customer' && actor) return sql`1 = 0`
  if (role === 'admin') return sql`1 = 1`
  if (role === 'staff') return sql`v.entity <> 'user'`
  return sql`v.entity = 'order' AND v.entity_id IN (
    SELECT o.id FROM orders o WHERE o.customer_id = ${customerId ?? 0})`
}

/** A customer hears that something happened to the order, and its status; never who did it or a note. */
function eventFor(event: EventRow, { role }: FeedReader): EventRow {
  if (role !== 'customer') return event
  const { id, type, entity, entityId, at, data } = event
  const told = data.status ? { status: data.status } : {}
  return { id, type, entity, entityId, at, actorId: null, actor: '', requestId: null, data: told }
}

/** Who reads in this session now: undefined once it has ended or its user may not sign in any more. */
export const findFeedReader = (db: Reader, sessionId: number) =>
  db.get<FeedReader>(sql`
    SELECT u.role, u.customer_id AS "customerId"
    FROM sessions s
    JOIN users u ON u.id = s.user_id
    WHERE s.id = ${sessionId} AND s.revoked_at IS NULL AND u.is_active = 1`)

/** The id of the newest event that the feed gives; 0 for an empty log. */
export async function newestEventId(db: Reader): Promise<number> {
  const row = await db.get<{ id: number | null }>(sql`SELECT max(event_id) AS id FROM event_chain`)
  return row?.id ?? 0
}
