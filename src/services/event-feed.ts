// The event log as a feed: everything after an id, in commit order, as far as the reader may see it.
import type { Reader } from '../db/database.ts'
import { type Sql, sql } from '../db/sql.ts'
import type { Role } from '../schemas/roles.ts'
import type { EventRow } from './events.ts'

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

/**
 * The next events after an id. Events the reader may not see are passed over, and `cursor` moves past them.
 * @param limit how many rows of the log are looked at, at most
 */
export async function readFeed(
  db: Reader,
  reader: FeedReader,
  after: number,
  limit: number,
): Promise<FeedPage> {
  const rows = await db.all<Row>(sql`
    SELECT v.id, v.type, v.entity, v.entity_id AS "entityId", v.actor_name AS "actor", v.at,
           v.request_id AS "requestId", v.data, ${visible(reader)} AS visible
    FROM events v
    WHERE v.id > ${after}
    ORDER BY v.id
    LIMIT ${limit}`)
  const events = rows.filter((row) => row.visible).map((row) => eventFor(row, reader))
  return { events, cursor: rows.at(-1)?.id ?? after }
}

type Row = Omit<EventRow, 'data'> & { data: string; visible: number | boolean }

/** The same rights as the rest of the API: accounts are the owner's business, an order its customer's. */
function visible({ role, customerId }: FeedReader): Sql {
  if (role === 'admin') return sql`1 = 1`
  if (role === 'staff') return sql`v.entity <> 'user'`
  return sql`v.entity = 'order' AND v.entity_id IN (
    SELECT o.id FROM orders o WHERE o.customer_id = ${customerId ?? 0})`
}

/** A customer hears that something happened to the order, and its status; never who did it or a note. */
function eventFor({ visible, data, ...event }: Row, { role }: FeedReader): EventRow {
  const facts = JSON.parse(data) as EventRow['data']
  if (role !== 'customer') return { ...event, data: facts }
  return {
    ...event,
    actor: '',
    requestId: null,
    data: facts.status ? { status: facts.status } : {},
  }
}

/** Who reads in this session now: undefined once it has ended or its user may not sign in any more. */
export const findFeedReader = (db: Reader, sessionId: number) =>
  db.get<FeedReader>(sql`
    SELECT u.role, u.customer_id AS "customerId"
    FROM sessions s
    JOIN users u ON u.id = s.user_id
    WHERE s.id = ${sessionId} AND s.revoked_at IS NULL AND u.is_active = 1`)

/** The id of the newest event; 0 for an empty log. */
export async function newestEventId(db: Reader): Promise<number> {
  const row = await db.get<{ id: number | null }>(sql`SELECT max(id) AS id FROM events`)
  return row?.id ?? 0
}
