// Marks of how the order book stands: as long as they are the same, every list and every number is.
import type { Awaitable } from '../db/awaitable.ts'
import type { Reader } from '../db/database.ts'
import { Kept } from '../db/kept.ts'
import { sql } from '../db/sql.ts'
import { newestEventId } from './event-feed.ts'
import { OPEN } from './order-filter.ts'
import { findSettings } from './settings.ts'
import { endOfDay, today } from './shop-time.ts'

export interface Marks {
  text: string
  /** From then on something is late, or it is another day, though nobody changed anything. In Unix milliseconds. */
  until: number
}

const kept = new Kept<Marks>()

/**
 * The newest event, because every change has one; the day, because deadlines are told as words; and which deadline
 * passed last. Undefined where the engine cannot say at once whether anything was committed.
 */
export function marksOf(db: Reader, now = Date.now()): Awaitable<Marks | undefined> {
  if (db.version === undefined) return undefined
  const read = () => readMarks(db, new Date(now).toISOString())
  return kept.get(db, 'marks', read, ({ until }) => until > now)
}

async function readMarks(db: Reader, now: string): Promise<Marks> {
  const { timeZone, version } = await findSettings(db)
  const day = today(timeZone, new Date(now))
  const event = await newestEventId(db)
  const passed = await db.get<{ at: string | null }>(sql`
    SELECT max(o.due_at) AS at FROM orders o
    WHERE o.archived_at IS NULL AND ${OPEN} AND o.due_at < ${now}`)
  const next = await db.get<{ at: string | null }>(sql`
    SELECT min(o.due_at) AS at FROM orders o
    WHERE o.archived_at IS NULL AND ${OPEN} AND o.due_at >= ${now}`)
  const midnight = endOfDay(day, timeZone)
  const until = next?.at && next.at < midnight ? next.at : midnight
  return { text: `${event} ${version} ${day} ${passed?.at ?? ''}`, until: Date.parse(until) }
}
