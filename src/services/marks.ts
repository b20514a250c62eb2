// Marks of how the order book stands: as long as they are the same, every list and every number is.
import type { Awaitable } from '../db/awaitable.ts'
import type { Reader } from '../db/database.ts'
import { Kept } from '../db/kept.ts'
import { sql } from '../db/sql.ts'
import { OPEN } from './order-filter.ts'
import { DEFAULT_SETTINGS } from './settings.ts'
import { endOfDay, today } from './shop-time.ts'

export interface Marks {
  text: string
  /** From then on something is late, or it is another day, though nobody changed anything. In Unix milliseconds. */
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

const kept = new Kept<Marks | undefined>()

/**
 * The newest event, because every change has one; the day, because deadlines are told as words; and which deadline
 * passed last. Kept until something is committed, or where the engine cannot say whether anything was, read each time:
 * one small query instead of a list. Undefined for the moment in which the newest events have no hash yet: until then
 * one with a smaller id may still appear.
 */
export function marksOf(db: Reader, now = Date.now()): Awaitable<Marks | undefined> {
  const read = () => readMarks(db, new Date(now).toISOString())
  return kept.get(db, 'marks', read, (marks) => marks !== undefined && marks.until > now)
}

async function readMarks(db: Reader, now: string): Promise<Marks | undefined> {
  const row = await db.get<Row>(sql`
    SELECT (SELECT max(v.id) FROM events v) AS newest,
           (SELECT max(c.event_id) FROM event_chain c) AS hashed,
           (SELECT max(o.due_at) FROM orders o
            WHERE o.archived_at IS NULL AND ${OPEN} AND o.due_at < ${now}) AS passed,
           (SELECT min(o.due_at) FROM orders o
            WHERE o.archived_at IS NULL AND ${OPEN} AND o.due_at >= ${now}) AS next,
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
