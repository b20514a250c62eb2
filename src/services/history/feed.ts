// The event feed: all events after an id, in commit order, limited to what the reader may see.
import type { Reader } from '../../db/database.ts'
import { join, list, rowCount, type Sql, sql } from '../../db/sql.ts'
import type { Permission } from '../../schemas/access/permissions.ts'
import type { Tier } from '../../schemas/access/tiers.ts'
import type { EventFilter } from '../../schemas/events/filter.ts'
import { ACCESS_ENTITIES } from '../../schemas/events/shapes.ts'
import { type Caller, isKey } from '../access/callers.ts'
import { findKeyEnd } from '../access/keys/callers.ts'
import { LOCK, locksAt, type StoredLock } from '../access/sessions/lock.ts'
import { permissionsIn, type Viewer } from '../access/viewers.ts'
import { type CustomerEvent, eventForCustomer } from '../orders/customer-view.ts'
import { type EventRow, eventOf, type ReadEvent, selectEvents } from '../shared/events/read.ts'
import { eventConditions } from './filter.ts'

export interface FeedReader {
  role: Tier
  permissions: readonly Permission[]
  customerId: number | null
}

export interface FeedPage {
  events: (EventRow | CustomerEvent)[]
  /** The id up to which the feed is complete; pass it as `after` next time. */
  cursor: number
}

/** Limit of rows examined per request: events that are filtered out take time too. */
const WINDOW = 1_000

/**
 * The next events after an id. Events that are hidden or filtered out are skipped, and `cursor` moves past them.
 * @param limit maximum number of events
 */
export async function readFeed(
  db: Reader,
  reader: FeedReader,
  after: number,
  limit: number,
  filter: EventFilter = {},
): Promise<FeedPage> {
  // Read before the events, and hashed ones only: no event can appear before one with a hash.
  const end = await endOfWindow(db, after)
  if (end === null) return { events: [], cursor: after }
  const conditions = [
    sql`v.id > ${after} AND v.id <= ${end}`,
    visible(reader, filter),
    ...(await eventConditions(db, 'v', filter)),
  ]
  const rows = await db.all<ReadEvent>(sql`
    ${selectEvents('v')}
    WHERE ${join(conditions, ' AND ')}
    ORDER BY v.id
    LIMIT ${rowCount(limit)}`)
  const events = rows.map(eventOf)
  const seen = reader.role === 'customer' ? events.map(eventForCustomer) : events
  return { events: seen, cursor: rows.length === limit ? (rows.at(-1)?.id ?? end) : end }
}

async function endOfWindow(db: Reader, after: number): Promise<number | null> {
  const row = await db.get<{ id: number | null }>(sql`
    SELECT max(w.id) AS id
    FROM (SELECT c.event_id AS id FROM event_chain c WHERE c.event_id > ${after}
          ORDER BY c.event_id LIMIT ${rowCount(WINDOW)}) w`)
  return row?.id ?? null
}

/**
 * The rights of the other routes: `users.read` shows account events, and customers see only events of their orders.
 */
function visible({ role, permissions, customerId }: FeedReader, { actor }: EventFilter): Sql {
  // Customers don't see authors, so they can't filter by them.
  if (role === 'customer' && actor) return sql`1 = 0`
  if (role !== 'customer') {
    return permissions.includes('users.read')
      ? sql`1 = 1`
      : sql`v.entity NOT IN (${list(ACCESS_ENTITIES)})`
  }
  return sql`v.entity = 'order' AND v.entity_id IN (
    SELECT o.id FROM orders o WHERE o.customer_id = ${customerId ?? 0})`
}

interface ReadEnd extends Pick<Viewer, 'customerId' | 'employeeId'>, StoredLock {
  expiresAt: string
  given: string | null
  permissions: string | null
}

/**
 * Until when a caller may read the stream, in Unix milliseconds: the expiry of the access token or of the session,
 * whichever is first, or that of the API key.
 * @returns undefined once signed out, disabled, revoked, or with other rights than at the start of the stream
 */
export const findReadEnd = (
  db: Reader,
  caller: Caller,
  now = Date.now(),
): Promise<number | undefined> =>
  isKey(caller) ? findKeyEnd(db, caller, now) : findViewerEnd(db, caller, now)

async function findViewerEnd(
  db: Reader,
  { sessionId, customerId, employeeId, permissions, tokenEndsAt }: Viewer,
  now: number,
): Promise<number | undefined> {
  const row = await db.get<ReadEnd>(sql`
    SELECT u.customer_id AS "customerId", u.employee_id AS "employeeId",
           s.expires_at AS "expiresAt", s.device_id AS "deviceId", s.last_used_at AS "seenAt",
           ${LOCK}, r.given, r.permissions
    FROM sessions s
    JOIN users u ON u.id = s.user_id
    LEFT JOIN roles r ON r.id = u.role_id
    WHERE s.id = ${sessionId} AND s.revoked_at IS NULL AND u.is_active = 1`)
  if (row?.customerId !== customerId || row.employeeId !== employeeId) return undefined
  if (permissionsIn(row.given, row.permissions).join() !== permissions.join()) return undefined
  const end = Math.min(Date.parse(row.expiresAt), tokenEndsAt ?? locksAt(row))
  return end > now ? end : undefined
}

export async function newestEventId(db: Reader): Promise<number> {
  const row = await db.get<{ id: number | null }>(sql`SELECT max(event_id) AS id FROM event_chain`)
  return row?.id ?? 0
}
