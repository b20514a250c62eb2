// State tag of the order book: as long as it is equal, every list and every number is unchanged.

import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { VersionedCache } from '../../../db/versioned-cache.ts'
import type { Awaitable } from '../../../lib/concurrency/awaitable.ts'
import { endOfDay, today } from '../../../lib/time/shop-time.ts'
import { DEFAULT_SETTINGS } from '../../shop/settings/read.ts'
import { isOpen } from './status-sql.ts'

export interface StateTag {
  text: string
  /** When it changes without a commit: at the next deadline or midnight. In Unix milliseconds. */
  until: number
}

interface Row {
  newest: number | null
  hashed: number | null
  passed: string | null
  next: string | null
  timeZone: string | null
  version: number | null
}

const tagCache = new VersionedCache<StateTag | undefined>()

/**
 * Consists of the newest event, since every change records one; the day, since deadlines are shown relative to it; and
 * the last deadline passed. Cached until the next commit, or read each time if the engine cannot report commits.
 * @returns undefined while the newest events are not hashed: an event with a smaller id may still appear
 */
export function stateTag(db: Reader, now = Date.now()): Awaitable<StateTag | undefined> {
  const read = () => readStateTag(db, new Date(now).toISOString())
  return tagCache.get(db, 'marks', read, (tag) => tag !== undefined && tag.until > now)
}

async function readStateTag(db: Reader, now: string): Promise<StateTag | undefined> {
  const row = await db.get<Row>(sql`
    SELECT (SELECT max(v.id) FROM events v) AS newest,
           (SELECT max(c.event_id) FROM event_chain c) AS hashed,
           (SELECT max(o.due_at) FROM orders o
            WHERE o.archived_at IS NULL AND ${isOpen('o')} AND o.due_at < ${now}) AS passed,
           (SELECT min(o.due_at) FROM orders o
            WHERE o.archived_at IS NULL AND ${isOpen('o')} AND o.due_at >= ${now}) AS next,
           (SELECT s.time_zone FROM settings s WHERE s.id = 1) AS "timeZone",
           (SELECT s.version FROM settings s WHERE s.id = 1) AS version`)
  if (!row || row.newest !== row.hashed) return undefined
  const timeZone = row.timeZone ?? DEFAULT_SETTINGS.timeZone
  const day = today(timeZone, new Date(now))
  const midnight = endOfDay(day, timeZone)
  const until = row.next && row.next < midnight ? row.next : midnight
  return {
    text: `${row.newest} ${row.version} ${day} ${row.passed ?? ''}`,
    until: Date.parse(until),
  }
}
